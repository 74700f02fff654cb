"""Step 3 (measure), of energy: kWh by component and phase, how it was obtained, and emissions.

An estimate is never called measured, and what was not measured has no value: it is never 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy import activity, consumption, course, emissions
from cardgen.run import Run
from cardgen.values import Fact


def facts(run: Run) -> Iterator[Fact]:
    """Energy, also over time, and the run's phases; then location, intensity and emissions (`en.*`)."""
    yield from consumption.facts(run)
    yield from course.facts(run)
    yield from activity.facts(run)
    yield from emissions.facts(run)
