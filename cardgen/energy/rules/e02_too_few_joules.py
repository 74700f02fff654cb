"""E2: less energy for a CPU second than any CPU needs."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import JOULES, Case
from cardgen.energy.rules import Claim

ID = "E2"
TITLE = "Too little energy for what the CPU computed"
ADVICE = (
    "Measure the whole machine: short child processes are missed when only a process is watched."
)
LEAST_SHARE = 0.1
"""Of one thread's share of the TDP, in joules a CPU second."""
LEAST_J = 0.1
"""Joules a CPU second where no TDP is known."""


def judge(case: Case) -> Iterator[Claim]:
    kwh, cpu_s, of = case.kwh("cpu"), case.cpu_s("cpu"), case.of_readings("cpu")
    was_busy = of is not None and case.was_busy([of]) is True
    # A zero is rule E1's.
    if kwh is None or cpu_s is None or not kwh > 0 or not was_busy:
        return
    joules = kwh * JOULES / cpu_s
    least = floor(case)
    if joules < least:
        yield Claim(
            "cpu",
            f"The tool has {joules:.2g} J for each CPU second; less than {least:.2g} J is not possible.",
        )


def floor(case: Case) -> float:
    """Joules that a CPU second takes at least."""
    tdp, threads = case.full_tdp_w(), case.threads()
    # In a virtual machine the TDP is that of the host's CPU, of which it has a part.
    is_unknown = tdp is None or case.run.record.environment.hypervisor is True
    return LEAST_J if is_unknown or tdp is None or threads is None else LEAST_SHARE * tdp / threads
