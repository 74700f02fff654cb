"""Metrics of classifiers with any number of labels for each example; definitions as scikit-learn's."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.measures import Measure
from cardgen.evaluation.measures.ends import Function
from cardgen.evaluation.measures.shares import Shares
from cardgen.evaluation.measures.smooth import Smooth
from cardgen.evaluation.metrics import HIGHER, LOWER, Metric
from cardgen.run_evaluation import MULTILABEL

TASKS = frozenset({MULTILABEL})
ALWAYS = ("exact match", "macro-F1", "micro-F1", "Hamming loss")


def obstacle(evaluation: Evaluated) -> str | None:
    """Why labels and predictions are not two tables of 0 and 1 of one shape."""
    for name in ("label", "prediction"):
        if name not in evaluation.arrays:
            return f"No {name} was recorded."
        array = evaluation.arrays[name]
        if array.ndim != 2 or array.dtype.kind not in "fiub":
            return f"The array {name} is no table of 0 and 1 with a row for each example."
        if not bool(((array == 0) | (array == 1)).all()):
            return f"The array {name} holds something else than 0 and 1."
    label, prediction = evaluation.arrays["label"], evaluation.arrays["prediction"]
    if label.shape != prediction.shape:
        return "Label and prediction have different numbers of labels."
    return "Label and prediction have no label." if label.shape[1] == 0 else None


def metrics(evaluation: Evaluated) -> Sequence[Metric]:  # noqa: ARG001 - as every family's
    """Metrics of the predicted sets of labels."""
    return [
        Metric("exact match", "share of examples whose labels are all right", HIGHER, _exact),
        Metric(
            "macro-F1", "mean of the labels' F1", HIGHER,
            lambda evaluation: _f1s(evaluation, _macro), averaging="macro",
        ),
        Metric(
            "micro-F1", "F1 of all labels of all examples together", HIGHER,
            lambda evaluation: _f1s(evaluation, _micro), averaging="micro",
        ),
        Metric("Hamming loss", "share of single labels that are wrong", LOWER, _hamming),
    ]  # fmt: skip


def _tables(evaluation: Evaluated) -> tuple[Array, Array]:
    return evaluation.arrays["label"] == 1, evaluation.arrays["prediction"] == 1


def _exact(evaluation: Evaluated) -> Measure:
    label, prediction = _tables(evaluation)
    return Shares((label == prediction).all(axis=1), weight=evaluation.weight)


def _hamming(evaluation: Evaluated) -> Measure:
    label, prediction = _tables(evaluation)
    wrong = (label != prediction).mean(axis=1)
    return Smooth(wrong[:, None], weight=evaluation.weight)


def _f1s(evaluation: Evaluated, function: Function) -> Measure:
    import numpy as np

    label, prediction = _tables(evaluation)
    rows = np.concatenate([label & prediction, label, prediction], axis=1).astype(float)
    return Smooth(rows, function, evaluation.weight)


def _parts(means: Array) -> tuple[Array, Array]:
    """Twice the hits, and labels and predictions, of each label (…, k)."""
    k = means.shape[-1] // 3
    return 2 * means[..., :k], means[..., k : 2 * k] + means[..., 2 * k :]


def _macro(means: Array) -> Array:
    """As scikit-learn: 0 for a label that neither occurs nor is predicted."""
    import numpy as np

    hits, whole = _parts(means)
    return np.divide(hits, whole, out=np.zeros(whole.shape), where=whole > 0).mean(axis=-1)


def _micro(means: Array) -> Array:
    import numpy as np

    hits, whole = (part.sum(axis=-1) for part in _parts(means))
    return np.divide(hits, whole, out=np.zeros(whole.shape), where=whole > 0)
