"""The ends of a metric's interval: from resamples, or from the function linearised at the mean."""

from __future__ import annotations

import math
from collections.abc import Callable

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.measures import NOTHING, SEED, Estimate
from cardgen.evaluation.statistics import bootstrap

DELTA = "normal approximation, standard error by the delta method"
OF_DELTA = "range by the delta method"
MOVER = "range from both sides' intervals (Zou and Donner 2008)"
STEP = 1e-6
"""Relative step of the numeric gradient."""

Function = Callable[[Array], Array]
"""From means (…, m) to the metric (…); NaN where it is not defined."""


def first(means: Array) -> Array:
    """The metric that is the mean itself."""
    return means[..., 0]


def resampled(
    value: float, replicates: Array, without: Array, counts: Array | None = None
) -> Estimate:
    """*value* with the BCa ends of its *replicates*.

    *without* are its values with one example left out, each as often as *counts* says.
    """
    import numpy as np

    if not math.isfinite(value):
        return NOTHING
    times = np.ones(len(without), np.int64) if counts is None else counts
    if times.sum() < 2:
        return Estimate(float(value))
    ends = bootstrap.bca(float(value), replicates, without, times)
    if ends is None:
        return Estimate(float(value))
    words = bootstrap.bca_words(len(replicates), SEED, int(times.sum()))
    return bounded(float(value), ends, words)


def bounded(value: float, ends: tuple[float, float], method: str) -> Estimate:
    """An estimate whose ends hold the value; without interval where an end is not finite."""
    if not math.isfinite(value):
        return NOTHING
    low, high = ends
    if not (math.isfinite(low) and math.isfinite(high)):
        return Estimate(value)
    return Estimate(value, min(low, value), max(high, value), method)


def difference(first: Estimate, second: Estimate) -> tuple[float, float, float]:
    """The first value less the second, with the range that both intervals give; NaN without.

    MOVER (Zou and Donner 2008, Statistics in Medicine 27:1693), which for two proportions with
    Wilson's intervals is Newcombe's method 10.
    """
    if first.value is None or second.value is None:
        return math.nan, math.nan, math.nan
    value = first.value - second.value
    ends = (first.low, first.high, second.low, second.high)
    if any(end is None for end in ends):
        return value, math.nan, math.nan
    low, high, other_low, other_high = (float(end) for end in ends if end is not None)
    down = math.hypot(first.value - low, other_high - second.value)
    up = math.hypot(high - first.value, second.value - other_low)
    return value, value - down, value + up


def slopes(function: Function, means: Array) -> Array:
    """The function's gradient at each of *means* (s by m), by central differences."""
    import numpy as np

    m = means.shape[-1]
    if function is first:
        return np.eye(1, m).repeat(len(means), axis=0)
    steps = np.maximum(np.abs(means), STEP) * STEP
    moved = steps[:, None, :] * np.eye(m)
    up, down = function(means[:, None, :] + moved), function(means[:, None, :] - moved)
    return (up - down) / (2 * steps)
