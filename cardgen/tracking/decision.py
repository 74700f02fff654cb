"""The decision threshold and the positive class: what the run says, and whether predictions agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from cardgen.run_evaluation import MULTILABEL
from cardgen.tracking.problems import Refused
from cardgen.tracking.scalars import host, unwrapped, whole_number
from cardgen.tracking.tasks import BINARY, BOTH, NUMBERS

Threshold = float | dict[str, float]
Arrays = Mapping[str, Any]


def threshold_of(given: Any, classes: Sequence[str]) -> Threshold | None:
    """A number, or a mapping from class to number, as the record has it.

    Raises:
        Refused: It holds something else, or a class that is none of *classes*.
    """
    if given is None:
        return None
    if not isinstance(given, Mapping):
        return _number(given)
    named = {str(name): _number(value) for name, value in given.items()}
    unknown = [name for name in named if name not in classes]
    if unknown != []:
        message = f"{', '.join(unknown)}: none of the classes; give thresholds by names of classes="
        raise Refused(message)
    return named


def _number(given: Any) -> float:
    number = float(host(unwrapped(given)))
    if not math.isfinite(number):
        message = f"{number} is no threshold; give a number"
        raise Refused(message)
    return number


def positive_of(task: str, given: Any, arrays: Arrays, classes: Sequence[str]) -> str | None:
    """The positive class by name; where classes have no names, its label as text.

    Raises:
        Refused: There is no such class, or the task is not binary.
    """
    if given is None:
        return None
    if task != BINARY:
        message = f"only a binary task has one, not {task}; leave it out"
        raise Refused(message)
    plain = given.item() if hasattr(given, "item") else given
    known = list(classes) if len(classes) > 0 else _labels(arrays)
    if isinstance(plain, str):
        if plain not in known:
            message = f"{plain!r} is none of the classes {', '.join(known)}"
            raise Refused(message)
        return plain
    index = whole_number(plain)
    if len(classes) == 0:
        return str(bool(index)) if _are_truth(arrays) else str(index)
    if not 0 <= index < len(classes):
        message = f"there is no class {index}; give an index of classes=, or a name"
        raise Refused(message)
    return classes[index]


def _given(arrays: Arrays) -> list[Any]:
    return [arrays[name] for name in BOTH if name in arrays]


def _are_truth(arrays: Arrays) -> bool:
    return all(array.dtype.kind == "b" for array in _given(arrays))


def _labels(arrays: Arrays) -> list[str]:
    """Labels and predictions as text: numbers are indices of classes, 1.0 the same as 1."""
    import numpy as np

    found: set[str] = set()
    for array in _given(arrays):
        values = np.unique(array[array == array]).tolist()
        truth = array.dtype.kind not in NUMBERS or _are_truth(arrays)
        found |= {str(value) if truth else str(int(value)) for value in values}
    return sorted(found)


def disagreement(
    task: str,
    arrays: Arrays,
    classes: Sequence[str],
    threshold: Threshold | None,
    positive: str | None,
) -> str | None:
    """How many predictions are not what scores and *threshold* give; None when all are, or unknown.

    Of scores that are the threshold itself all may be positive, or all negative.
    """
    if threshold is None or "score" not in arrays or "prediction" not in arrays:
        return None
    score, prediction = arrays["score"], arrays["prediction"]
    compared = None
    if task == MULTILABEL:
        compared = _by_class(score, prediction != 0, classes, threshold)
    elif task == BINARY and not isinstance(threshold, dict):
        compared = _of_positive(score, prediction, classes, threshold, positive)
    if compared is None:
        return None
    score, limit, predicted = compared
    wrong = min(
        int(_any((score >= limit) != predicted).sum()),
        int(_any((score > limit) != predicted).sum()),
    )
    if wrong == 0:
        return None
    return (
        f"{wrong} of {len(prediction)} predictions are not what scores and threshold give; give the "
        "threshold, and the positive class, that they were made with"
    )


def _any(wrong: Any) -> Any:
    """Rows in which anything is wrong."""
    return wrong if wrong.ndim == 1 else wrong.any(axis=1)


def _by_class(score: Any, predicted: Any, classes: Sequence[str], threshold: Threshold) -> Any:
    """Scores, thresholds and predictions of the classes that have a threshold."""
    import numpy as np

    if not isinstance(threshold, dict):
        return score, threshold, predicted
    known = [index for index, name in enumerate(classes) if name in threshold]
    kind = score.dtype if score.dtype.kind == "f" else np.float64
    limits = np.array([threshold[classes[index]] for index in known], dtype=kind)
    return score[:, known], limits, predicted[:, known]


def _of_positive(
    score: Any, prediction: Any, classes: Sequence[str], threshold: float, positive: str | None
) -> Any:
    """Score, threshold and predictions of the positive class; None where nothing tells which it is."""
    numbers = prediction.dtype.kind in NUMBERS
    index: int | None = None
    target: int | str | None = positive
    if len(classes) > 0:
        index = 1 if positive is None else list(classes).index(positive)
        target = index if numbers else classes[index]
    elif numbers:
        index = {None: 1, "True": 1, "False": 0}.get(positive)
        index = int(str(positive)) if index is None else index
        target = index
    if score.ndim == 2:
        if index is None or not 0 <= index < score.shape[1]:
            return None
        score = score[:, index]
    return None if target is None else (score, threshold, prediction == target)
