"""E9: emissions of a place that nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "E9"
TITLE = "The place was guessed"
ADVICE = "Declare the country where the machine stood."


def judge(case: Case) -> Iterator[Claim]:
    told, declared = case.record.reported, case.run.record.country
    if told is None:
        return
    if told.guessed_place and told.country is None:
        yield Claim("emissions", "The tool did not know the place and took the mean of the world.")
    elif told.guessed_place and (declared is None or declared.upper() != told.country):
        yield Claim("emissions", "The tool took the place that it takes when it finds none.")
    elif declared is not None or told.emissions_kg is None:
        return
    elif told.looked_up:
        yield Claim(
            "emissions",
            "The tool took the place that a network address led it to; nobody named it.",
        )
    elif told.country is None:
        yield Claim("emissions", "The tool has emissions and names no country.")
