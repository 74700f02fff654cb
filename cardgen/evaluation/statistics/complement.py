"""Each slice against all examples outside it: differences, their intervals and p-values.

How often equal slices are called different was found by simulation (tests/benchmarks): Fisher's
test and both bootstraps stay below 5 % for the family of ten slices after Holm, where the
score test and Welch's t alone reach far more on rare errors, skewed values and small slices.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cardgen.evaluation.statistics.bootstrap import usable
from cardgen.evaluation.statistics.difference import NEWCOMBE, newcombe
from cardgen.evaluation.statistics.fisher import FISHER, fisher
from cardgen.evaluation.statistics.holm import holm
from cardgen.evaluation.statistics.pooled import pooled, pooled_p_value
from cardgen.evaluation.statistics.student import Difference, Spread, welch

OF_PROPORTIONS = f"{FISHER}; {NEWCOMBE}"
OF_MEANS = (
    "Welch's t (Welch 1947) with its interval, or the pooled bootstrap by saddlepoint "
    "(Davison and Hinkley 1988) where its p-value is larger"
)
OF_RESAMPLES = "bootstrap of all examples together (Davison and Hinkley 1997, 4.4)"
LEAST_SKEWNESS = 1e-3
"""Below it the gamma distribution is the normal one."""
Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def proportions(successes: ArrayLike, n: ArrayLike, all_successes: int, all_n: int) -> Difference:
    """Each slice's proportion minus that of all other examples.

    Fisher's exact test and Newcombe's interval (see `fisher` and `newcombe`).

    Args:
        successes: Counts in each slice (k), whole numbers.
        n: Examples in each slice (k).
        all_successes: Count among all examples.
        all_n: All examples.

    Returns:
        k differences; NaN where a slice or its complement is empty.
    """
    k, size = np.asarray(successes, float), np.asarray(n, float)
    others, rest = all_successes - k, all_n - size
    with np.errstate(divide="ignore", invalid="ignore"):
        value = k / size - others / rest
    low, high = newcombe(k, size, others, rest)
    return Difference(value, low, high, fisher(k, size, others, rest))


def means(
    values: ArrayLike, codes: Codes, slices: int, weights: ArrayLike | None = None
) -> Difference:
    """Each slice's mean minus that of all other examples.

    The larger of two p-values: Welch's, which allows the slice another variance, and the pooled
    bootstrap's, which holds for skewed values (see `welch` and `pooled_p_value`).

    Args:
        values: Finite values of all examples (n).
        codes: The slice of each example (n), from 0; -1 in none.
        slices: How many there are (k).
        weights: From 0 up (n); the tests then rest on Kish's effective numbers of examples.

    Returns:
        k differences; interval and p-value NaN where a side has fewer than two examples or nothing varies.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large to square has no test
        pool = pooled(values, weights)
        if pool is None or not np.isfinite(pool.deviation):
            nothing = np.full(slices, np.nan)
            return Difference(nothing, nothing, nothing, nothing)
        inside, outside = _spreads(np.asarray(values, float), codes, slices, weights)
    found = welch(inside, outside)
    p = found.p.copy()
    for index in np.flatnonzero(~np.isnan(p)):
        n, rest = (float(np.asarray(side.n)[index]) for side in (inside, outside))
        distance = float(found.value[index]) / pool.deviation
        p[index] = max(p[index], pooled_p_value(distance, n, rest, pool))
    return found._replace(p=p)


def _spreads(
    values: Floats, codes: Codes, slices: int, weights: ArrayLike | None
) -> tuple[Spread, Spread]:
    """Of each slice and of its complement; means are told from the mean of all examples."""
    used = np.ones(len(values)) if weights is None else np.asarray(weights, float)
    away = values - np.cumsum(values * used)[-1] / np.cumsum(used)[-1]
    parts = [
        np.bincount(codes + 1, weights=part, minlength=slices + 1)
        for part in (used, used * used, used * away, used * away * away)
    ]
    inside = [part[1:].astype(float) for part in parts]
    outside = [np.cumsum(part)[-1] - part[1:] for part in parts]
    return _spread(*inside), _spread(*outside)


def _spread(weight: Floats, squared: Floats, total: Floats, squares: Floats) -> Spread:
    with np.errstate(divide="ignore", invalid="ignore"):
        n, mean = weight * weight / squared, total / weight
        variance = np.maximum(squares / weight - mean * mean, 0.0) * n / (n - 1)
    return Spread(mean, np.where(n > 1, variance, np.nan), n)


def null_p_values(difference: ArrayLike, null: ArrayLike) -> Floats:
    """Two-sided p-values of differences of any metric, from resamples in which nothing differs.

    Davison and Hinkley 1997, Bootstrap Methods and their Application, 4.4: slice and complement are
    both drawn from all examples together, each with its own number (see `resampled_counts`); this
    also holds where a metric of few examples is biased. The tail, doubled, is that of the gamma
    distribution with the resamples' mean, variance and skewness (Pearson 1895), or the normal
    distribution's where that is larger: Holm needs smaller p-values than a share of resamples.

    Args:
        difference: Each slice's metric minus that of all other examples (k).
        null: The same in each resample of all examples together (B by k).

    Returns:
        k p-values; NaN where resamples do not vary, or more than 5 % of them are undefined.
    """
    columns = np.asarray(null, float).T
    pairs = zip(np.asarray(difference, float), columns, strict=True)
    return np.array([_null_p_value(float(one), column) for one, column in pairs], float)


def _null_p_value(difference: float, null: Floats) -> float:
    from scipy.special import gammaincc, ndtr

    drawn = usable(null)
    if drawn is None:
        return np.nan
    error = float(drawn.std())
    away = (drawn - drawn.mean()) / error
    distance = (difference - float(drawn.mean())) / error
    skewness = float((away * away * away).mean()) * np.sign(distance)
    tail = float(ndtr(-abs(distance)))
    if skewness > LEAST_SKEWNESS:
        shape = 4 / skewness**2
        tail = max(tail, float(gammaincc(shape, shape + abs(distance) * np.sqrt(shape))))
    return min(1.0, 2 * tail)


def adjusted(p_values: ArrayLike) -> Floats:
    """Holm's adjustment of the p-values of a group's slices (k), too small ones as NaN.

    Two slices that are each other's complement have one p-value: that is one test.
    """
    p = np.asarray(p_values, float)
    return p if len(p) == 2 and np.isclose(p[0], p[1]) else holm(p)
