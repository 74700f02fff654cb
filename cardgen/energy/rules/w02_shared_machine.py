"""W2: others computed on the machine too, by its busy time or by energy that the run cannot have used."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cardgen.energy.case import JOULES, Case, short
from cardgen.energy.rules import Claim

ID = "W2"
TITLE = "Others used the machine"
ADVICE = "Measure on a machine of its own, or read the figure as the machine's, not as the run's."
MOST_TIMES = 4.0
"""Times one thread's share of the TDP, in joules a CPU second."""
OWN_SHARE = 0.5
"""Of the machine's busy seconds, from which on the run was its main user."""
OTHERS_LOAD = 0.1
"""Of all CPUs: less is what any computer does beside a run."""


def judge(case: Case) -> Iterator[Claim]:
    kwh, cpu_s = case.kwh("cpu"), case.cpu_s("cpu")
    if kwh is None or cpu_s is None or not kwh > 0:
        return
    if not case.is_machine_scope() or not case.is_alone():
        return
    share = own_share(case)
    if (share is not None and share >= OWN_SHARE) or not (
        _is_too_much(case, kwh, cpu_s) or _others_load(case) > OTHERS_LOAD
    ):
        return
    known = "" if share is None else f", {share:.0%} of the machine's busy time"
    yield Claim(
        "cpu",
        f"The tool's figure is the whole machine's; this run's process and its finished children had "
        f"{short(cpu_s)} CPU seconds{known}.",
    )


def _is_too_much(case: Case, kwh: float, cpu_s: float) -> bool:
    """Whether the energy is more than the own CPU seconds can have used."""
    tdp, threads = case.full_tdp_w(), case.threads()
    if tdp is None or threads is None:
        return False
    joules = kwh * JOULES / cpu_s if cpu_s > 0 else math.inf
    return joules > MOST_TIMES * tdp / threads


def _others_load(case: Case) -> float:
    """The share of all CPUs that others kept busy; 0 where nothing counted it."""
    whole, cpu_s, busy, threads = case.whole(), case.cpu_s(), _busy_s(case), case.threads()
    if whole is None or cpu_s is None or busy is None or threads is None:
        return 0.0
    return (busy - cpu_s) / threads / whole.seconds() if whole.seconds() > 0 else 0.0


def own_share(case: Case) -> float | None:
    """The run's share of the seconds that all CPUs were busy; None where these are not known."""
    cpu_s, busy = case.cpu_s(), _busy_s(case)
    return cpu_s / busy if cpu_s is not None and busy is not None and busy > 0 else None


def _busy_s(case: Case) -> float | None:
    whole = case.whole()
    return None if whole is None else whole.busy_s()
