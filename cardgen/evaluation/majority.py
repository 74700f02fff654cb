"""The majority class: what a classifier is that has learnt nothing but which class is frequent."""

from __future__ import annotations

from typing import NamedTuple

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.metrics import obstacle
from cardgen.evaluation.several import MODEL, beside
from cardgen.run import CLASSIFICATION, Run

TRAINING = ("train", "training")
"""Names of the split whose labels the majority is taken of."""


class Majority(NamedTuple):
    """The class that a system without any input would always name."""

    name: str
    of_training: bool
    """Whether it is the most frequent one of the training split; else of the evaluated one."""
    right: Array
    """Which of the evaluated examples (n, bool) are of that class."""


def majority_of(main: Run, index: int) -> Majority | None:
    """The majority class of a classifier's evaluation; None where a recorded system is just that.

    Weighted examples have no majority that an unweighted count could tell.
    """
    import numpy as np

    found = evaluated(main, index)
    is_usable = found.record.task in CLASSIFICATION and found.n > 0 and found.weight is None
    if not is_usable or obstacle(found) is not None or not (found.label >= 0).all():
        return None
    name = _of_training(main, found)
    # Of equally frequent classes the first, in the record's order.
    counts = np.bincount(found.label, minlength=len(found.classes))
    used = name if name is not None else found.classes[int(counts.argmax())]
    if _is_recorded(main, found, used):
        return None
    return Majority(used, name is not None, found.label == found.classes.index(used))


def _of_training(main: Run, found: Evaluated) -> str | None:
    """The most frequent class of the recorded training labels, by name or by index; else None."""
    for data in main.record.data:
        counts = data.class_counts
        if data.name != found.record.data or data.split not in TRAINING or not counts:
            continue
        name = max(counts, key=lambda one: counts[one])
        if name in found.classes:
            return name
        if name.isdecimal() and int(name) < len(found.record.classes):
            return found.classes[int(name)]
    return None


def _is_recorded(main: Run, found: Evaluated, name: str) -> bool:
    """Whether a recorded system of that evaluation names this class for every example."""
    systems = (at for at, record in beside(main, found.record) if record.system != MODEL)
    return any(_is_always(evaluated(main, at), name) for at in systems)


def _is_always(other: Evaluated, name: str) -> bool:
    if obstacle(other) is not None or name not in other.classes:
        return False
    return bool((other.prediction == other.classes.index(name)).all())
