"""W2: more energy than the own CPU seconds can have used: others computed on the machine too."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cardgen.energy.case import JOULES, Case
from cardgen.energy.rules import Claim

ID = "W2"
TITLE = "Others used the machine"
ADVICE = "Measure on a machine of its own, or read the figure as the machine's, not as the run's."
MOST_TIMES = 4.0
"""Times one thread's share of the TDP, in joules a CPU second."""
OWN_SHARE = 0.5
"""Of the machine's busy seconds, from which on the run was its main user."""


def judge(case: Case) -> Iterator[Claim]:
    kwh, cpu_s, tdp, threads = case.kwh("cpu"), case.cpu_s("cpu"), case.full_tdp_w(), case.threads()
    if kwh is None or cpu_s is None or tdp is None or threads is None:
        return
    if not case.is_machine_scope() or not kwh > 0:
        return
    joules = kwh * JOULES / cpu_s if cpu_s > 0 else math.inf
    share = own_share(case)
    if joules <= MOST_TIMES * tdp / threads or (share is not None and share >= OWN_SHARE):
        return
    known = "" if share is None else f", {share:.0%} of the machine's busy time"
    yield Claim(
        "cpu",
        f"The tool's figure is the whole machine's; this run had {cpu_s:,.2g} CPU seconds of its own{known}.",
    )


def own_share(case: Case) -> float | None:
    """The run's share of the seconds that all CPUs were busy; None where these are not known."""
    whole, cpu_s = case.whole(), case.cpu_s()
    busy = None if whole is None else whole.busy_s()
    return cpu_s / busy if cpu_s is not None and busy is not None and busy > 0 else None
