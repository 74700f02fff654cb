"""Step 3 (measure), of energy: kWh by component and phase, how it was obtained, and emissions.

An estimate is never called measured, and what was not measured has no value: it is never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cardgen.energy import (
    activity,
    comparisons,
    consumption,
    cost,
    course,
    emissions,
    inference,
    instruments,
    judged,
    life,
    overhead,
    sci,
    wall,
)
from cardgen.energy.accounting import NOTHING_STATED, Accounting
from cardgen.run import Run
from cardgen.values import Fact


def facts(run: Run, stated: Accounting = NOTHING_STATED) -> Iterator[Fact]:
    """Of one run: energy, also over time and by phase, doubts, overhead, inference, emissions, hardware (`en.*`)."""
    pue = None if stated.pue is None else stated.pue.value
    yield from consumption.facts(run)
    yield from wall.facts(run)
    yield from judged.facts(run)
    yield from course.facts(run)
    yield from activity.facts(run)
    yield from overhead.facts(run, stated.pue, stated.water)
    yield from inference.facts(run)
    yield from emissions.facts(run, pue)
    yield from sci.facts(run, stated.hardware, stated.functional_unit, pue)
    yield from instruments.facts(run, stated.instruments)
    yield from comparisons.facts(run, pue)


def facts_of_life(
    runs: Sequence[Run], of_stage: life.Stages, stated: Accounting = NOTHING_STATED
) -> Iterator[Fact]:
    """Of all runs of a project: energy and time by stage of the model's life, and what it cost."""
    yield from life.facts(runs, of_stage)
    yield from cost.facts(runs, of_stage, stated.price)
