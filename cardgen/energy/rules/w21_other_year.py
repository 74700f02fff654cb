"""W21: a carbon intensity of another year than the run's."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.intensity import intensity
from cardgen.energy.rules import Claim

ID = "W21"
TITLE = "The carbon intensity is of another year"
ADVICE = "Use a version of cardgen whose table has the run's year."
MOST_YEARS = 1


def judge(case: Case) -> Iterator[Claim]:
    country, started = case.run.record.country, case.run.record.started[:4]
    if country is None or not (started.isascii() and started.isdigit()):
        return
    found = intensity(country, int(started))
    if found is not None and int(started) - found.year > MOST_YEARS:
        yield Claim(
            "emissions",
            f"The run is of {started}, the carbon intensity of {country} of {found.year}.",
        )
