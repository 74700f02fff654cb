"""How often intervals hold the truth, and how often equal slices are called different.

Proportions by adding all outcomes up, the rest by simulation with fixed seeds.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cardgen.evaluation.statistics import complement
from cardgen.evaluation.statistics.bootstrap import (
    bca,
    means_without_one,
    resampled_counts,
    resampled_means,
)
from cardgen.evaluation.statistics.difference import newcombe, tango
from cardgen.evaluation.statistics.proportion import wilson

Array = NDArray[np.float64]
Draw = Callable[[np.random.RandomState, int], Array]

SKEWED: dict[str, tuple[Draw, float]] = {
    "lognormal, sigma 1": (lambda stream, n: stream.lognormal(size=n), float(np.exp(0.5))),
    "exponential": (lambda stream, n: stream.exponential(size=n), 1.0),
    "normal": (lambda stream, n: stream.standard_normal(n), 0.0),
}
"""How values are drawn, and their mean."""
CONFUSIONS = {
    "3 classes, balanced": np.array([[28, 3, 2], [4, 26, 3], [2, 4, 28]]) / 100,
    "3 classes, one rare": np.array([[65, 3, 1], [4, 18, 2], [1, 2, 4]]) / 100,
}
"""Shares of examples by label and prediction."""
SIZES = {
    "10 × 30": [30] * 10,
    "10 × 100": [100] * 10,
    "9 × 30 and 10,000": [30] * 9 + [10_000],
    "30 to 3,000": [30, 40, 50, 80, 120, 200, 400, 800, 1500, 3000],
    "1 to 1,000": [1, 2, 3, 5, 8, 13, 30, 60, 200, 1000],
}
"""Examples in each of the ten slices of a card."""


def of_wilson(n: int, shares: Array) -> Array:
    """Coverage for each of *shares*, exact."""
    k = np.arange(n + 1)
    low, high = wilson(k, n)
    chance = stats.binom.pmf(k, n, shares[:, None])
    holds = (low <= shares[:, None]) & (shares[:, None] <= high)
    return np.asarray((chance * holds).sum(1))


def of_newcombe(n: int, n_other: int, share: float, share_other: float) -> float:
    """Coverage of the difference of two shares of different examples, exact."""
    k, j = (grid.ravel() for grid in np.meshgrid(np.arange(n + 1), np.arange(n_other + 1)))
    low, high = newcombe(k, n, j, n_other)
    chance = stats.binom.pmf(k, n, share) * stats.binom.pmf(j, n_other, share_other)
    difference = share - share_other
    return float(chance[(low <= difference) & (difference <= high)].sum())


def of_tango(n: int, only_first: float, only_second: float) -> float:
    """Coverage of the difference of two shares of the same examples, exact."""
    held = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            cells, shares = (
                [b, c, n - b - c],
                [only_first, only_second, 1 - only_first - only_second],
            )
            chance = float(stats.multinomial.pmf(cells, n, shares))
            if chance > 1e-7:
                low, high = tango(b, c, n) or (0.0, 0.0)
                held += chance * (low <= only_first - only_second <= high)
    return held


def of_bca_mean(values: str, n: int, rounds: int, resamples: int = 2000) -> float:
    """Coverage of the mean of *n* values, in *rounds* simulations."""
    draw, mean = SKEWED[values]
    stream = np.random.RandomState(n)
    held = 0
    for seed in range(rounds):
        sample = draw(stream, n)
        replicates = resampled_means(sample, resamples=resamples, seed=seed)
        ends = bca(float(sample.mean()), replicates, means_without_one(sample))
        held += ends is not None and ends[0] <= mean <= ends[1]
    return held / rounds


def macro_f1(counts: Array) -> Array:
    """Of confusion matrices (… by k by k); a class that never occurs counts as 0."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    both = counts.sum(-1) + counts.sum(-2)
    return np.asarray((2 * right / np.where(both > 0, both, 1)).mean(-1))


def of_bca_macro_f1(confusion: str, n: int, rounds: int, resamples: int = 2000) -> float:
    """Coverage of macro-F1 of *n* examples, in *rounds* simulations."""
    shares = CONFUSIONS[confusion]
    stream = np.random.RandomState(n)
    truth, held = float(macro_f1(shares)), 0
    for seed in range(rounds):
        counts = stream.multinomial(n, shares.ravel()).reshape(shares.shape)
        without = macro_f1((counts.ravel() - np.eye(counts.size)).reshape(-1, *counts.shape))
        replicates = macro_f1(resampled_counts(counts, resamples, seed))
        ends = bca(float(macro_f1(counts)), replicates, without, counts.ravel())
        held += ends is not None and ends[0] <= truth <= ends[1]
    return held / rounds


def _alarms(card: Callable[[np.random.RandomState], Array], rounds: int) -> float:
    """Share of cards of equal slices in which any slice is called different after Holm."""
    stream = np.random.RandomState(0)
    called = [(complement.adjusted(card(stream)) <= 0.05).any() for _ in range(rounds)]
    return float(np.mean(called))


def alarms_of_accuracy(sizes: str, share: float, rounds: int) -> float:
    """False alarms where every slice is right with the same chance."""
    n = np.array(SIZES[sizes])

    def card(stream: np.random.RandomState) -> Array:
        right = stream.binomial(n, share)
        return complement.proportions(right, n, int(right.sum()), int(n.sum())).p

    return _alarms(card, rounds)


def alarms_of_means(sizes: str, values: str, rounds: int) -> float:
    """False alarms where every slice draws from the same values."""
    n, draw = SIZES[sizes], SKEWED[values][0]
    codes = np.repeat(np.arange(len(n)), n)
    return _alarms(lambda stream: complement.means(draw(stream, sum(n)), codes, len(n)).p, rounds)


def alarms_of_spread(sizes: str, rounds: int) -> float:
    """False alarms where the first slice has the same mean, but twice the standard deviation."""
    n = SIZES[sizes]
    codes = np.repeat(np.arange(len(n)), n)
    width = np.where(codes == 0, 2.0, 1.0)

    def card(stream: np.random.RandomState) -> Array:
        return complement.means(width * stream.standard_normal(sum(n)), codes, len(n)).p

    return _alarms(card, rounds)


def alarms_of_macro_f1(sizes: str, confusion: str, rounds: int, resamples: int = 1000) -> float:
    """False alarms where every slice has the same shares of label and prediction."""
    shares = CONFUSIONS[confusion]

    def card(stream: np.random.RandomState) -> Array:
        counts = np.array(
            [stream.multinomial(n, shares.ravel()).reshape(shares.shape) for n in SIZES[sizes]]
        )
        others = counts.sum(0) - counts
        every, sizes_of = counts.sum(0), counts.sum((1, 2)).tolist()
        null = [
            macro_f1(resampled_counts(every, resamples, 0, n))
            - macro_f1(resampled_counts(every, resamples, 1, sum(sizes_of) - n))
            for n in sizes_of
        ]
        return complement.null_p_values(macro_f1(counts) - macro_f1(others), np.transpose(null))

    return _alarms(card, rounds)
