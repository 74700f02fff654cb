"""Which run measured inference of the model: the main run, or the one that the project file names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cardgen.findings import Finding, project_warning

if TYPE_CHECKING:
    from cardgen.run import Run
    from cardgen.values import Fact


def inferring_run(runs: Iterable[Run], main: Run, named: str | None) -> Run:
    """The run with the id *named*; *main* where none is named or the named one is not there."""
    return next((run for run in runs if run.id == named), main)


def without_inference(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The main run's facts where another run measured inference, so that a page has one of each."""
    return (fact for fact in facts if "inference" not in fact.where)


def doubts(runs: Sequence[Run], main: Run, named: str | None) -> Iterator[Finding]:
    """Why the run with the id *named* may not show what inference of the model takes."""
    found = inferring_run(runs, main, named)
    if named is not None and found.id != named:
        message = f"There is no run {named}; inference is taken from the main run."
        yield _finding("D107", message, "Give the id of one of the project's runs.")
        return
    weights, own = found.record.weights, main.record.weights
    if weights is not None and own is not None and weights.digest != own.digest:
        message = f"Run {found.id} measured inference with other parameters than the main run's."
        yield _finding("D108", message, "Measure the model that the card is about.")


def _finding(code: str, message: str, advice: str) -> Finding:
    return project_warning(
        code=code,
        where="runs.inference",
        message=message,
        advice=advice,
    )
