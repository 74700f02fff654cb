"""E4: more power than the CPU can draw."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import JOULES, Case, short
from cardgen.energy.rules import Claim

ID = "E4"
TITLE = "More power than the CPU can draw"
ADVICE = "Do not mix a tracker's tasks with its whole run; check the TDP and the number of CPUs."
MEAN_TIMES = 1.3
SAMPLE_TIMES = 3.0
"""Times the TDP of all packages."""
COUNTED_TIMES = 3.0
"""For a counter, which also sees a CPU's boost: over twice its TDP for as long as its cooling allows."""
LIKELY_PACKAGES = 2
"""What a counter may have summed where the number of packages is not known."""
SHORTEST_S = 1.0
"""Shorter intervals are not judged: a reading may have been taken a little late."""


def judge(case: Case) -> Iterator[Claim]:
    tdp, mean, method = case.full_tdp_w(), case.watts("cpu"), case.method("cpu")
    if tdp is None or not tdp > 0 or (method is not None and method.counts == "platform"):
        return
    is_counted = method is not None and method.method == "counter"
    times = _counted_times(case) if is_counted else MEAN_TIMES
    if mean is not None and mean > times * tdp:
        yield Claim(
            "cpu", f"The tool's energy is {short(mean)} W in the mean, with a TDP of {tdp:g} W."
        )
    most = max(_samples(case), default=0.0)
    if most > max(SAMPLE_TIMES, times) * tdp:
        yield Claim("cpu", f"One sample of the tool's is {short(most)} W, with a TDP of {tdp:g} W.")


def _counted_times(case: Case) -> float:
    return COUNTED_TIMES * (1 if case.packages() is not None else LIKELY_PACKAGES)


def _samples(case: Case) -> Iterator[float]:
    for own in case.readings("cpu"):
        kwh = own.kwh("cpu")
        if kwh is not None and own.seconds() >= SHORTEST_S:
            yield kwh * JOULES / own.seconds()
