"""Intervals of any statistic from resamples of its examples.

Streams are of `numpy.random.RandomState`, whose numbers NumPy promises never to change, and sums
add row after row, so that the same arrays give the same bytes everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cardgen.evaluation.statistics import LEVEL, Z

RESAMPLES = 2000
SEED = 0
AT_A_TIME = 1 << 17
"""Values that are drawn at a time, which bounds the memory."""
ENOUGH = 200
"""Examples from which on the interval of a skewed mean or of macro-F1 held the truth in 92 % or more
of simulations; with 50 it did in 87 to 96 % (tests/benchmarks/test_coverage.py)."""
MOST_UNDEFINED = 0.05
"""Share of resamples in which a statistic may be undefined (NaN) and is left out."""
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Ends = tuple[float, float]


def bca_words(resamples: int = RESAMPLES, seed: int = SEED, n: int = ENOUGH) -> str:
    """Name of the method of `bca` with *n* examples: approximate below `ENOUGH`."""
    approximate = f", approximate below {ENOUGH} examples" if n < ENOUGH else ""
    return f"BCa bootstrap (Efron 1987), {resamples:,} resamples, seed {seed}{approximate}"


def percentile_words(resamples: int = RESAMPLES, seed: int = SEED) -> str:
    """Name of the method of `percentile`."""
    return f"percentile bootstrap (Efron 1981), {resamples:,} resamples, seed {seed}"


def resampled_counts(
    counts: ArrayLike, resamples: int = RESAMPLES, seed: int = SEED, examples: int | None = None
) -> Counts:
    """Counts of examples by cell in resamples of the examples, without drawing them one by one.

    Efron 1979, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1),
    1-26, doi:10.1214/aos/1176344552: drawing examples again draws their cells from a multinomial.

    Args:
        counts: Examples in each cell, any shape, such as a confusion matrix.
        resamples: How many, B.
        seed: Of the stream of random numbers.
        examples: In each resample; as many as in *counts* where it is None.

    Returns:
        B by the shape of *counts*.
    """
    given = np.asarray(counts, dtype=np.int64)
    filled = np.flatnonzero(given)
    drawn = np.zeros((resamples, given.size), dtype=np.int64)
    if len(filled) > 0:
        cells = given.ravel()[filled]
        n = int(cells.sum()) if examples is None else examples
        stream = np.random.RandomState(seed)
        drawn[:, filled] = stream.multinomial(n, cells / cells.sum(), size=resamples)
    return drawn.reshape(resamples, *given.shape)


def resampled_means(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Floats:
    """Means of *values* (n), weighted by *weights* (n) where given, in *resamples* resamples.

    Efron 1979, as for `resampled_counts`. Memory is bounded whatever n; NaN where a resample's
    weights add up to 0, and for n = 0.
    """
    given = np.asarray(values, float)
    used = np.asarray(weights, float) if weights is not None else None
    stream = np.random.RandomState(seed)
    rows = max(1, AT_A_TIME // resamples)
    total, weight = np.zeros(resamples), np.zeros(resamples)
    for start in range(0, len(given), rows):
        count = min(rows, len(given) - start)
        drawn = stream.randint(0, len(given), size=(count, resamples), dtype=np.int32)
        if used is None:
            total += given[drawn].sum(axis=0)
            weight += count
        else:
            total += (given * used)[drawn].sum(axis=0)
            weight += used[drawn].sum(axis=0)
    return _ratio(total, weight)


def resampled_rows(rows: ArrayLike, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Means of *rows* (n by m) in resamples of the rows (B by m); the draws of `resampled_means`."""
    given = np.asarray(rows, float)
    stream = np.random.RandomState(seed)
    at_a_time = max(1, AT_A_TIME // resamples)
    total = np.zeros((resamples, given.shape[1]))
    for start in range(0, len(given), at_a_time):
        count = min(at_a_time, len(given) - start)
        drawn = stream.randint(0, len(given), size=(count, resamples), dtype=np.int32)
        for column, values in enumerate(given.T):
            total[:, column] += values[drawn].sum(axis=0)
    return total / len(given)


def resampled_times(n: int, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Counts]:
    """How often each of *n* examples is in each of *resamples* resamples, some resamples at a time."""
    stream = np.random.RandomState(seed)
    at_a_time = max(1, AT_A_TIME // n)
    for start in range(0, resamples, at_a_time):
        count = min(at_a_time, resamples - start)
        drawn = stream.randint(0, n, size=(count, n), dtype=np.int32)
        places = (drawn + np.arange(count)[:, None] * n).ravel()
        yield np.bincount(places, minlength=count * n).reshape(count, n)


def means_without_one(values: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Means (n) of all *values* (n) but one, weighted by *weights* where given: the jackknife's."""
    given = np.asarray(values, float)
    used = np.ones(len(given)) if weights is None else np.asarray(weights, float)
    products = given * used
    left = math.fsum(used) - used
    rest = math.fsum(products) - products
    return _ratio(rest, left)


def _ratio(above: Floats, below: Floats) -> Floats:
    """NaN where *below* is 0."""
    found: Floats = np.full(below.shape, np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found


def bca(
    point: float,
    replicates: ArrayLike,
    jackknife_values: ArrayLike,
    jackknife_weights: ArrayLike | None = None,
) -> Ends | None:
    """Ends of the bias-corrected and accelerated bootstrap interval.

    Efron 1987, "Better bootstrap confidence intervals", JASA 82(397), 171-185,
    doi:10.1080/01621459.1987.10478410; the acceleration from the jackknife as in Efron and
    Tibshirani 1993, An Introduction to the Bootstrap, 14.3.

    Args:
        point: The statistic of the examples.
        replicates: The statistic of each resample (B).
        jackknife_values: The statistic without one example (n); or without one of each cell (k).
        jackknife_weights: Examples in each cell (k): all examples of a cell have the same value.

    Returns:
        None where there is no such interval: resamples or jackknife values do not vary, the
        statistic is undefined in more than 5 % of them, or it is beyond all of its resamples.
    """
    shape = _shape(point, replicates, jackknife_values, jackknife_weights)
    if shape is None:
        return None
    from scipy.special import ndtr

    defined, bias, acceleration = shape
    ends = []
    for z in (-Z, Z):
        left = 1 - acceleration * (bias + z)
        if left <= 0:
            return None
        ends.append(float(ndtr(bias + (bias + z) / left)))
    low, high = np.quantile(defined, ends)
    return float(low), float(high)


def bca_p_value(
    point: float,
    replicates: ArrayLike,
    jackknife_values: ArrayLike,
    jackknife_weights: ArrayLike | None = None,
) -> float:
    """Two-sided p-value that the statistic is 0: one less the level of the BCa interval ending there.

    Efron and Tibshirani 1993, An Introduction to the Bootstrap, 15.4. Arguments as for `bca`.

    Returns:
        At least 2 / (B + 1), since no resample can tell less; NaN where there is no interval.
    """
    shape = _shape(point, replicates, jackknife_values, jackknife_weights)
    if shape is None:
        return math.nan
    from scipy.special import ndtr, ndtri

    defined, bias, acceleration = shape
    least = 1 / (len(defined) + 1)
    below = np.clip(_below(defined, 0.0), least, 1 - least)
    distance = float(ndtri(below)) - bias
    z = distance / (1 + acceleration * distance) - bias if 1 + acceleration * distance > 0 else 0.0
    tail = float(ndtr(-abs(z)))
    return float(min(1.0, 2 * max(tail, least)))


def percentile(replicates: ArrayLike) -> Ends | None:
    """Ends of the percentile bootstrap interval: quantiles of *replicates* (B).

    Efron 1981, "Nonparametric standard errors and confidence intervals", Canadian Journal of
    Statistics 9(2), 139-158, doi:10.2307/3314608.

    Returns:
        None where the replicates do not vary, or more than 5 % of them are undefined.
    """
    defined = usable(replicates)
    if defined is None:
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def usable(replicates: ArrayLike) -> Floats | None:
    """The finite ones of *replicates* (B); None where they do not vary, or over 5 % are undefined."""
    given = np.asarray(replicates, float)
    defined: Floats = given[np.isfinite(given)]
    if len(defined) < max(1, (1 - MOST_UNDEFINED) * len(given)) or defined.min() == defined.max():
        return None
    return defined


def _shape(
    point: float, replicates: ArrayLike, values: ArrayLike, weights: ArrayLike | None
) -> tuple[Floats, float, float] | None:
    """Defined replicates, bias correction and acceleration; None where there are none."""
    from scipy.special import ndtri

    defined = usable(replicates)
    acceleration = _acceleration(values, weights)
    if defined is None or acceleration is None:
        return None
    bias = float(ndtri(_below(defined, point)))
    return (defined, bias, acceleration) if math.isfinite(bias) else None


def _below(replicates: Floats, value: float) -> float:
    """Share of *replicates* below *value*; those equal to it count half."""
    return float((replicates < value).mean() + (replicates <= value).mean()) / 2


def _acceleration(values: ArrayLike, weights: ArrayLike | None) -> float | None:
    given = np.asarray(values, float)
    counts = np.ones(given.shape) if weights is None else np.asarray(weights, float)
    given, counts = given[counts > 0], counts[counts > 0]
    if counts.sum() < 2 or not np.isfinite(given).all():
        return None
    try:
        inner = math.fsum(counts * given) / math.fsum(counts) - given
    except OverflowError:
        return None
    widest = np.abs(inner).max()
    if widest == 0:
        return None
    inner = inner / widest  # so that no power of a small one vanishes
    squares = counts * inner * inner
    return math.fsum(squares * inner) / (6 * float(math.fsum(squares) ** 1.5))
