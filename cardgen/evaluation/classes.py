"""Which class a label or a prediction is, whether it was recorded by name, index or truth value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.codes import factorised
from cardgen.run import EvaluationRecord

BOTH = ("label", "prediction")
WHOLE = "iub"
"""Kinds of dtypes whose values are whole numbers: True is 1."""


def no_classes(record: EvaluationRecord, arrays: Mapping[str, Array]) -> str | None:
    """Why labels and predictions cannot be compared as classes; None when they can."""
    for name in BOTH:
        fraction = _fraction(arrays[name])
        if fraction is not None:
            return (
                f"The array {name} holds {fraction:.4g}, which is no class: the class with the "
                "highest score, or 1 where the probability is above a threshold, is needed."
            )
    numbers = {arrays[name].dtype.kind in {*WHOLE, "f"} for name in BOTH if len(arrays[name]) > 0}
    if len(numbers) > 1 and record.classes == ():
        return (
            "Of label and prediction one holds numbers, the other text, and no classes join them."
        )
    return None


def _fraction(array: Array) -> float | None:
    """A value that is no whole number, if the array has one beside NaN."""
    import numpy as np

    if array.dtype.kind != "f":
        return None
    given = array[~np.isnan(array)]
    others = given[~np.isfinite(given) | (given != np.floor(given))]
    return float(others[0]) if others.size > 0 else None


def named_codes(
    record: EvaluationRecord, arrays: Mapping[str, Array]
) -> tuple[Array, Array, tuple[str, ...]]:
    """Labels and predictions (n each) as indices into the names of classes; -1 for NaN.

    The record's classes come first, in its order; then others that occur, sorted.
    """
    import numpy as np

    # Truth values alone are called so; beside numbers or names of classes they are 0 and 1.
    truth = record.classes == () and all(arrays[name].dtype.kind == "b" for name in BOTH)
    known = class_names(record)
    coded = [_coded(arrays[name], known, truth=truth) for name in BOTH]
    others = {name for _, names in coded for name in names if name is not None} - set(known)
    classes = (*known, *sorted(others, key=_order))
    at = {name: index for index, name in enumerate(classes)}
    label, prediction = (
        np.array([-1 if name is None else at[name] for name in names], np.int64)[codes]
        if len(codes) > 0
        else codes
        for codes, names in coded
    )
    return label, prediction, classes


def _coded(array: Array, classes: list[str], *, truth: bool) -> tuple[Array, list[str | None]]:
    """The index of each example's distinct value (n), and the values' names; None for NaN."""
    import numpy as np

    if truth or array.dtype.kind not in {*WHOLE, "f"}:
        found = factorised(array)
        return found.codes, [*found.names]
    values, codes = np.unique(array, return_inverse=True)
    # Whole numbers are indices into the classes, when there are any; 1.0 and 1 are the same.
    return codes, [_name(int(v), classes) if v == v else None for v in values.tolist()]


def _order(name: str) -> tuple[int, int, str]:
    """Whole numbers by their value, before text."""
    number = name.removeprefix("-")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return 0, int(name), name
    return 1, 0, name


def class_names(record: EvaluationRecord) -> list[str]:
    """The record's classes; two of one name are told apart by their indices."""
    times = Counter(record.classes)
    return [n if times[n] == 1 else _by_index(i, n) for i, n in enumerate(record.classes)]


def _by_index(index: int, name: str = "") -> str:
    return f"{name} (index {index})".strip()


def _name(index: int, classes: list[str]) -> str:
    if classes == []:
        return str(index)
    return classes[index] if 0 <= index < len(classes) else _by_index(index)
