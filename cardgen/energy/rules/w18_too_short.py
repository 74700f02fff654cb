"""W18: too short to be sampled."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W18"
TITLE = "Too short to be measured well"
ADVICE = "Measure a longer run, or the same one many times."
INTERVALS = 2
GPU_S = 5.0
"""Shortest phase in which a GPU's power, a mean over a second, is told well."""


def judge(case: Case) -> Iterator[Claim]:
    seconds, interval = case.duration_s(), case.record.interval_s
    if seconds is not None and interval is not None and seconds < INTERVALS * interval:
        yield Claim("all", f"The run took {seconds:.3g} s, with a sample each {interval:g} s.")
    if case.kwh("gpu") is None:
        return
    for name in dict.fromkeys(phase.name for phase in case.record.phases):
        lengths = [own.seconds() for own in case.stretches(name)]
        if lengths != [] and min(lengths) < GPU_S:
            yield Claim("gpu", f"The phase {name} took {min(lengths):.3g} s.")
