"""Which arrays each task needs, and what is said when others are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cardgen.run_evaluation import (
    GENERATION,
    MULTILABEL,
    RANKING,
    REGRESSION,
)

BINARY, MULTICLASS = "binary", "multiclass"
NUMBERS = "fiub"
BOTH = ("label", "prediction")

Arrays = Mapping[str, Any]


def check(task: str, arrays: Arrays, classes: Sequence[str], metrics: Sequence[str]) -> None:
    """Refuse arrays that no evaluation of *task* can have; a task of another name may have any.

    Raises:
        ValueError: What is wrong with which array, and what to give.
    """
    checks: dict[str, Callable[[Arrays, Sequence[str]], None]] = {
        BINARY: _binary,
        MULTICLASS: _one_class,
        MULTILABEL: _multilabel,
        REGRESSION: _regression,
        RANKING: _ranking,
    }
    if task == GENERATION and len(metrics) == 0:
        _refuse("generation: give metrics= with a score of each example, such as BLEU")
    if task in checks:
        checks[task](arrays, classes)


def _binary(arrays: Arrays, classes: Sequence[str]) -> None:
    if len(classes) not in (0, 2):
        _refuse(
            f"classes: a binary task has 2, not {len(classes)}; give 2, or name the task multiclass"
        )
    _one_class(arrays, classes)
    score = arrays.get("score")
    if score is not None and score.ndim == 2 and score.shape[1] != 2:
        _refuse(
            f"score: shape {score.shape}; give the positive class's, as score[:, 0], or one of each "
            "of the two classes"
        )


def _one_class(arrays: Arrays, classes: Sequence[str]) -> None:
    for name in BOTH:
        _check_classes(name, arrays.get(name))
    score = arrays.get("score")
    if score is None:
        return
    _check_numbers("score", score)
    k = len(classes)
    if score.ndim > 2 or (score.ndim == 2 and k > 0 and score.shape[1] != k):
        _refuse(f"score: shape {score.shape}; give one column for each of the {k} classes")


def _check_classes(name: str, array: Any) -> None:
    """Refuse what is no class of each example; NaN is none, but may be."""
    import numpy as np

    if array is None:
        return
    if array.ndim != 1:
        _refuse(
            f"{name}: give one class for each example, as argmax(-1), not an array of shape "
            f"{array.shape}"
        )
    if array.dtype.kind != "f":
        return
    given = array[~np.isnan(array)]
    other = given[given != np.floor(given)]
    if other.size > 0:
        _refuse(
            f"{name}: {other[0]:.4g} is no class; give each example's class, as scores.argmax(-1) "
            "or probability > 0.5, and the probabilities as score="
        )


def _multilabel(arrays: Arrays, classes: Sequence[str]) -> None:
    import numpy as np

    shape = None
    for name in (*BOTH, "score"):
        array = arrays.get(name)
        if array is None:
            continue
        _check_numbers(name, array)
        if array.ndim != 2 or (len(classes) > 0 and array.shape[1] != len(classes)):
            k = len(classes) if len(classes) > 0 else "k"
            _refuse(f"{name}: shape {array.shape}; give n by {k}, a column for each class")
        if shape is not None and array.shape != shape:
            _refuse(f"{name}: shape {array.shape}, but the others have {shape}")
        shape = array.shape
        if name in BOTH:
            other = array[(array != 0) & (array != 1) & (array == array)]
            if other.size > 0:
                _refuse(
                    f"{name}: {np.asarray(other[0]).item():.4g} is neither 0 nor 1; give whether each "
                    "class holds, and probabilities as score="
                )


def _regression(arrays: Arrays, classes: Sequence[str]) -> None:  # noqa: ARG001 - as the others
    for name in BOTH:
        if name in arrays:
            _check_one_number(name, arrays[name])


def _ranking(arrays: Arrays, classes: Sequence[str]) -> None:  # noqa: ARG001 - as the others
    needed = ("label", "score", "query")
    given = [name for name in needed if name in arrays]
    if given != [] and len(given) < len(needed):
        missing = ", ".join(name for name in needed if name not in arrays)
        _refuse(
            f"ranking: give {missing} too: of each item its relevance as label=, its score=, and the "
            "id of the query= that it was ranked for"
        )
    for name in given[:2]:
        _check_one_number(name, arrays[name])


def _check_one_number(name: str, array: Any) -> None:
    _check_numbers(name, array)
    if array.ndim != 1:
        first = f", as {name}[:, 0]" if array.shape[1:] == (1,) else ""
        _refuse(
            f"{name}: shape {array.shape}; give one number for each row{first}, or give the task "
            "another name and metrics= of each example"
        )


def _check_numbers(name: str, array: Any) -> None:
    if array.dtype.kind not in NUMBERS:
        _refuse(f"{name}: give numbers, not {array.dtype}")


def _refuse(message: str) -> None:
    raise ValueError(message)
