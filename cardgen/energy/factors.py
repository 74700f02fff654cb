"""How far an energy figure may be from the truth, by how it was obtained: a versioned table.

Each pair multiplies the figure to give its low and high end. Products of figures multiply ends,
sums add ends (worst case, simple, reproducible). The factors are cardgen's own judgement; each names
what it was judged from, or that nothing published was. They speak for the component's own boundary,
never for the whole machine at the wall.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cardgen.run_energy import EnergyComponent
from cardgen.values import Interval

TABLE = 1
"""Version of the factors; every interval names it."""
OWN = "cardgen's own estimate"
PROFILES = "judged from CodeCarbon's profiles of four CPUs against RAPL"
YANG = "judged from Yang et al. 2023, arXiv:2312.02741"


class Factors(NamedTuple):
    """What to multiply a figure with for the ends of its range, and what that rests on."""

    low: float
    high: float
    basis: str


COUNTER_INTEL = Factors(0.90, 1.10, f"CPU counter: {OWN}")
COUNTER_OTHER = Factors(0.85, 1.15, f"CPU counter: {OWN}")
GPU_COUNTER = Factors(0.90, 1.10, f"GPU: {YANG}")
GPU_SHORT_OR_SAMPLED = Factors(0.65, 1.55, f"GPU: {YANG}")
LOAD_HIGH = Factors(0.5, 2.7, f"CPU model: {PROFILES}")
LOAD_UNKNOWN = Factors(0.5, 5.2, f"CPU model: {PROFILES}")
GENERIC_TDP = Factors(0.25, 4.0, f"CPU with a guessed TDP: {OWN}")
CONSTANT = Factors(0.2, 2.0, f"constant CPU power: {PROFILES}")
RAM_MODEL = Factors(
    0.03,
    1.2,
    "RAM model: judged from DRAM readings in CodeCarbon's documentation and its issue 717",
)
"""From a laptop's low end to a server's high end: the record does not say which it was."""
INTENSITY = Factors(
    0.8,
    1.3,
    "carbon intensity: judged from the United Kingdom's, which moved by 29% with its source",
)

HIGH_LOAD = 0.65
GPU_SHORT_S = 30.0


def cpu(
    component: EnergyComponent, cpu_model: str | None, own_load: float | None
) -> Factors | None:
    """Factors of a CPU figure; *own_load* (0..1) is a lower bound of the machine's load."""
    if component.method == "counter":
        intel = cpu_model is not None and "intel" in cpu_model.lower()
        return COUNTER_INTEL if intel else COUNTER_OTHER
    if component.method in {"load_model", "constant"} and component.generic_tdp:
        return GENERIC_TDP
    if component.method == "load_model":
        return LOAD_HIGH if own_load is not None and own_load > HIGH_LOAD else LOAD_UNKNOWN
    return CONSTANT if component.method == "constant" else None


def gpu(component: EnergyComponent, seconds: float) -> Factors | None:
    """Factors of a GPU figure over a stretch of so many seconds."""
    if component.method == "counter":
        return GPU_COUNTER if seconds > GPU_SHORT_S else GPU_SHORT_OR_SAMPLED
    return GPU_SHORT_OR_SAMPLED if component.method == "power_sampling" else None


def ram(component: EnergyComponent) -> Factors | None:
    """Factors of a RAM figure, which is modelled by every tracker."""
    return RAM_MODEL if component.method in {"model", "constant", "load_model"} else None


def interval(low: float, high: float, bases: Iterable[str]) -> Interval:
    """The range *low* to *high* that factors with these *bases* gave."""
    method = f"cardgen's factors, version {TABLE} ({'; '.join(dict.fromkeys(bases))})"
    return Interval(low=low, high=high, method=method)
