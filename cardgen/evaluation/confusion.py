"""Which classes are taken for which: the confusion matrix, and error rates of each class.

Mitchell et al. 2019, 4.d: false positive, false negative, false discovery and false omission rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cardgen.evaluation.arrays import load, pointers
from cardgen.evaluation.classes import class_names, pairs
from cardgen.evaluation.metrics import obstacle
from cardgen.evaluation.results import MODEL, SUBJECT, where
from cardgen.measure import fact_by
from cardgen.run import CLASSIFICATION, Run
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
        if record.task not in CLASSIFICATION or record.n == 0:
            continue
        if obstacle(record, arrays) is not None:
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
                note=_note(run, index),
            )


def _note(run: Run, index: int) -> str | None:
    arrays, record = load(run, index), run.record.evaluations[index]
    notes = []
    if "weight" in arrays:
        notes.append("Counts of examples; recorded weights are not applied.")
    left_out = record.n - _pairs(run, index)[1].total()
    if left_out > 0:
        notes.append(f"{left_out} examples without a label or prediction (NaN) are left out.")
    return " ".join(notes) if notes != [] else None


def _pairs(run: Run, index: int) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Classes in the record's order, then others sorted; and how often (label, prediction) occurs."""
    record = run.record.evaluations[index]
    counts = Counter(
        (label, prediction)
        for label, prediction in pairs(record, load(run, index))
        if label is not None and prediction is not None
    )
    known = class_names(record)
    others = {name for pair in counts for name in pair} - set(known)
    return [*known, *sorted(others, key=_order)], counts


def _order(name: str) -> tuple[int, int, str]:
    """Whole numbers by their value, before text."""
    number = name.removeprefix("-")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return 0, int(name), name
    return 1, 0, name


def confusion(run: Run, *, index: int) -> Table:
    """Counts: a row for each label, a column for each prediction."""
    classes, counts = _pairs(run, index)
    rows = tuple(
        (label, *(counts[label, prediction] for prediction in classes)) for label in classes
    )
    return Table(columns=("label", *classes), rows=rows)


def error_rates(run: Run, *, index: int) -> Table:
    """Rates of each class against all others; None where there is nothing to divide by.

    FPR = FP/(FP+TN), FNR = FN/(FN+TP), FDR = FP/(FP+TP), FOR = FN/(FN+TN).
    """
    classes, counts = _pairs(run, index)
    labelled: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    for (label, prediction), count in counts.items():
        labelled[label] += count
        predicted[prediction] += count
    n = sum(counts.values())
    rows = []
    for name in classes:
        true = counts[name, name]
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
