"""W10: an implied carbon intensity that no country's electricity has."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim
from cardgen.units import convert

ID = "W10"
TITLE = "A carbon intensity that no grid has"
ADVICE = "Work emissions out from the energy and a named carbon intensity."
G_PER_KG = convert(1.0, "kg", "g")
LEAST, MOST = 10.0, 1200.0
"""Grams of CO2 equivalents for each kWh of a country's electricity in a year."""


def judge(case: Case) -> Iterator[Claim]:
    grams = implied(case)
    if grams is not None and not LEAST <= grams <= MOST:
        yield Claim(
            "emissions", f"The tool's emissions are {grams:.3g} gCO2eq for each kWh that it has."
        )


def implied(case: Case) -> float | None:
    """Grams for each kWh that the tool must have taken."""
    told = case.record.reported
    if told is None or told.emissions_kg is None or told.total_kwh is None:
        return None
    return told.emissions_kg * G_PER_KG / told.total_kwh if told.total_kwh > 0 else None
