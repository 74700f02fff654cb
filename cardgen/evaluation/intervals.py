"""Intervals for a mean of independent examples: Wilson's for proportions, normal otherwise.

Sums are exact (`math.fsum`), so that the same arrays give the same bytes on every processor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cardgen.evaluation.statistics import LEVEL, Z
from cardgen.evaluation.statistics.proportion import WILSON, wilson
from cardgen.values import Interval

NORMAL = "normal approximation of the mean"


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean, and the range that holds it at `LEVEL`; both None without examples."""

    value: float | None
    interval: Interval | None


def mean(values: Sequence[float], weights: Sequence[float] | None = None) -> Mean:
    """Mean of finite *values* with its interval; weighted means rest on Kish's effective n.

    There is no mean where it, or what it is computed from, is beyond the range of floats.
    """
    try:
        result = _mean(values, weights)
    except (
        OverflowError,
        ZeroDivisionError,
    ):  # sums beyond the largest float, squares below the least
        return Mean(None, None)
    ends = () if result.interval is None else (result.interval.low, result.interval.high)
    finite = all(math.isfinite(end) for end in (result.value or 0.0, *ends))
    return result if finite else Mean(None, None)


def _mean(values: Sequence[float], weights: Sequence[float] | None) -> Mean:
    used = weights if weights is not None else [1.0] * len(values)
    total = math.fsum(used)
    if total <= 0:
        return Mean(None, None)
    sum_of_values = math.fsum(v * w for v, w in zip(values, used, strict=True))
    value = sum_of_values / total
    n = len(values) if weights is None else total**2 / math.fsum(w * w for w in used)
    suffix = "" if weights is None else ", on Kish's effective n"
    if all(v in {0.0, 1.0} for v in values):
        low, high = (float(end) for end in wilson(sum_of_values * (n / total), n))
        return Mean(value, Interval(low=low, high=high, level=LEVEL, method=WILSON + suffix))
    if n <= 1:
        return Mean(value, None)
    squares = math.fsum(w * (v - value) ** 2 for v, w in zip(values, used, strict=True)) / total
    half = Z * math.sqrt(squares / (n - 1))
    interval = Interval(low=value - half, high=value + half, level=LEVEL, method=NORMAL + suffix)
    return Mean(value, interval)
