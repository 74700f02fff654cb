"""Intervals for a mean of independent examples: Wilson's for proportions, normal otherwise.

Sums are exact (`math.fsum`), so that the same arrays give the same bytes on every processor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cardgen.values import Interval

LEVEL = 0.95
Z = 1.959963984540054
"""The standard normal's 97.5 % quantile."""
WILSON = "Wilson score interval (Wilson 1927)"
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
    value = math.fsum(v * w for v, w in zip(values, used, strict=True)) / total
    n = len(values) if weights is None else total**2 / math.fsum(w * w for w in used)
    suffix = "" if weights is None else ", on Kish's effective n"
    if all(v in {0.0, 1.0} for v in values):
        low, high = wilson(value, n)
        return Mean(value, Interval(low=low, high=high, level=LEVEL, method=WILSON + suffix))
    if n <= 1:
        return Mean(value, None)
    squares = math.fsum(w * (v - value) ** 2 for v, w in zip(values, used, strict=True)) / total
    half = Z * math.sqrt(squares / (n - 1))
    interval = Interval(low=value - half, high=value + half, level=LEVEL, method=NORMAL + suffix)
    return Mean(value, interval)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's score interval for a proportion *share* of *n* examples.

    Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA
    22(158), 209-212, doi:10.1080/01621459.1927.10502953.
    """
    z2 = Z * Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At 0 and 1 the formula's exact end is the share itself; rounding must not pass it.
    low = 0.0 if share <= 0 else max(0.0, centre - half)
    high = 1.0 if share >= 1 else min(1.0, centre + half)
    return low, high
