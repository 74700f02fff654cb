"""Which classes are taken for which: the confusion matrix, and error rates of each class.

Mitchell et al. 2019, 4.d: false positive, false negative, false discovery and false omission rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.evaluation.arrays import Array, pointers
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.metrics import obstacle
from cardgen.evaluation.results import MODEL, SUBJECT, UNWEIGHTED, where
from cardgen.evaluation.settings import Evaluation
from cardgen.measure import fact_by
from cardgen.run import CLASSIFICATION, Run
from cardgen.values import Fact, Method, Table

VERSION = 2
MOST_CLASSES = 1000
"""Classes up to which every pair of them is counted."""


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:  # noqa: ARG001 - as every part's
    """Matrix and rates of the model's evaluations as a classifier, by counts of examples (unweighted).

    The card is about the model: of the systems it is compared with, the overall results suffice.
    """
    for index, record in enumerate(run.record.evaluations):
        if record.system != MODEL or record.task not in CLASSIFICATION or record.n == 0:
            continue
        evaluation = evaluated(run, index)
        if obstacle(evaluation) is not None:
            continue
        found = ((confusion, "res.confusion"), (error_rates, "res.error_rates"))
        # A table of millions of cells is read by nobody, and most of them are 0.
        for function, name in found if len(evaluation.classes) <= MOST_CLASSES else found[1:]:
            yield fact_by(
                function,
                run,
                id=name,
                subject=SUBJECT,
                where=where(record),
                method=Method.COMPUTED,
                derived_from=pointers(run, index),
                parameters={"index": index},
                note=_note(evaluation),
            )


def _note(evaluation: Evaluated) -> str | None:
    notes = []
    if evaluation.weight is not None:
        notes.append(UNWEIGHTED)
    left_out = int(((evaluation.label < 0) | (evaluation.prediction < 0)).sum())
    if left_out > 0:
        notes.append(f"{left_out} examples without a label or prediction (NaN) are left out.")
    return " ".join(notes) if notes != [] else None


def _known(evaluation: Evaluated) -> tuple[Array, Array]:
    """Labels and predictions of the examples that have both."""
    known = (evaluation.label >= 0) & (evaluation.prediction >= 0)
    return evaluation.label[known], evaluation.prediction[known]


def confusion(run: Run, *, index: int) -> Table:
    """Counts: a row for each label, a column for each prediction."""
    import numpy as np

    evaluation = evaluated(run, index)
    classes, k = evaluation.classes, len(evaluation.classes)
    label, prediction = _known(evaluation)
    counts = np.bincount(label * k + prediction, minlength=k * k).reshape(k, k)
    rows = tuple((label, *row) for label, row in zip(classes, counts.tolist(), strict=True))
    return Table(columns=("label", *classes), rows=rows)


def error_rates(run: Run, *, index: int) -> Table:
    """Rates of each class against all others; None where there is nothing to divide by.

    FPR = FP/(FP+TN), FNR = FN/(FN+TP), FDR = FP/(FP+TP), FOR = FN/(FN+TN).
    """
    import numpy as np

    evaluation = evaluated(run, index)
    label, prediction = _known(evaluation)
    labelled, predicted, hits = (
        np.bincount(which, minlength=len(evaluation.classes)).tolist()
        for which in (label, prediction, label[label == prediction])
    )
    n = len(label)
    rows = []
    for at, name in enumerate(evaluation.classes):
        true = hits[at]
        missed, false = labelled[at] - true, predicted[at] - true
        rest = n - true - missed - false
        rates = (
            _share(false, false + rest),
            _share(missed, missed + true),
            _share(false, false + true),
            _share(missed, missed + rest),
        )
        rows.append((name, labelled[at], predicted[at], *rates))
    columns = ("class", "labelled", "predicted", "FPR", "FNR", "FDR", "FOR")
    return Table(columns=columns, rows=tuple(rows))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
