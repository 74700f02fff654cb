"""Metrics of classifiers with one class for each example; definitions as scikit-learn's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.classes import no_classes
from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.measures import Measure
from cardgen.evaluation.measures.confused import Confused, OfClasses
from cardgen.evaluation.measures.ranked import OfOrder, Order, Ranked, average_precision, roc_auc
from cardgen.evaluation.measures.shares import Shares
from cardgen.evaluation.measures.smooth import Smooth
from cardgen.evaluation.metrics import HIGHER, LOWER, Metric
from cardgen.evaluation.metrics._single import NAMES, lacking
from cardgen.evaluation.scored import of_positive, probabilities
from cardgen.run import CLASSIFICATION

TASKS = CLASSIFICATION
ACCURACY = "accuracy"
ALWAYS = (ACCURACY,)


def obstacle(evaluation: Evaluated) -> str | None:
    """Why labels and predictions are not there or cannot be compared."""
    for name in NAMES:
        why = lacking(evaluation, name)
        if why is not None:
            return why
    return no_classes(evaluation.record, evaluation.arrays)


def metrics(evaluation: Evaluated) -> Sequence[Metric]:
    """Metrics of predictions; with scores, also those of scores."""
    positive = evaluation.positive
    found = [
        Metric(ACCURACY, "share of examples whose prediction is the label", HIGHER, _accuracy),
    ]
    if positive is None:
        found += [
            _confused("macro-F1", "mean of the classes' F1", macro_f1, "macro"),
            _confused(
                "weighted F1", "mean of the classes' F1, by their share of the labels",
                weighted_f1, "weighted", usual=False,
            ),
        ]  # fmt: skip
    else:
        name = evaluation.classes[positive]
        found += [
            _confused(
                "F1", f"harmonic mean of precision and recall of the class {name}",
                _f1_of(positive), "binary",
            ),
            _share("precision", f"share of predictions of {name} that are right", "prediction"),
            _share("recall", f"share of labels {name} that are predicted", "label"),
            _rate("FPR", f"share of all other labels that are predicted as {name}"),
        ]  # fmt: skip
    found.append(
        _confused(
            "balanced accuracy", "mean of the classes' recalls", balanced_accuracy, "macro",
            usual=False,
        )
    )  # fmt: skip
    return [*found, *_of_scores(evaluation)]


def _of_scores(evaluation: Evaluated) -> Sequence[Metric]:
    found = []
    if evaluation.positive is not None and of_positive(evaluation) is not None:
        found += [
            _ranked("ROC AUC", "area under the ROC curve", roc_auc),
            _ranked(
                "average precision", "mean precision over the recall that each score adds",
                average_precision,
            ),
        ]  # fmt: skip
    if probabilities(evaluation) is not None:
        found += [
            Metric("log loss", "mean of -ln of the label's probability", LOWER, _log_loss),
            Metric(
                "Brier score",
                "mean over examples of the squared distance of the probabilities from the label",
                LOWER,
                _brier,
                usual=False,
            ),
        ]
    return found


def _accuracy(evaluation: Evaluated) -> Measure:
    same = evaluation.label == evaluation.prediction
    return Shares(same, weight=evaluation.weight, bad=_unknown(evaluation))


def _unknown(evaluation: Evaluated) -> Array:
    return (evaluation.label < 0) | (evaluation.prediction < 0)


def _confused(
    name: str, words: str, function: OfClasses, averaging: str, *, usual: bool = True
) -> Metric:
    def measure(evaluation: Evaluated) -> Measure:
        return Confused(
            evaluation.label.clip(0),
            evaluation.prediction.clip(0),
            len(evaluation.classes),
            function,
            evaluation.weight,
            _unknown(evaluation),
        )

    return Metric(name, words, HIGHER, measure, averaging=averaging, usual=usual, of_classes=True)


def _share(name: str, words: str, among: str) -> Metric:
    """Right decisions for the positive class among its labels or its predictions."""

    def measure(evaluation: Evaluated) -> Measure:
        positive = evaluation.positive
        chosen = evaluation.label if among == "label" else evaluation.prediction
        right = (evaluation.label == positive) & (evaluation.prediction == positive)
        return Shares(right, chosen == positive, evaluation.weight, _unknown(evaluation))

    # By slice its complement stands among the error rates.
    return Metric(name, words, HIGHER, measure, averaging="binary", by_slice=False, of_classes=True)


def _rate(name: str, words: str) -> Metric:
    def measure(evaluation: Evaluated) -> Measure:
        positive = evaluation.positive
        return Shares(
            evaluation.prediction == positive,
            evaluation.label != positive,
            evaluation.weight,
            _unknown(evaluation),
        )

    return Metric(name, words, LOWER, measure, averaging="binary", usual=False, of_classes=True)


def _ranked(name: str, words: str, function: OfOrder) -> Metric:
    def measure(evaluation: Evaluated) -> Measure:
        import numpy as np

        score = of_positive(evaluation)
        assert score is not None  # noqa: S101 - the metric is offered only then
        if "order" not in evaluation.kept:
            positive = evaluation.label == evaluation.positive
            evaluation.kept["order"] = Order(score, positive, evaluation.weight)
        bad = (evaluation.label < 0) | ~np.isfinite(score)
        return Ranked(evaluation.kept["order"], function, bad)

    return Metric(name, words, HIGHER, measure, averaging="binary", of_classes=True)


def _log_loss(evaluation: Evaluated) -> Measure:
    """Probabilities are clipped by the precision of their type, as scikit-learn does."""
    import numpy as np

    given = probabilities(evaluation)
    assert given is not None  # noqa: S101 - the metric is offered only then
    bad = (evaluation.label < 0) | (evaluation.label >= given.shape[1])
    chosen = given[np.arange(evaluation.n), np.where(bad, 0, evaluation.label)]
    least = float(np.finfo(given.dtype).eps)
    loss = -np.log(np.clip(chosen.astype(float), least, 1 - least))
    return Smooth(loss[:, None], weight=evaluation.weight, bad=bad)


def _brier(evaluation: Evaluated) -> Measure:
    """Brier 1950, Monthly Weather Review 78:1; of two classes half of it, as is usual."""
    import numpy as np

    given = probabilities(evaluation)
    assert given is not None  # noqa: S101 - the metric is offered only then
    bad = (evaluation.label < 0) | (evaluation.label >= given.shape[1])
    hit = np.arange(given.shape[1]) == evaluation.label[:, None]
    distance = ((given.astype(float) - hit) ** 2).sum(axis=1)
    halved = distance / 2 if given.shape[1] == 2 else distance
    return Smooth(halved[:, None], weight=evaluation.weight, bad=bad)


def _f1(hit: Array, label: Array, prediction: Array) -> Array:
    """F1 of each class; NaN for a class that is neither label nor prediction of any example."""
    import numpy as np

    whole = label + prediction
    return np.divide(2 * hit, whole, out=np.full(whole.shape, np.nan), where=whole > 0)


def macro_f1(hit: Array, label: Array, prediction: Array) -> Array:
    """Mean F1 over the classes that occur as label or prediction (…)."""
    import numpy as np

    f1 = _f1(hit, label, prediction)
    return np.nansum(f1, axis=-1) / (~np.isnan(f1)).sum(axis=-1)


def weighted_f1(hit: Array, label: Array, prediction: Array) -> Array:
    """Mean F1 weighted by the classes' labels (…)."""
    import numpy as np

    f1 = _f1(hit, label, prediction)
    return np.nansum(f1 * label, axis=-1) / label.sum(axis=-1)


def balanced_accuracy(hit: Array, label: Array, prediction: Array) -> Array:  # noqa: ARG001
    """Mean recall over the classes that occur as label (…)."""
    import numpy as np

    recall = np.divide(hit, label, out=np.full(label.shape, np.nan), where=label > 0)
    return np.nansum(recall, axis=-1) / (label > 0).sum(axis=-1)


def _f1_of(positive: int) -> Callable[[Array, Array, Array], Array]:
    def function(hit: Array, label: Array, prediction: Array) -> Array:
        import numpy as np

        # As scikit-learn: 0 where the class neither occurs nor is predicted.
        f1 = _f1(hit[..., [positive]], label[..., [positive]], prediction[..., [positive]])
        return np.nan_to_num(f1[..., 0], nan=0.0)

    return function
