import math
import tracemalloc
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from sklearn.metrics import f1_score

from cardgen.evaluation.statistics import bootstrap
from cardgen.evaluation.statistics.bootstrap import (
    bca,
    bca_p_value,
    means_without_one,
    percentile,
    resampled_counts,
    resampled_means,
)

Array = NDArray[np.float64]


def macro_f1(counts: Array) -> Array:
    """Of confusion matrices (… by k by k)."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    return np.asarray((2 * right / (counts.sum(-1) + counts.sum(-2))).mean(-1))


def without_one_of_each_cell(counts: Array) -> Array:
    size = counts.size
    return macro_f1((counts.ravel() - np.eye(size)).reshape(size, *counts.shape))


def scipys(
    data: tuple[Array, ...], statistic: Callable[..., object], seed: int, **options: object
) -> tuple[float, float]:
    found = stats.bootstrap(
        data, statistic, n_resamples=20_000, rng=np.random.default_rng(seed), **options
    )
    return found.confidence_interval.low, found.confidence_interval.high


@pytest.mark.parametrize("n", [12, 200])
def test_the_interval_of_a_skewed_mean_is_scipys(n: int) -> None:
    values = np.random.RandomState(n).lognormal(size=n)
    low, high = bca(
        values.mean(), resampled_means(values, resamples=20_000), means_without_one(values)
    ) or (0, 0)
    expected = scipys((values,), np.mean, seed=1, method="BCa")
    assert (low, high) == pytest.approx(expected, abs=0.03 * (high - low))


def test_the_interval_of_macro_f1_from_counts_is_scipys_from_examples() -> None:
    stream = np.random.RandomState(5)
    label = stream.randint(0, 3, 150)
    prediction = np.where(stream.rand(150) < 0.7, label, stream.randint(0, 3, 150))
    counts = np.zeros((3, 3))
    np.add.at(counts, (label, prediction), 1)

    def of_examples(one: Array, other: Array, axis: int = -1) -> Array:
        pairs = (one * 3 + other)[..., None] == np.arange(9)
        return macro_f1(pairs.sum(axis=-2).reshape(*one.shape[:-1], 3, 3))

    point = float(macro_f1(counts))
    assert point == pytest.approx(f1_score(label, prediction, average="macro"))
    low, high = bca(
        point,
        macro_f1(resampled_counts(counts, 20_000)),
        without_one_of_each_cell(counts),
        counts.ravel(),
    ) or (0, 0)
    expected = scipys((label, prediction), of_examples, 2, paired=True, method="BCa")
    assert (low, high) == pytest.approx(expected, abs=0.03 * (high - low))


def test_leaving_one_of_a_cell_out_weighted_by_its_count_is_leaving_each_example_out() -> None:
    values = np.array([0.0, 0.0, 0.0, 1.0, 5.0, 5.0])
    cells, counts = np.unique(values, return_counts=True)
    replicates = resampled_means(values)
    by_cell = (values.sum() - cells) / 5
    every = bca(values.mean(), replicates, means_without_one(values))
    assert bca(values.mean(), replicates, by_cell, counts) == pytest.approx(every, rel=1e-12)


def test_the_percentile_interval_is_scipys() -> None:
    values = np.random.RandomState(6).exponential(size=80)
    low, high = percentile(resampled_means(values, resamples=20_000)) or (0, 0)
    expected = scipys((values,), np.mean, seed=3, method="percentile")
    assert (low, high) == pytest.approx(expected, abs=0.03 * (high - low))


def test_weighted_means_resample_examples_with_their_weights() -> None:
    stream = np.random.RandomState(7)
    values, weights = stream.rand(50), stream.randint(0, 3, 50).astype(float)
    replicates = resampled_means(values, weights)
    drawn = np.random.RandomState(0).randint(0, 50, size=(50, 2000), dtype=np.int32)
    expected = [np.average(values[d], weights=weights[d]) for d in drawn.T]
    np.testing.assert_allclose(replicates, expected)
    rest = [np.average(np.delete(values, i), weights=np.delete(weights, i)) for i in range(50)]
    np.testing.assert_allclose(means_without_one(values, weights), rest)


def test_resampled_counts_keep_their_sum_and_their_empty_cells() -> None:
    counts = np.array([[10, 0, 3], [0, 1, 500]])
    drawn = resampled_counts(counts, 300, seed=1)
    assert (drawn.shape, set(drawn.sum((1, 2))), drawn[:, counts == 0].max()) == (
        (300, 2, 3),
        {514},
        0,
    )
    spread = np.sqrt(counts * (1 - counts / 514) / 300)
    assert (np.abs(drawn.mean(0) - counts) <= 4 * spread).all()


def test_resamples_may_have_another_number_of_examples_in_the_same_shares() -> None:
    drawn = resampled_counts([300, 100, 0], 4000, examples=40)
    assert set(drawn.sum(1)) == {40}
    assert drawn.mean(0) == pytest.approx([30, 10, 0], abs=4 * np.sqrt(7.5 / 4000))


def test_the_same_seed_draws_the_same_and_the_name_says_which() -> None:
    values = np.arange(10.0)
    same = [resampled_means(values, seed=3).tolist() for _ in range(2)]
    assert same[0] == same[1] != resampled_means(values, seed=4).tolist()
    assert bootstrap.bca_words(500, 3) == "BCa bootstrap (Efron 1987), 500 resamples, seed 3"
    assert "2,000 resamples, seed 0" in bootstrap.percentile_words()
    assert bootstrap.bca_words(n=199).endswith("seed 0, approximate below 200 examples")
    assert bootstrap.bca_words(n=200) == bootstrap.bca_words()


def test_a_million_values_need_no_more_memory_than_a_few_pieces() -> None:
    values = np.ones(1_000_000)
    resampled_means(values[:10], resamples=20)
    tracemalloc.start()
    resampled_means(values, resamples=20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * bootstrap.AT_A_TIME


@pytest.mark.parametrize(
    ("point", "replicates", "jackknife"),
    [
        (1.0, [1.0] * 100, [1.0] * 5),  # all right: nothing varies
        (1.0, [0.5, 1.0] * 50, [1.0] * 5),
        (1.0, [1.0] * 100, [0.5, 1.0]),
        (0.0, [0.5, 1.0] * 50, [0.5, 1.0]),  # beyond all resamples
        (0.7, [0.5, 1.0] * 50 + [math.nan] * 10, [0.5, 1.0]),
        (0.7, [0.5, 1.0] * 50, [0.5, math.nan]),
        (0.7, [0.5, 1.0] * 50, [0.5]),  # one example
        (0.7, [], []),
        (math.nan, [math.nan] * 100, [math.nan] * 2),
    ],
)
def test_what_does_not_vary_or_is_undefined_has_no_interval(
    point: float, replicates: list[float], jackknife: list[float]
) -> None:
    assert bca(point, replicates, jackknife) is None
    assert math.isnan(bca_p_value(point, replicates, jackknife))


def test_a_few_undefined_resamples_are_left_out() -> None:
    replicates = np.r_[np.arange(99) / 98, np.nan]
    assert percentile(replicates) == percentile(replicates[:-1]) == pytest.approx((0.025, 0.975))
    assert bca(0.5, replicates, [0.4, 0.5, 0.6]) == pytest.approx((0.025, 0.975), abs=1e-3)
    assert [percentile([0.5] * 9), percentile([]), percentile([math.nan, 1.0, 2.0])] == [None] * 3


@pytest.mark.parametrize("shift", [-0.3, -0.05, 0.0, 0.1, 0.4])
def test_the_p_value_is_5_percent_where_the_interval_ends_at_0(shift: float) -> None:
    values = np.random.RandomState(8).exponential(size=60) - 1 + shift
    replicates, jackknife = resampled_means(values), means_without_one(values)
    for end in bca(values.mean(), replicates, jackknife) or ():
        moved = bca_p_value(values.mean() - end, replicates - end, jackknife - end)
        assert moved == pytest.approx(0.05, abs=2e-3)


def test_no_example_and_one_example_have_no_warning_and_no_interval() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(resampled_means([])).all() and means_without_one([]).shape == (0,)
        assert bca(2.0, resampled_means([2.0]), means_without_one([2.0])) is None
        assert resampled_counts([0, 0], 5).tolist() == [[0, 0]] * 5
