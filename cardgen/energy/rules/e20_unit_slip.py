"""E20: emissions in another unit than their field's; the tests of the exports hold ours."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case, short
from cardgen.energy.rules import Claim
from cardgen.energy.rules.w10_carbon_intensity import LEAST, MOST, implied
from cardgen.units import convert

ID = "E20"
TITLE = "The unit was mistaken"
ADVICE = "Look up the tool's unit: CodeCarbon writes kg, Hugging Face g, CycloneDX t."
UNITS = {"g": convert(1.0, "g", "kg"), "mg": convert(1.0, "mg", "kg"), "t": convert(1.0, "t", "kg")}
"""What the figure would have been in, by the kilograms of each."""


def judge(case: Case) -> Iterator[Claim]:
    grams = implied(case)
    if grams is None or LEAST <= grams <= MOST:
        return
    for unit, kilograms in UNITS.items():
        if LEAST <= grams * kilograms <= MOST:
            yield Claim(
                "emissions",
                f"The tool's emissions of {short(grams)} gCO2eq/kWh would be {short(grams * kilograms)} gCO2eq/kWh "
                f"if they were in {unit}.",
            )
