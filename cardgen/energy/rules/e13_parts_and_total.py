"""E13: figures that cannot be: a sum that is not one, below zero, no number, or falling."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cardgen.energy.case import COMPONENTS, NAMES, Case, Component, is_sound
from cardgen.energy.rules import Claim
from cardgen.run_energy import Reported

ID = "E13"
TITLE = "The figures contradict each other"
ADVICE = "Keep the tool's whole output, and read each run's last row only."
TOLERANCE = 1e-6
"""Of the total, by which its parts may miss it."""


def judge(case: Case) -> Iterator[Claim]:
    for component in COMPONENTS:
        values = list(_values(case, component))
        strange = [value for value in values if not is_sound(value)]
        if strange != []:
            what = NAMES[component]
            yield Claim(component, f"The tool has an energy of {strange[0]:g} kWh for {what}.")
        elif any(_falls(own.kwh(component)) for own in case.readings(component)):
            what = NAMES[component]
            yield Claim(component, f"The tool's sum for {what} falls between two samples.")
    if case.record.reported is not None:
        yield from _sum(case.record.reported)


def _values(case: Case, component: Component) -> Iterator[float]:
    for holder in (*case.record.samples, case.record.reported):
        value = getattr(holder, f"{component}_kwh", None)
        if value is not None:
            yield value


def _falls(kwh: float | None) -> bool:
    return kwh is not None and kwh < 0


def _sum(told: Reported) -> Iterator[Claim]:
    if told.cpu_kwh is None or told.ram_kwh is None or told.total_kwh is None:
        return
    parts = (told.cpu_kwh, told.ram_kwh, 0.0 if told.gpu_kwh is None else told.gpu_kwh)
    total = math.fsum(parts) if all(map(math.isfinite, parts)) else math.nan
    # One that is no number has its own claim.
    if abs(total - told.total_kwh) > TOLERANCE * abs(told.total_kwh):
        yield Claim(
            "all",
            f"The tool's parts sum to {total:.6g} kWh; its total is {told.total_kwh:.6g} kWh.",
        )
