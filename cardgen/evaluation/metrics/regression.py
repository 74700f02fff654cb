"""Metrics of predicted numbers; definitions as scikit-learn's."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.measures import Measure
from cardgen.evaluation.measures.ends import Function, first
from cardgen.evaluation.measures.smooth import Smooth
from cardgen.evaluation.metrics import HIGHER, LOWER, Metric
from cardgen.evaluation.metrics._single import NAMES, lacking

TASKS = frozenset({"regression"})
ALWAYS = ("MAE", "RMSE")
NUMBERS = "fiub"
"""Kinds of dtypes that are numbers."""


def obstacle(evaluation: Evaluated) -> str | None:
    """Why labels and predictions are not there or are no numbers."""
    for name in NAMES:
        why = lacking(evaluation, name)
        if why is not None:
            return why
        if evaluation.arrays[name].dtype.kind not in NUMBERS:
            return f"The array {name} holds no numbers."
    return None


def metrics(evaluation: Evaluated) -> Sequence[Metric]:  # noqa: ARG001 - as every family's
    """Mean errors, and the share of the variance that predictions explain."""
    return [
        Metric(
            "MAE", "mean of the absolute differences of prediction and label", LOWER,
            lambda evaluation: _errors(evaluation, 1, first),
        ),
        Metric(
            "RMSE", "square root of the mean of the squared differences of prediction and label",
            LOWER, lambda evaluation: _errors(evaluation, 2, _root),
        ),
        Metric(
            "R²", "share of the labels' variance that the predictions explain", HIGHER, _r2,
        ),
    ]  # fmt: skip


def _root(means: Array) -> Array:
    import numpy as np

    return np.sqrt(means[..., 0])


def _explained(means: Array) -> Array:
    """1 - mean squared error over the labels' variance; NaN where labels do not vary."""
    import numpy as np

    variance = means[..., 1] - means[..., 2] ** 2
    # What rounding leaves of the variance of labels that do not vary is none.
    there = variance > 1e-14 * np.abs(means[..., 1])
    return np.where(there, 1 - means[..., 0] / np.where(there, variance, 1.0), np.nan)


def _difference(evaluation: Evaluated) -> Array:
    import numpy as np

    with np.errstate(all="ignore"):
        label, prediction = (
            evaluation.arrays[name].astype(float) for name in ("label", "prediction")
        )
        return prediction - label


def _errors(evaluation: Evaluated, power: int, function: Function) -> Measure:
    import numpy as np

    with np.errstate(all="ignore"):
        rows = np.abs(_difference(evaluation))[:, None] ** power
    return Smooth(rows, function, evaluation.weight, ~np.isfinite(rows[:, 0]))


def _r2(evaluation: Evaluated) -> Measure:
    """Labels are taken from their mean, so that their squares do not drown the variance."""
    import numpy as np

    with np.errstate(all="ignore"):
        label = evaluation.arrays["label"].astype(float)
        finite = label[np.isfinite(label)]
        centred = label - (finite.mean() if len(finite) > 0 else 0.0)
        error = _difference(evaluation)
        rows = np.stack([error**2, centred**2, centred], axis=1)
    return Smooth(rows, _explained, evaluation.weight, ~np.isfinite(rows).all(axis=1))
