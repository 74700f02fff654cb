"""How far an energy figure may be from the truth, by how it was obtained: a versioned table.

Each pair multiplies the figure to give its low and high end. Products of figures multiply ends,
sums add ends (worst case, simple, reproducible). The factors are cardgen's own judgement; each names
what it was judged from, or that nothing published was. They speak for the component's own boundary,
never for the whole machine at the wall, but for that of a battery or meter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cardgen.run_energy import EnergyComponent
from cardgen.values import Interval, Quantity

TABLE = 2
"""Version of the factors; every interval names it."""
OWN = "cardgen's own estimate"
PROFILES = "judged from CodeCarbon's profiles of four CPUs against RAPL"
YANG = "judged from Yang et al. 2023, arXiv:2312.02741"
DRAM = "judged from DRAM readings in CodeCarbon's documentation and its issue 717"


class Factors(NamedTuple):
    """What to multiply a figure with for the ends of its range, and what that rests on."""

    low: float
    high: float
    basis: str


WHOLE_MACHINE = Factors(0.97, 1.03, f"battery or meter: {OWN}")
COUNTER_INTEL = Factors(0.90, 1.10, f"CPU counter: {OWN}")
COUNTER_OTHER = Factors(0.85, 1.15, f"CPU counter: {OWN}")
GPU_COUNTER = Factors(0.90, 1.10, f"GPU: {YANG}")
GPU_SHORT_OR_SAMPLED = Factors(0.65, 1.55, f"GPU: {YANG}")
GPU_UNKNOWN = Factors(0.65, 1.55, f"GPU, counter or samples: {YANG}")
CPU_MODEL = f"CPU model: {PROFILES}"
CUBIC_HIGH = Factors(0.5, 2.7, CPU_MODEL)
CUBIC_MIDDLE = Factors(1.0, 5.2, CPU_MODEL)
CUBIC_ANY = Factors(0.5, 5.2, CPU_MODEL)
LINEAR_HIGH = Factors(0.5, 1.5, CPU_MODEL)
LINEAR_MIDDLE = Factors(0.4, 2.5, CPU_MODEL)
LINEAR_ANY = Factors(0.4, 4.2, CPU_MODEL)
"""Any load: the profiles' ends below 15% as well."""
POWER_LIMITED = Factors(0.45, 1.55, f"laptop's CPU at its TDP: {PROFILES}")
GENERIC_TDP = Factors(0.25, 4.0, f"CPU with a guessed TDP: {OWN}")
CPU_SAMPLED = Factors(0.7, 1.5, f"CPU power, sampled: {OWN}")
UNKNOWN = Factors(0.2, 5.2, f"CPU, method unknown: {PROFILES}, the ends of all models")
CONSTANT = Factors(0.2, 2.0, f"constant CPU power: {PROFILES}")
RAM_COUNTER = Factors(0.7, 1.3, f"RAM counter: {OWN}")
RAM_SERVER = Factors(0.2, 1.2, f"RAM model: {DRAM}")
RAM_MODEL = Factors(0.03, 1.2, f"RAM model: {DRAM}")
"""From a laptop's low end to a server's high end: the record does not say which it was."""
RAM_LAPTOP = Factors(0.3, 3.0, f"RAM of a laptop: {DRAM}")
"""Of 1 W, whatever a model says."""
INTENSITY = Factors(
    0.8,
    1.3,
    "carbon intensity: judged from the United Kingdom's, which moved by 29% with its source",
)


class Wall(NamedTuple):
    """What to multiply CPU, GPU and RAM with for the whole machine at the wall."""

    low: float
    middle: float
    high: float
    basis: str


FISCHER = "judged from wall meters in Fischer 2025, arXiv:2509.22092"
LAPTOPS = "judged from batteries in CodeCarbon's documentation"
WALL_GPU = Wall(1.10, 1.3, 1.6, f"machine with a GPU at the wall: {FISCHER}")
WALL_CPU = Wall(1.10, 1.5, 2.5, f"machine without a GPU at the wall: {FISCHER}")
WALL_LAPTOP = Wall(1.10, 1.4, 1.8, f"laptop at the wall: {LAPTOPS}")

HIGH_LOAD = 0.65
LOW_LOAD = 0.15
GPU_SHORT_S = 30.0


class Load(NamedTuple):
    """The machine's mean load in 0..1, and how well it is known."""

    share: float | None
    is_whole: bool
    """False where it is that of the run alone, so that the machine's may have been higher."""


def cpu(
    component: EnergyComponent, cpu_model: str | None, load: Load, *, is_linear: bool
) -> Factors | None:
    """Factors of a tool's CPU figure; *is_linear* when its model of load is, as in process scope."""
    if component.method == "counter":
        intel = cpu_model is not None and "intel" in cpu_model.lower()
        return COUNTER_INTEL if intel else COUNTER_OTHER
    if component.method in {"load_model", "constant"} and component.generic_tdp:
        return GENERIC_TDP
    if component.method == "load_model":
        return linear(load) if is_linear else _cubic(load)
    if component.method == "power_sampling":
        return CPU_SAMPLED
    # Of an unknown method nothing better is known than of the worst.
    return CONSTANT if component.method == "constant" else UNKNOWN


def linear(load: Load) -> Factors:
    """Factors of TDP times load."""
    return _by_load(load, LINEAR_HIGH, LINEAR_MIDDLE, LINEAR_ANY)


def _cubic(load: Load) -> Factors:
    return _by_load(load, CUBIC_HIGH, CUBIC_MIDDLE, CUBIC_ANY)


def _by_load(load: Load, high: Factors, middle: Factors, any_load: Factors) -> Factors:
    if load.share is not None and load.share > HIGH_LOAD:
        return high
    if load.share is not None and load.is_whole and load.share > LOW_LOAD:
        return middle
    return any_load


def gpu(component: EnergyComponent, seconds: float) -> Factors:
    """Factors of a GPU figure over a stretch of so many seconds."""
    if component.method == "counter":
        return GPU_COUNTER if seconds > GPU_SHORT_S else GPU_SHORT_OR_SAMPLED
    # No tracker models a GPU: one of an unknown method was read all the same, well or less well.
    return GPU_SHORT_OR_SAMPLED if component.method == "power_sampling" else GPU_UNKNOWN


def ram(component: EnergyComponent, *, is_laptop: bool | None) -> Factors | None:
    """Factors of a RAM figure, which all but a few trackers model."""
    if component.method == "counter":
        return RAM_COUNTER
    if component.method not in {"model", "constant", "load_model"}:
        return None
    return RAM_SERVER if is_laptop is False else RAM_MODEL


def machine(component: EnergyComponent) -> Factors | None:
    """Factors of the whole computer's figure."""
    return WHOLE_MACHINE if component.method == "battery" else None


def interval(low: float, high: float, bases: Iterable[str]) -> Interval:
    """The range *low* to *high* that factors with these *bases* gave."""
    method = f"cardgen's factors, version {TABLE} ({'; '.join(dict.fromkeys(bases))})"
    return Interval(low=low, high=high, method=method)


def named(quantity: Quantity, bases: Iterable[str]) -> Quantity:
    """*quantity*, the range of which, if it has one, factors with these *bases* gave."""
    ends = quantity.interval
    if ends is None:
        return quantity
    return quantity.model_copy(update={"interval": interval(ends.low, ends.high, bases)})
