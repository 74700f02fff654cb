"""W10: an implied carbon intensity that no country's electricity has, or that is not the tool's own."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case, short
from cardgen.energy.rules import Claim
from cardgen.units import convert

ID = "W10"
TITLE = "The carbon intensity cannot be right"
ADVICE = "Work emissions out from the energy and a named carbon intensity."
G_PER_KG = convert(1.0, "kg", "g")
MOST_SHARE = 0.01
"""Of the carbon intensity that the tool names, by which its emissions may miss it."""
LEAST, MOST = 10.0, 1200.0
"""Grams of CO2 equivalents for each kWh of a country's electricity in a year."""


def judge(case: Case) -> Iterator[Claim]:
    grams = implied(case)
    if grams is None:
        return
    if not LEAST <= grams <= MOST:
        yield Claim(
            "emissions", f"The tool's emissions are {short(grams)} gCO2eq for each kWh that it has."
        )
    told = case.record.reported
    named = None if told is None else told.grams_per_kwh
    if named is not None and not abs(grams - named) <= MOST_SHARE * named:
        yield Claim(
            "emissions",
            f"The tool names {named:.4g} gCO2eq/kWh; its emissions are {grams:.4g} gCO2eq for each kWh.",
        )


def implied(case: Case) -> float | None:
    """Grams for each kWh that the tool must have taken."""
    told = case.record.reported
    if told is None or told.emissions_kg is None or told.total_kwh is None:
        return None
    return told.emissions_kg * G_PER_KG / told.total_kwh if told.total_kwh > 0 else None
