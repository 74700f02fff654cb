"""The metrics that arrays can give: what each is, which way is better, and its values by example."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cardgen.evaluation.arrays import METRIC, Array, texts
from cardgen.evaluation.intervals import mean
from cardgen.run import EvaluationRecord
from cardgen.values import Interval, Quantity

ACCURACY, MAE, RMSE = "accuracy", "MAE", "RMSE"
CLASSIFICATION = frozenset({"binary", "multiclass"})
REGRESSION = "regression"


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
    own = []
    if "label" in arrays and "prediction" in arrays:
        flat = arrays["label"].ndim == 1 and arrays["prediction"].ndim == 1
        if record.task in CLASSIFICATION and flat:
            own = [ACCURACY]
        elif record.task == REGRESSION and flat and _numbers(arrays):
            own = [MAE, RMSE]
    return [name for name in own if name not in recorded] + recorded


def _numbers(arrays: Mapping[str, Array]) -> bool:
    return all(arrays[name].dtype.kind in "fiub" for name in ("label", "prediction"))


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
        labels, predictions = (class_names(arrays[a], record) for a in ("label", "prediction"))
        return [float(a == b) for a, b in zip(labels, predictions, strict=True)]
    pairs = zip(arrays["label"].tolist(), arrays["prediction"].tolist(), strict=True)
    errors = [float(prediction) - float(label) for label, prediction in pairs]
    if name == MAE:
        return [abs(error) for error in errors]
    if name == RMSE:
        return [error * error for error in errors]
    raise KeyError(name)


def class_names(array: Array, record: EvaluationRecord) -> list[str]:
    """Classes by name: whole numbers are indices into the record's classes, when it has any."""
    if array.dtype.kind in "iu" and record.classes != ():
        classes = record.classes
        return [classes[i] if 0 <= i < len(classes) else f"(index {i})" for i in array.tolist()]
    if array.dtype.kind == "b" and len(record.classes) == 2:
        return [record.classes[int(value)] for value in array.tolist()]
    if array.dtype.kind == "f":  # 1.0 and 1 are the same class
        return [
            str(int(v)) if v == v and math.isfinite(v) and v == int(v) else str(v)
            for v in array.tolist()
        ]
    return texts(array)


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
