"""Intervals of the difference of two proportions, of different examples or of the same."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cardgen.evaluation.statistics import Z
from cardgen.evaluation.statistics.proportion import wilson

NEWCOMBE = "Newcombe's score interval of the difference (Newcombe 1998, method 10)"
TANGO = "Tango's score interval of the paired difference (Tango 1998)"
Floats = NDArray[np.float64]
HALVINGS = 60


def newcombe(
    successes: ArrayLike, n: ArrayLike, successes_other: ArrayLike, n_other: ArrayLike
) -> tuple[Floats, Floats]:
    """Ends for the difference of two proportions of different examples, the first minus the other.

    Newcombe 1998, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17(8), 873-890, method 10.

    Args:
        successes: Counts, any shape; so are the others.
        n: Numbers of examples; fractional where they are Kish's effective numbers.
        successes_other: Counts of the other.
        n_other: Numbers of examples of the other.

    Returns:
        Low and high ends, of the arguments' common shape; NaN where an n is 0.
    """
    one, other = _share(successes, n), _share(successes_other, n_other)
    (low, high), (low_other, high_other) = wilson(successes, n), wilson(successes_other, n_other)
    difference = one - other
    return (
        difference - np.sqrt((one - low) ** 2 + (high_other - other) ** 2),
        difference + np.sqrt((high - one) ** 2 + (other - low_other) ** 2),
    )


def _share(successes: ArrayLike, n: ArrayLike) -> Floats:
    size = np.asarray(n, float)
    return np.asarray(successes, float) / np.where(size > 0, size, np.nan)


def tango(only_first: int, only_second: int, n: int) -> tuple[float, float] | None:
    """Ends for the difference of two proportions of the same examples, first minus second.

    Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design", Statistics in Medicine 17(8), 891-908: differences that the score test
    does not refuse. Examples that both have, or neither, count only in *n*.

    Args:
        only_first: Examples that are a success of the first alone.
        only_second: Examples that are a success of the second alone.
        n: All examples.

    Returns:
        None where *n* is 0.
    """
    if n == 0:
        return None
    difference = (only_first - only_second) / n

    def score(tried: float) -> float:
        return _score(tried, only_first, only_second, n)

    low = _crossing(lambda tried: score(tried) - Z, -1.0, difference)
    high = _crossing(lambda tried: score(tried) + Z, difference, 1.0)
    return low, high


def _score(difference: float, only_first: int, only_second: int, n: int) -> float:
    """Tango's statistic for the hypothesis *difference*: it falls as the difference rises."""
    above = only_first - only_second - n * difference
    # The likeliest share of `only_second` under the hypothesis is a quadratic equation's root.
    linear = (2 * n - only_first + only_second) * difference - only_first - only_second
    constant = -only_second * difference * (1 - difference)
    root = math.sqrt(max(0.0, linear * linear - 8 * n * constant))
    share = (root - linear) / (4 * n)
    variance = n * (2 * share + difference * (1 - difference))
    if variance <= 0:
        return math.copysign(math.inf, above) if above != 0 else 0.0
    return above / math.sqrt(variance)


def _crossing(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that falls from *low* to *high* is 0, by bisection."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2
