"""Metrics whose value for each example the run recorded, whatever the task."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.measures import Measure
from cardgen.evaluation.measures.given import Given
from cardgen.evaluation.measures.shares import Shares
from cardgen.evaluation.measures.smooth import Smooth
from cardgen.evaluation.metrics import UNKNOWN, Metric
from cardgen.run_evaluation import METRIC, RESAMPLES, MetricRecord

TASKS: frozenset[str] = frozenset()
WORDS = "mean of the values that the run recorded for each example"
WHOLE = "one value for all examples, from a function of the run's own"


def obstacle(evaluation: Evaluated) -> str | None:  # noqa: ARG001 - as every family's
    """Nothing stands in the way of recorded values."""
    return None


def metrics(evaluation: Evaluated) -> Sequence[Metric]:
    """Every recorded metric, sorted by name."""
    about = {record.name: record for record in evaluation.record.metrics}
    in_arrays = {n.removeprefix(METRIC) for n in evaluation.arrays if n.startswith(METRIC)}
    whole = {name for name, record in about.items() if record.whole is not None}
    return [
        _metric(name, about.get(name, MetricRecord(name=name)))
        for name in sorted(in_arrays | whole)
    ]


def _metric(name: str, record: MetricRecord) -> Metric:
    def measure(evaluation: Evaluated) -> Measure:
        if record.whole is not None:
            return Given(record.whole, evaluation.arrays.get(RESAMPLES + name))
        return _measure(evaluation, name)

    return Metric(
        name,
        record.definition if record.definition is not None else _words(record),
        record.direction if record.direction is not None else UNKNOWN,
        measure,
        unit=record.unit,
        judge=record.judge,
        shows=record.shows,
        does_not_show=record.does_not_show,
    )


def _words(record: MetricRecord) -> str:
    return WORDS if record.whole is None else WHOLE


def _measure(evaluation: Evaluated, name: str) -> Measure:
    import numpy as np

    values = evaluation.arrays[METRIC + name].astype(float)
    bad = ~np.isfinite(values)
    if _is_share(values):
        return Shares(values == 1, weight=evaluation.weight, bad=bad)
    return Smooth(values[:, None], weight=evaluation.weight, bad=bad)


def _is_share(values: Array) -> bool:
    """Whether every value is 0 or 1: their mean is a proportion then."""
    return bool(((values == 0) | (values == 1)).all())
