"""One result of each of many runs: which metrics there are, their value, which way is better."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cardgen.errors import CardgenError
from cardgen.evaluation.arrays import Array, version
from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.estimates import measured
from cardgen.evaluation.measures.ends import first
from cardgen.evaluation.measures.shares import Shares
from cardgen.evaluation.measures.smooth import Smooth
from cardgen.evaluation.metrics import HIGHER, LOWER, catalogue
from cardgen.evaluation.results import overall
from cardgen.evaluation.sameness import fingerprint_of
from cardgen.evaluation.several import LARGEST, index_of
from cardgen.evaluation.sides import Side, side_of_values
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
        return _result(_Asked(version(run, index), _said(run, index), metric, run, index))
    except CardgenError:
        return None


@dataclass(frozen=True)
class _Asked:
    """A result of one file as it is now: of the many trials of a search, each is asked for often."""

    version: tuple[Path, tuple[int, ...]] | None
    record: str
    metric: str
    run: Run = field(compare=False)
    index: int = field(compare=False)


def _said(run: Run, index: int) -> str:
    return run.record.evaluations[index].model_dump_json()


@lru_cache(maxsize=1000)
def _result(asked: _Asked) -> Quantity | None:
    known = catalogue(evaluated(asked.run, asked.index))
    if asked.metric not in known:
        return None
    return overall(asked.run, index=asked.index, metric=asked.metric)


def direction(run: Run, index: int, metric: str) -> str | None:
    """Which way the metric is better in the run's evaluation *index*; None where that is not known."""
    try:
        found = catalogue(evaluated(run, index)).get(metric)
    except CardgenError:
        return None
    return found.direction if found is not None and found.direction in {HIGHER, LOWER} else None


def interval(run: Run, index: int, metric: str) -> tuple[float, float] | None:
    """Ends of the interval of *metric* of the run's evaluation *index*; None where it has none."""
    found = overall(run, index=index, metric=metric).interval
    return None if found is None else (found.low, found.high)


def side(run: Run, index: int, metric: str) -> Side:
    """What is known of *metric* of the run's evaluation *index*, to compare it with another system's.

    The value alone, of what is no plain mean over examples, such as F1 or a weighted mean.

    Raises:
        CardgenError: As `cardgen.evaluation.arrays.load`.
    """
    quantity = overall(run, index=index, metric=metric)
    values = _per_example(run, index, metric)
    if quantity.value is None or values is None or not (abs(values) <= LARGEST).all():
        return Side(metric=metric, value=quantity.value, n=run.record.evaluations[index].n)
    return side_of_values(metric, values, fingerprint_of(run, index))


def _per_example(run: Run, index: int, metric: str) -> Array | None:
    """Values (n) of which the metric is the mean; None where it is none of equal weights."""
    match measured(evaluated(run, index), metric):
        case Shares(hit=hit, among=None, weight=None):
            return hit.astype(float)
        case Smooth(rows=rows, function=function, weight=None) if function is first:
            return rows[:, 0]
        case _:
            return None
