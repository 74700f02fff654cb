"""W15: fewer samples than the tracker's interval would give."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W15"
TITLE = "Samples are missing"
ADVICE = "The computer slept, or its tracker had no turn: power in between is not known."
LEAST_SHARE = 0.5
"""Of the samples that the interval would give."""


def judge(case: Case) -> Iterator[Claim]:
    seconds, interval, count = case.duration_s(), case.record.interval_s, len(case.record.samples)
    if seconds is None or interval is None or not interval > 0:
        return
    # Rule E26 tells more exactly.
    if case.record.unsampled_s > 0:
        return
    # A tool's own end values are no samples; it may have taken more than were kept.
    if case.record.reported is not None and count <= 1:
        return
    due = seconds / interval
    if count < LEAST_SHARE * due:
        yield Claim(
            "coverage",
            f"There are {count} samples in {seconds:,.0f} s; one each {interval:g} s would be {due:,.0f}.",
        )
