"""What an evaluation's scores are: probabilities of classes, or any numbers that put examples in order."""

from __future__ import annotations

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.coded import Evaluated

TOLERANCE = 1e-3
"""How far the probabilities of an example may add up from 1."""


def of_positive(evaluation: Evaluated) -> Array | None:
    """The score (n, float64) of the positive class; None where there is none."""
    score, positive = evaluation.arrays.get("score"), evaluation.positive
    if score is None or positive is None or score.dtype.kind not in "fiub":
        return None
    if score.ndim == 1:
        return score.astype(float)
    if score.ndim == 2 and score.shape[1] == 1:
        return score[:, 0].astype(float)
    if score.ndim == 2 and score.shape[1] == 2 and len(evaluation.classes) == 2:
        return score[:, positive].astype(float)
    return None


def probabilities(evaluation: Evaluated) -> Array | None:
    """Probabilities of the classes (n by k) in the order of `classes`; None where scores are none."""
    import numpy as np

    score = evaluation.arrays.get("score")
    if score is None or score.dtype.kind != "f":
        return None
    if score.ndim == 1 or score.shape[1:] == (1,):
        single = of_positive(evaluation)
        if single is None or len(evaluation.classes) != 2 or not _shares(single):
            return None
        single = score.reshape(-1)
        both = [1 - single, single] if evaluation.positive == 1 else [single, 1 - single]
        return np.stack(both, axis=1)
    known = len(evaluation.record.classes) or len(evaluation.classes)
    if score.ndim != 2 or score.shape[1] != known or not _shares(score):
        return None
    sums = score.sum(axis=1, dtype=float)
    return score if bool(np.all(np.abs(sums - 1) <= TOLERANCE)) else None


def _shares(score: Array) -> bool:
    return bool(((score >= 0) & (score <= 1)).all())
