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


def facts_of_inference(run: Run, stated: Accounting = NOTHING_STATED) -> Iterator[Fact]:
    """Of a run that measured inference of a model that another one trained: those of inference."""
    pue = None if stated.pue is None else stated.pue.value
    found = [*inference.facts(run)]
    if stated.functional_unit is not None:
        found += sci.scores(run, stated.hardware, stated.functional_unit, pue)
    for fact in found:
        note = f"Measured in the run {run.id}, not in the main run. {fact.evidence.note}"
        evidence = fact.evidence.model_copy(update={"note": note})
        yield fact.model_copy(update={"evidence": evidence})


def facts_of_life(
    runs: Sequence[Run],
    of_stage: life.Stages,
    stated: Accounting = NOTHING_STATED,
    inferring: str | None = None,
) -> Iterator[Fact]:
    """Of all runs of a project: energy and time by stage of the model's life, and what it cost.

    *inferring* is the id of the run that measured inference; the main run when None.
    """
    (main,) = of_stage["main run"]
    yield from life.facts(runs, of_stage)
    yield from cost.facts(runs, of_stage, stated.price, main if inferring is None else inferring)
