"""E26: a time without a sample of a tool that multiplies power with time."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "E26"
TITLE = "Part of the time was not measured"
ADVICE = "Read the figure as a lower bound: the computer slept, or its tracker had no turn."


def judge(case: Case) -> Iterator[Claim]:
    without, seconds = case.record.unsampled_s, case.duration_s()
    if without > 0 and seconds is not None:
        yield Claim(
            "coverage",
            f"For {without:,.0f} of {seconds:,.0f} s there is no sample, and their energy is in no figure.",
        )
