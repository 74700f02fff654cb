"""cardgen's own estimates, where a tool has no figure or one that cannot be true.

CPU: TDP times load, or the TDP itself where a laptop's small CPU is under load, since its cooling
holds it there. RAM: 1 W in a laptop. Nothing else is estimated: a guess would look like a figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from cardgen.energy import factors
from cardgen.energy.case import JOULES, Case, Component, Stretch
from cardgen.energy.factors import Factors, Load

LAPTOP_RAM_W = 1.0


class Estimate(NamedTuple):
    """An energy in kWh, its factors, and how it came about in words."""

    kwh: float
    factors: Factors
    words: str


def estimate(case: Case, component: Component, parts: Sequence[Stretch]) -> Estimate | None:
    """The energy of *component* over *parts* of the record; None where the record does not allow one."""
    seconds = math.fsum(part.seconds() for part in parts)
    if not seconds > 0:
        return None
    if component == "cpu":
        return _cpu(case, parts, seconds)
    if component == "ram" and case.is_laptop() is True:
        words = f"own estimate from {LAPTOP_RAM_W:g} W for a laptop's RAM"
        return Estimate(LAPTOP_RAM_W * seconds / JOULES, factors.RAM_LAPTOP, words)
    return None


def _cpu(case: Case, parts: Sequence[Stretch], seconds: float) -> Estimate | None:
    tdp, threads, load = case.full_tdp_w(), case.threads(), load_of(case, parts)
    if tdp is None or threads is None or load is None or not load > 0:
        return None
    if case.run.record.environment.hypervisor is True:
        return None  # the TDP is the host's CPU's, of which this machine has an unknown part
    if not case.is_alone():
        return None  # the CPU seconds of the other processes are missing
    cpu_s = load * threads * seconds
    basis = (
        f"{_tdp(case, tdp)} and {cpu_s:,.0f} CPU seconds on {threads} threads{case.cpu_source()}"
    )
    # By the load of the whole record: no phase of it may use more than the whole.
    whole = load_of(case, case.stretches(None))
    if case.is_power_limited() and whole is not None and whole > factors.HIGH_LOAD:
        return Estimate(
            tdp * seconds / JOULES,
            factors.POWER_LIMITED,
            f"own estimate of a laptop's CPU under load, held to its TDP, from {basis}",
        )
    pair = (
        factors.GENERIC_TDP if case.tdp_w() is None else factors.linear(Load(load, is_whole=False))
    )
    return Estimate(
        tdp * min(load, 1.0) * seconds / JOULES,
        pair,
        f"own estimate of TDP times load, from {basis}",
    )


def _tdp(case: Case, full_w: float) -> str:
    """The TDP in words: how many packages it was multiplied with, where there are several."""
    one, packages = case.tdp_w(), case.packages()
    if one is None or one == full_w:
        return f"a TDP of {full_w:g} W"
    return f"a TDP of {one:g} W for each of {packages} CPU packages"


def load_of(case: Case, parts: Sequence[Stretch]) -> float | None:
    """The run's own share of all CPUs over *parts*."""
    threads, seconds = case.threads(), math.fsum(part.seconds() for part in parts)
    cpu_s = [case.cpu_s_of(part) for part in parts]
    known = [value for value in cpu_s if value is not None]
    if threads is None or not seconds > 0 or len(known) < len(cpu_s):
        return None
    return math.fsum(known) / seconds / threads
