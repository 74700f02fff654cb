"""The metrics that arrays can give: what each is, which way is better, and its values by example."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cardgen.evaluation.arrays import METRIC, Array
from cardgen.evaluation.classes import no_classes, pairs
from cardgen.evaluation.intervals import mean
from cardgen.run import CLASSIFICATION, EvaluationRecord
from cardgen.values import Interval, Quantity

ACCURACY, MAE, RMSE = "accuracy", "MAE", "RMSE"
REGRESSION = "regression"
OWN = {**dict.fromkeys(CLASSIFICATION, (ACCURACY,)), REGRESSION: (MAE, RMSE)}
"""Metrics of cardgen's own by task."""
NUMBERS = "fiub"
"""Kinds of dtypes that are numbers."""


class Definition(NamedTuple):
    """What a metric's name means, and which way is better."""

    words: str
    direction: str


DEFINITIONS = {
    ACCURACY: Definition("share of examples whose prediction is the label", "higher is better"),
    MAE: Definition("mean of the absolute differences of prediction and label", "lower is better"),
    RMSE: Definition(
        "square root of the mean of the squared differences of prediction and label",
        "lower is better",
    ),
}
RECORDED = Definition("mean of the values that the run recorded for each example", "not recorded")


def names(record: EvaluationRecord, arrays: Mapping[str, Array]) -> list[str]:
    """Metrics that the arrays give: the task's own, then the recorded ones, sorted.

    A recorded metric wins over one of cardgen's of the same name.
    """
    recorded = sorted(name.removeprefix(METRIC) for name in arrays if name.startswith(METRIC))
    own = OWN.get(record.task, ()) if obstacle(record, arrays) is None else ()
    return [name for name in own if name not in recorded] + recorded


def obstacle(record: EvaluationRecord, arrays: Mapping[str, Array]) -> str | None:
    """Why the task has no metrics of its own here; None when it has."""
    if record.task not in OWN:
        return (
            f"cardgen has no metric of its own for the task {record.task}: only for "
            f"{', '.join(sorted(OWN))}. Others need the values of metrics for each example."
        )
    for name in ("label", "prediction"):
        if name not in arrays:
            return f"No {name} was recorded."
        if arrays[name].ndim != 1:
            shape = " by ".join(str(length) for length in arrays[name].shape)
            return f"The array {name} is {shape}; one value for each example is needed."
        if record.task == REGRESSION and arrays[name].dtype.kind not in NUMBERS:
            return f"The array {name} holds no numbers."
    return no_classes(record, arrays) if record.task in CLASSIFICATION else None


def definition(name: str, arrays: Mapping[str, Array]) -> Definition:
    """What the metric *name* means in an evaluation with these arrays."""
    return RECORDED if METRIC + name in arrays else DEFINITIONS.get(name, RECORDED)


def per_example(name: str, arrays: Mapping[str, Array], record: EvaluationRecord) -> list[float]:
    """The metric's value for each example; RMSE's are the squared errors.

    Raises:
        KeyError: The arrays do not give this metric.
    """
    if METRIC + name in arrays:
        return [float(value) for value in arrays[METRIC + name].tolist()]
    if name == ACCURACY:
        return [
            math.nan if label is None or prediction is None else float(label == prediction)
            for label, prediction in pairs(record, arrays)
        ]
    both = zip(arrays["label"].tolist(), arrays["prediction"].tolist(), strict=True)
    errors = [float(prediction) - float(label) for label, prediction in both]
    if name == MAE:
        return [abs(error) for error in errors]
    if name == RMSE:
        return [error * error for error in errors]
    raise KeyError(name)


def summarise(name: str, values: Sequence[float], weights: Sequence[float] | None) -> Quantity:
    """The metric over examples; None as value when there are none, or one is NaN or infinite."""
    if values == [] or not all(math.isfinite(value) for value in values):
        return Quantity(value=None, unit="1", n=len(values))
    result = mean(values, weights)
    if name == RMSE and result.value is not None:
        return _root(result.value, result.interval, len(values))
    return Quantity(value=result.value, unit="1", interval=result.interval, n=len(values))


def _root(value: float, interval: Interval | None, n: int) -> Quantity:
    if interval is not None:
        interval = Interval(
            low=math.sqrt(max(0.0, interval.low)),
            high=math.sqrt(interval.high),
            level=interval.level,
            method=f"square root of the ends of the {interval.method}",
        )
    return Quantity(value=math.sqrt(value), unit="1", interval=interval, n=n)
