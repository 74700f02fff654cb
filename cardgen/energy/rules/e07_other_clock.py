"""E7: a duration that is not the run's."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "E7"
TITLE = "The tracker's clock is not the run's"
ADVICE = "Start the tracker once, with the run, and do not use its tasks beside it."
MOST_S = 2.0
MOST_SHARE = 0.02
"""More than both, and the tracker measured another stretch of time."""


def judge(case: Case) -> Iterator[Claim]:
    told, own = case.record.reported, case.duration_s()
    if told is None or told.duration_s is None or own is None or case.record.samples == ():
        return
    if not abs(told.duration_s - own) <= max(MOST_S, MOST_SHARE * own):
        yield Claim(
            "all", f"The tool measured for {told.duration_s:,.1f} s, the run took {own:,.1f} s."
        )
