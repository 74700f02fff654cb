"""Means of few numbers, such as the results of several runs, and differences of two means."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cardgen.evaluation.statistics import LEVEL

STUDENT = "t interval of the mean (Student 1908)"
PREDICTION = "prediction interval for one more value (Whitmore 1986)"
T_TEST = "t test (Student 1908)"
WELCH = "Welch's t (Welch 1947)"
Floats = NDArray[np.float64]


class Spread(NamedTuple):
    """A mean of values and what is needed for its interval: numbers, or arrays of one shape."""

    mean: float | Floats
    variance: float | Floats
    """Of one value, with n - 1 below; NaN where n is below 2."""
    n: float | Floats
    """Number of values; fractional where it is Kish's effective number."""


class Difference(NamedTuple):
    """Differences with their intervals and two-sided p-values, arrays of one shape."""

    value: Floats
    low: Floats
    high: Floats
    p: Floats


def spread(values: Sequence[float]) -> Spread:
    """Mean, variance and number of *values*, by exact sums; NaN for what too few do not give."""
    n = len(values)
    mean = math.fsum(values) / n if n > 0 else math.nan
    squares = math.fsum((value - mean) ** 2 for value in values)
    return Spread(mean, squares / (n - 1) if n > 1 else math.nan, n)


def mean_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Ends of the t interval of the mean of finite *values*; None for fewer than two.

    Student 1908, "The probable error of a mean", Biometrika 6(1), 1-25,
    doi:10.1093/biomet/6.1.1. It holds for values that are about normal, such as results of runs.
    """
    return _around(values, lambda n: 1 / n)


def prediction_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Ends of the range in which one more value falls, after finite *values*; None for fewer than two.

    Whitmore 1986, "Prediction limits for a univariate normal observation", The American
    Statistician 40(2), 141-143, doi:10.1080/00031305.1986.10475378.
    """
    return _around(values, lambda n: 1 + 1 / n)


def _around(values: Sequence[float], share: Callable[[int], float]) -> tuple[float, float] | None:
    """The mean plus and minus t times the root of *share*(n) of the variance."""
    from scipy.special import stdtrit

    n = len(values)
    if n < 2:
        return None
    mean, variance, _ = (float(part) for part in spread(values))
    half = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * math.sqrt(variance * share(n))
    return mean - half, mean + half


def mean_p_value(one: Spread) -> float:
    """Two-sided p-value that a mean is 0 (Student 1908); NaN for fewer than two values or equal ones."""
    from scipy.special import stdtr

    mean, variance, n = (float(part) for part in one)
    if n < 2 or variance == 0:
        return math.nan
    return 2 * float(stdtr(n - 1, -abs(mean) / math.sqrt(variance / n)))


def welch(first: Spread, second: Spread) -> Difference:
    """Difference of means, *first* minus *second*, whose variances may differ.

    Welch 1947, "The generalization of 'Student's' problem when several different population
    variances are involved", Biometrika 34(1-2), 28-35, doi:10.1093/biomet/34.1-2.28.

    Returns:
        Ends and p-value are NaN where a side has fewer than two values or neither side varies.
    """
    from scipy.special import stdtr, stdtrit

    error, freedom = standard_error(first, second)
    value = np.asarray(first.mean, float) - np.asarray(second.mean, float)
    half = stdtrit(freedom, (1 + LEVEL) / 2) * error
    p = 2 * stdtr(freedom, -np.abs(value) / error)
    return Difference(value, value - half, value + half, p)


def standard_error(first: Spread, second: Spread) -> tuple[Floats, Floats]:
    """Standard error of a difference of means, and its degrees of freedom; NaN as in `welch`.

    Satterthwaite 1946, "An approximate distribution of estimates of variance components",
    Biometrics Bulletin 2(6), 110-114, doi:10.2307/3002019.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (np.asarray(side.variance, float) / side.n for side in (first, second))
        total = np.where(one + other > 0, one + other, np.nan)
        # By shares of the whole, so that tiny variances do not vanish when they are squared.
        parts = (one / total) ** 2 / (np.asarray(first.n, float) - 1)
        parts = parts + (other / total) ** 2 / (np.asarray(second.n, float) - 1)
        return np.sqrt(total), 1 / parts
