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
    told, own, samples = case.record.reported, case.duration_s(), case.record.samples
    if told is None or told.duration_s is None or own is None or samples == ():
        return
    # The run goes on while the tracker starts, for seconds before its first sample.
    least = samples[-1].time_s - samples[0].time_s
    if not least - _room(least) <= told.duration_s <= own + _room(own):
        yield Claim(
            "all", f"The tool measured for {told.duration_s:,.1f} s, the run took {own:,.1f} s."
        )


def _room(seconds: float) -> float:
    return max(MOST_S, MOST_SHARE * seconds)
