"""W19: an overhead of a data centre on a laptop."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W19"
TITLE = "A laptop has no data centre's overhead"
ADVICE = "Use a PUE of 1 for a laptop; state one only for a data centre."


def judge(case: Case) -> Iterator[Claim]:
    told = case.record.reported
    pue = told.pue if told is not None and told.pue is not None else case.record.pue
    if pue != 1.0 and case.is_laptop() is True:
        yield Claim("all", f"The tool's figures are multiplied with a PUE of {pue:g}.")
