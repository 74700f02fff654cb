"""W19: a laptop with the overhead of a data centre, or a data centre without any."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W19"
TITLE = "The data centre's overhead cannot be right"
ADVICE = "Use a PUE of 1 for a laptop; state PUE and water of a data centre with their source."


def judge(case: Case) -> Iterator[Claim]:
    told = case.record.reported
    pue = told.pue if told is not None and told.pue is not None else case.record.pue
    if pue != 1.0 and case.is_laptop() is True:
        yield Claim("all", f"The tool's figures are multiplied with a PUE of {pue:g}.")
    if told is not None and told.cloud is not None and told.pue == 1.0:
        water = " and no water" if told.wue == 0 else ""
        yield Claim(
            "all",
            f"The tool found itself in the cloud ({told.cloud}), and counts no overhead{water}: nobody asked.",
        )
