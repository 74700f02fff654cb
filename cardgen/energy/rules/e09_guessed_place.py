"""E9: emissions of a place that nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "E9"
TITLE = "The place was guessed"
ADVICE = "Declare the country where the machine stood."
GUESSED = "CAN"
"""The country of the place that CodeCarbon takes when its look-up fails."""


def judge(case: Case) -> Iterator[Claim]:
    told, declared = case.record.reported, case.run.record.country
    if told is None:
        return
    if told.guessed_place and (declared is None or declared.upper() != GUESSED):
        yield Claim("emissions", "The tool took the place that it takes when it finds none.")
    elif told.country is None and declared is None and told.emissions_kg is not None:
        yield Claim("emissions", "The tool has emissions without a country.")
