"""Which class a label or a prediction is, whether it was recorded by name, index or truth value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cardgen.evaluation.arrays import Array, texts
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


def pairs(
    record: EvaluationRecord, arrays: Mapping[str, Array]
) -> list[tuple[str | None, str | None]]:
    """Classes of label and prediction by name, for each example; None for NaN."""
    # Truth values alone are called so; beside numbers or names of classes they are 0 and 1.
    truth = record.classes == () and all(arrays[name].dtype.kind == "b" for name in BOTH)
    labels, predictions = (
        texts(arrays[name]) if truth else _names(arrays[name], class_names(record)) for name in BOTH
    )
    return list(zip(labels, predictions, strict=True))


def class_names(record: EvaluationRecord) -> list[str]:
    """The record's classes; two of one name are told apart by their indices."""
    times = Counter(record.classes)
    return [n if times[n] == 1 else _by_index(i, n) for i, n in enumerate(record.classes)]


def _by_index(index: int, name: str = "") -> str:
    return f"{name} (index {index})".strip()


def _names(array: Array, classes: list[str]) -> list[str | None]:
    """Whole numbers are indices into *classes*, when there are any; 1.0 and 1 are the same."""
    if array.dtype.kind not in {*WHOLE, "f"}:
        return [*texts(array)]
    values = array.tolist()
    named = {value: _name(int(value), classes) for value in set(values) if value == value}
    return [named.get(value) for value in values]


def _name(index: int, classes: list[str]) -> str:
    if classes == []:
        return str(index)
    return classes[index] if 0 <= index < len(classes) else _by_index(index)
