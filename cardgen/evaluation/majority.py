"""The majority class: what a classifier is that has learnt nothing but which class is frequent."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cardgen.evaluation.arrays import load
from cardgen.evaluation.classes import class_names, pairs
from cardgen.evaluation.metrics import obstacle
from cardgen.evaluation.several import MODEL, beside
from cardgen.run import CLASSIFICATION, EvaluationRecord, Run

TRAINING = ("train", "training")
"""Names of the split whose labels the majority is taken of."""


class Majority(NamedTuple):
    """The class that a system without any input would always name."""

    name: str
    of_training: bool
    """Whether it is the most frequent one of the training split; else of the evaluated one."""


def majority_of(main: Run, index: int) -> Majority | None:
    """The majority class of a classifier's evaluation; None where a recorded system is just that.

    Weighted examples have no majority that an unweighted count could tell.
    """
    record, arrays = main.record.evaluations[index], load(main, index)
    if record.task not in CLASSIFICATION or record.n == 0 or "weight" in arrays:
        return None
    if obstacle(record, arrays) is not None:
        return None
    labels = [label for label, _ in pairs(record, arrays) if label is not None]
    found = _of_training(main, record)
    if found is None and labels != []:
        counts = Counter(labels)
        found = Majority(min(counts, key=lambda name: (-counts[name], name)), of_training=False)
    if found is None or _is_recorded(main, record, found.name):
        return None
    return found


def _of_training(main: Run, record: EvaluationRecord) -> Majority | None:
    known = class_names(record)
    for data in main.record.data:
        if data.name != record.data or data.split not in TRAINING or not data.class_counts:
            continue
        counts = data.class_counts
        name = min(counts, key=lambda one: (-counts[one], one))
        if name in known or known == []:
            return Majority(name, of_training=True)
        if name.isdecimal() and int(name) < len(known):
            return Majority(known[int(name)], of_training=True)
    return None


def _is_recorded(main: Run, record: EvaluationRecord, name: str) -> bool:
    """Whether a recorded system of that evaluation names this class for every example."""
    for at, one in beside(main, record):
        if one.system != MODEL and obstacle(one, load(main, at)) is None:
            predicted = {prediction for _, prediction in pairs(one, load(main, at))}
            if predicted == {name}:
                return True
    return False
