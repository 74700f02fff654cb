"""The test that a part of the examples is like any other part of them, by the mean of a value.

The pooled bootstrap draws part and rest from all values together. Its tails are computed by a
saddlepoint approximation instead of by drawing, so that also p-values of 1e-6 cost little, and
hold where values are skewed and the part is small, which is where Welch's t is wrong.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

POOLED = "pooled bootstrap by saddlepoint (Davison and Hinkley 1988)"
Floats = NDArray[np.float64]
AT_EACH_END = 250
BETWEEN = 500
"""Of more values than these the middle ones are taken together, neighbours as their mean."""
STEPS = 60
CENTRE = 0.05
"""Within so many standard errors of no difference the formula is 0/0 and the p-value about 1."""
MOST_TILT = 40.0
"""Beyond it p-values are below the least float."""
EXACT = 1e-9
LEAST = 1e-300
"""In place of 0 where something is divided by it."""


class Pool(NamedTuple):
    """Values (m) of mean 0 and standard deviation 1, and the share of examples that has each."""

    values: Floats
    shares: Floats
    deviation: float
    """Standard deviation of the values as they were given."""


def pooled(values: ArrayLike, weights: ArrayLike | None = None) -> Pool | None:
    """The finite *values* (n) of all examples, standardised; None where they do not vary.

    *weights* (n) count examples several times or in part.
    """
    given = np.asarray(values, float)
    counts = np.ones(len(given)) if weights is None else np.asarray(weights, float)
    given, counts = given[counts > 0], counts[counts > 0]
    order = np.argsort(given, kind="stable")
    given, counts = given[order], counts[order]
    if len(given) == 0 or given[0] == given[-1]:
        return None
    _, deviation = _standardised(given, counts)
    if len(given) > 2 * AT_EACH_END + BETWEEN:
        given, counts = _thinned(given, counts)
    return Pool(_standardised(given, counts)[0], counts / _sum(counts), deviation)


def _standardised(values: Floats, counts: Floats) -> tuple[Floats, float]:
    centred = values - _sum(values * counts) / _sum(counts)
    widest = float(np.abs(centred).max())  # so that no square is beyond the range of floats
    centred = centred / widest
    deviation = math.sqrt(_sum(centred * centred * counts) / _sum(counts))
    return centred / deviation, deviation * widest


def _thinned(values: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Sorted *values* with those far from both ends grouped."""
    inner = slice(AT_EACH_END, len(values) - AT_EACH_END)
    starts = np.linspace(0, len(values[inner]), BETWEEN, endpoint=False).astype(int)
    weight = np.add.reduceat(counts[inner], starts)
    means = np.add.reduceat((values * counts)[inner], starts) / weight
    parts = [(values, counts), (means, weight), (values, counts)]
    kept = [slice(None, AT_EACH_END), slice(None), slice(-AT_EACH_END, None)]
    merged = [(v[k], c[k]) for (v, c), k in zip(parts, kept, strict=True)]
    return np.concatenate([v for v, _ in merged]), np.concatenate([c for _, c in merged])


def pooled_p_value(difference: float, n: float, n_rest: float, pool: Pool) -> float:
    """Two-sided p-value that part and rest are drawn from one *pool*.

    Davison and Hinkley 1988, "Saddlepoint approximations in resampling methods", Biometrika 75(3),
    417-431, doi:10.1093/biomet/75.3.417; the tail as in Barndorff-Nielsen 1986, "Inference on full
    or partial parameters based on the standardized signed log likelihood ratio", Biometrika 73(2),
    307-322. The smaller tail, doubled.

    Args:
        difference: Mean of the part minus mean of the rest, in standard deviations of the pool.
        n: Examples in the part; fractional where it is Kish's effective number.
        n_rest: Examples in the rest.
        pool: Of all examples.
    """
    from scipy.special import ndtr

    scale = math.sqrt(1 / n + 1 / n_rest)
    distance = abs(difference) / scale
    if distance < CENTRE:
        return 1.0
    unit = math.copysign(1 / scale, difference)
    tilt = _saddle(distance, unit, n, n_rest, pool)
    log_moment, _, variance = _tilted(tilt * unit, n, n_rest, pool)
    root = math.sqrt(max(2 * (tilt * distance - log_moment), LEAST))
    spread = tilt * math.sqrt(max(variance * unit * unit, LEAST))
    p = min(1.0, 2 * float(ndtr(-(root + math.log(spread / root) / root))))
    return float(f"{p:.6g}")  # further digits are not the same on every processor


def _saddle(distance: float, unit: float, n: float, n_rest: float, pool: Pool) -> float:
    """The tilt at which *distance* is what to expect, by Newton's steps within shrinking ends."""
    low, high, tilt = 0.0, MOST_TILT, min(distance, MOST_TILT / 2)
    for _ in range(STEPS):
        _, mean, variance = _tilted(tilt * unit, n, n_rest, pool)
        gap = distance - mean * unit
        if abs(gap) < EXACT:
            break
        low, high = (tilt, high) if gap > 0 else (low, tilt)
        tilt += gap / max(variance * unit * unit, LEAST)
        if not low < tilt < high:
            tilt = (low + high) / 2
    return tilt


def _tilted(tilt: float, n: float, n_rest: float, pool: Pool) -> tuple[float, float, float]:
    """Logarithm of the moment function of the difference at *tilt*; its first two derivatives."""
    log, mean, variance = _of_one(tilt / n, pool)
    log_rest, mean_rest, variance_rest = _of_one(-tilt / n_rest, pool)
    return (
        n * log + n_rest * log_rest,
        mean - mean_rest,
        variance / n + variance_rest / n_rest,
    )


def _of_one(tilt: float, pool: Pool) -> tuple[float, float, float]:
    """The same for one value drawn from the pool."""
    exponents = tilt * pool.values
    top = float(exponents.max())
    parts = pool.shares * np.exp(exponents - top)
    total = _sum(parts)
    mean = _sum(parts * pool.values) / total
    away = pool.values - mean
    return top + math.log(total), mean, _sum(parts * away * away) / total


def _sum(parts: Floats) -> float:
    """In order, so that it is the same on every processor."""
    return float(np.cumsum(parts)[-1])
