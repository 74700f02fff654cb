"""One result of each of many runs: which metrics there are, their value, which way is better."""

from __future__ import annotations

from cardgen.errors import CardgenError
from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.metrics import HIGHER, LOWER, catalogue, names
from cardgen.evaluation.results import overall
from cardgen.evaluation.several import index_of
from cardgen.run import Run
from cardgen.values import Quantity


def result(run: Run, *, data: str | None, split: str, metric: str) -> Quantity | None:
    """The metric of the run's model on *split*; None where its arrays do not give it, or are not there.

    Of many runs, some may lie without their arrays: that is no reason to tell nothing of the others.
    """
    index = index_of(run, data, split)
    if index is None:
        return None
    try:
        return (
            overall(run, index=index, metric=metric)
            if metric in catalogue(evaluated(run, index))
            else None
        )
    except CardgenError:
        return None


def metrics(run: Run, index: int) -> list[str]:
    """Names of the usual metrics that the run's evaluation *index* gives.

    Raises:
        CardgenError: As `cardgen.evaluation.arrays.load`.
    """
    return names(evaluated(run, index))


def direction(run: Run, index: int, metric: str) -> str | None:
    """Which way the metric is better in the run's evaluation *index*; None where that is not known."""
    try:
        found = catalogue(evaluated(run, index)).get(metric)
    except CardgenError:
        return None
    return found.direction if found is not None and found.direction in {HIGHER, LOWER} else None
