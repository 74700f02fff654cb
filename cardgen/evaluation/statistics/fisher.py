"""The exact test of two proportions."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FISHER = "Fisher's exact test (Fisher 1935)"
Floats = NDArray[np.float64]
TIE = 1 + 1e-7
"""Tables whose probabilities differ by less are equally likely: the rest is rounding."""


def fisher(
    successes: ArrayLike, n: ArrayLike, successes_other: ArrayLike, n_other: ArrayLike
) -> Floats:
    """Two-sided p-values that two proportions are one, from counts of different examples.

    Fisher 1935, "The logic of inductive inference", JRSS 98(1), 39-82, doi:10.2307/2342435: the
    probability of all tables with the same sums that are no likelier than the given one. It errs
    at most as often as it says, however few examples there are and however near 0 or 1 they are.

    Args:
        successes: Counts (k), whole numbers; so are the others.
        n: Numbers of examples (k).
        successes_other: Counts of the other (k).
        n_other: Numbers of examples of the other (k).

    Returns:
        k p-values; NaN where an n is 0.
    """
    tables = np.broadcast_arrays(successes, n, successes_other, n_other)
    return np.array(
        [_p_value(*(int(count) for count in table)) for table in np.transpose(tables)], float
    )


def _p_value(k: int, n: int, k_other: int, n_other: int) -> float:
    if n == 0 or n_other == 0:
        return math.nan
    right = k + k_other
    least, most = max(0, right - n_other), min(n, right)
    every = n + n_other
    mode = min(max((n + 1) * (right + 1) // (every + 2), least), most)
    deviation = math.sqrt(n * n_other * right * (every - right) / max(1, every - 1)) / every
    reach = abs(k - mode) + 12 * int(deviation + 1) + 50  # beyond it nothing is left to add
    up = np.arange(mode, min(most, mode + reach), dtype=float)
    down = np.arange(mode, max(least, mode - reach), -1, dtype=float)
    # Probabilities as multiples of the likeliest table's: no factorial, no logarithm.
    rising = np.cumprod((right - up) * (n - up) / ((up + 1) * (n_other - right + up + 1)))
    falling = np.cumprod(down * (n_other - right + down) / ((right - down + 1) * (n - down + 1)))
    steps = rising if k > mode else falling
    given = 1.0 if k == mode else steps[abs(k - mode) - 1]
    parts = np.concatenate([[1.0], rising, falling])
    return min(1.0, _sum(parts[parts <= given * TIE]) / _sum(parts))


def _sum(parts: Floats) -> float:
    """In order, so that it is the same on every processor."""
    return float(np.cumsum(parts)[-1]) if len(parts) > 0 else 0.0
