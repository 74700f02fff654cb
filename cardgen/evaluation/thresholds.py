"""What other decision thresholds would give: rates across thresholds, ROC and precision-recall curves."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cardgen.evaluation.arrays import Array, pointers
from cardgen.evaluation.binary import binary
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.results import SUBJECT, UNWEIGHTED, where
from cardgen.evaluation.scored import of_positive
from cardgen.evaluation.settings import Evaluation
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Curve, Fact, Method, Table

VERSION = 1
MOST_THRESHOLDS = 21
"""Rows of the table of thresholds, beside that in use."""
MOST_POINTS = 200
"""Points of a curve."""
HEADS = ("threshold", "precision", "recall", "F1", "FPR", "predicted positive")


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:  # noqa: ARG001 - as every part's
    """Table and curves of each binary evaluation of the model that has scores of both classes."""
    for index, evaluation in binary(run):
        if _sorted(evaluation) is None:
            continue
        made = ((table, "res.thresholds"), (roc, "res.roc"), (precision_recall, "res.pr"))
        for function, name in made:
            yield fact_by(
                function,
                run,
                id=name,
                subject=SUBJECT,
                where=where(evaluation.record),
                method=Method.COMPUTED,
                derived_from=pointers(run, index),
                parameters={"index": index},
                note=UNWEIGHTED if evaluation.weight is not None else None,
            )


def _sorted(evaluation: Evaluated) -> tuple[Array, Array, Array] | None:
    """Each score that occurs, from the highest, with the positive and other examples from it on up."""
    import numpy as np

    score = of_positive(evaluation)
    if score is None:
        return None
    known = np.isfinite(score) & (evaluation.label >= 0)
    score, positive = score[known], evaluation.label[known] == evaluation.positive
    if not positive.any() or positive.all():
        return None
    order = np.argsort(-score, kind="stable")
    score, positive = score[order], positive[order]
    last = np.flatnonzero(np.concatenate([score[1:] != score[:-1], [True]]))
    return score[last], np.cumsum(positive)[last], np.cumsum(~positive)[last]


def _points(run: Run, index: int) -> tuple[Array, Array, Array]:
    found = _sorted(evaluated(run, index))
    assert found is not None  # noqa: S101 - the fact is made only then
    return found


def table(run: Run, *, index: int) -> Table:
    """Rates where everything with at least that score is predicted positive, at round thresholds.

    Probabilities are cut at every twentieth; other scores at their own quantiles; and both at the
    threshold in use, where one was recorded.
    """
    import numpy as np

    score, hits, false = _points(run, index)
    positives, negatives = int(hits[-1]), int(false[-1])
    if score[-1] >= 0 and score[0] <= 1:
        cuts = np.linspace(0, 1, MOST_THRESHOLDS).round(2)
    else:
        cuts = np.unique(np.quantile(score, np.linspace(0, 1, MOST_THRESHOLDS)))
    in_use = evaluated(run, index).record.threshold
    if isinstance(in_use, int | float) and math.isfinite(in_use):
        cuts = np.unique([*cuts, in_use])
    rows = []
    for cut in cuts.tolist():
        # Scores fall, so those from the cut on are the first.
        count = int(np.searchsorted(-score, -cut, side="right"))
        tp, fp = (int(hits[count - 1]), int(false[count - 1])) if count > 0 else (0, 0)
        precision = tp / (tp + fp) if tp + fp > 0 else None
        f1 = 2 * tp / (tp + fp + positives)
        share = (tp + fp) / (positives + negatives)
        rows.append((cut, precision, tp / positives, f1, fp / negatives, share))
    return Table(columns=HEADS, rows=tuple(rows))


def roc(run: Run, *, index: int) -> Curve:
    """The ROC curve: recall of the positive class against the false positive rate, from (0, 0)."""
    _, hits, false = _points(run, index)
    xs, ys = false / false[-1], hits / hits[-1]
    points = [(0.0, 0.0), *zip(xs.tolist(), ys.tolist(), strict=True)]
    return Curve(x="false positive rate", series={"recall": _thinned(points)})


def precision_recall(run: Run, *, index: int) -> Curve:
    """Precision against recall, from the highest score down."""
    _, hits, false = _points(run, index)
    xs, ys = hits / hits[-1], hits / (hits + false)
    points = [*zip(xs.tolist(), ys.tolist(), strict=True)]
    return Curve(x="recall", series={"precision": _thinned(points)})


def _thinned(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """At most `MOST_POINTS` of *points*: the last in each part of the axis, and both ends."""
    if len(points) <= MOST_POINTS:
        return tuple(points)
    kept = {int(x * (MOST_POINTS - 2)): (x, y) for x, y in points}
    return (points[0], *(point for point in kept.values() if point != points[0]))
