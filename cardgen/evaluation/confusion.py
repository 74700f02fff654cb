"""Which classes are taken for which: the confusion matrix, and error rates of each class.

Mitchell et al. 2019, 4.d: false positive, false negative, false discovery and false omission rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cardgen.evaluation.arrays import load, pointers
from cardgen.evaluation.metrics import CLASSIFICATION, class_names
from cardgen.evaluation.results import MODEL, SUBJECT, where
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Table

VERSION = 1


def facts(run: Run) -> Iterator[Fact]:
    """Matrix and rates of the model's evaluations as a classifier, by counts of examples (unweighted).

    The card is about the model: of the systems it is compared with, the overall results suffice.
    """
    for index, record in enumerate(run.record.evaluations):
        if record.system != MODEL:
            continue
        arrays = load(run, index)
        known = "label" in arrays and "prediction" in arrays
        if record.task not in CLASSIFICATION or not known:
            continue
        if arrays["label"].ndim != 1 or arrays["prediction"].ndim != 1:
            continue
        for function, name in ((confusion, "res.confusion"), (error_rates, "res.error_rates")):
            yield fact_by(
                function,
                run,
                id=name,
                subject=SUBJECT,
                where=where(record),
                method=Method.COMPUTED,
                derived_from=pointers(run, index),
                parameters={"index": index},
                note="Counts of examples; recorded weights are not applied."
                if "weight" in arrays
                else None,
            )


def _pairs(run: Run, index: int) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Classes in the record's order, then others sorted; and how often (label, prediction) occurs."""
    arrays, record = load(run, index), run.record.evaluations[index]
    labels = class_names(arrays["label"], record)
    predictions = class_names(arrays["prediction"], record)
    pairs = Counter(zip(labels, predictions, strict=True))
    others = {*labels, *predictions} - set(record.classes)
    return [*record.classes, *sorted(others, key=_order)], pairs


def _order(name: str) -> tuple[int, int, str]:
    """Whole numbers by their value, before text."""
    number = name.removeprefix("-")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return 0, int(name), name
    return 1, 0, name


def confusion(run: Run, *, index: int) -> Table:
    """Counts: a row for each label, a column for each prediction."""
    classes, pairs = _pairs(run, index)
    rows = tuple(
        (label, *(pairs[label, prediction] for prediction in classes)) for label in classes
    )
    return Table(columns=("label", *classes), rows=rows)


def error_rates(run: Run, *, index: int) -> Table:
    """Rates of each class against all others; None where there is nothing to divide by.

    FPR = FP/(FP+TN), FNR = FN/(FN+TP), FDR = FP/(FP+TP), FOR = FN/(FN+TN).
    """
    classes, pairs = _pairs(run, index)
    labelled: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    for (label, prediction), count in pairs.items():
        labelled[label] += count
        predicted[prediction] += count
    n = sum(pairs.values())
    rows = []
    for name in classes:
        true = pairs[name, name]
        missed, false = labelled[name] - true, predicted[name] - true
        rest = n - true - missed - false
        rates = (
            _share(false, false + rest),
            _share(missed, missed + true),
            _share(false, false + true),
            _share(missed, missed + rest),
        )
        rows.append((name, labelled[name], predicted[name], *rates))
    columns = ("class", "labelled", "predicted", "FPR", "FNR", "FDR", "FOR")
    return Table(columns=columns, rows=tuple(rows))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
