"""W16: several records of the same energy."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W16"
TITLE = "The same energy may stand there twice"
ADVICE = "Keep one tracker a computer, and read each run's last row only: rows are never summed."


def judge(case: Case) -> Iterator[Claim]:
    own, told = case.record, case.record.reported
    if told is not None and told.rows > 1:
        yield Claim("all", f"The tool wrote {told.rows} rows for this run; only the last is read.")
    if told is not None and told.parallel > 0:
        yield Claim(
            "all",
            f"The tool's files tell of other runs at the same time ({told.parallel}); each may hold the energy "
            "of the whole computer.",
        )
    same = [
        other
        for other in case.run.energy
        if (other.host, other.segment) == (own.host, own.segment) and not other.shares_host
    ]
    if len(same) > 1 and not own.shares_host:
        yield Claim("all", f"There are {len(same)} records of one computer for the same time.")
