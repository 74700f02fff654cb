import numpy as np
import pytest
from scipy import stats

from cardgen.evaluation.statistics import complement
from cardgen.evaluation.statistics.holm import holm

CODES = np.r_[np.zeros(40), np.ones(60), np.full(300, 2), np.full(5, -1), [3]].astype(np.int64)
VALUES = np.random.RandomState(1).gamma(2.0, size=len(CODES)) + 0.3 * (CODES == 1)


def test_a_slices_proportion_is_compared_with_all_other_examples() -> None:
    right, n = [25, 58, 270], [40, 60, 300]
    found = complement.proportions(right, n, 360, 406)
    tables = [[[k, m - k], [360 - k, 406 - m - 360 + k]] for k, m in zip(right, n, strict=True)]
    np.testing.assert_allclose(found.p, [stats.fisher_exact(t).pvalue for t in tables])
    expected = [a / (a + b) - c / (c + d) for (a, b), (c, d) in tables]
    np.testing.assert_allclose(found.value, expected)
    assert ((found.low < found.value) & (found.value < found.high)).all()


def test_a_slices_mean_is_compared_with_all_other_examples() -> None:
    found = complement.means(VALUES, CODES, 4)
    for index in range(3):
        within = np.equal(CODES, index)
        inside, outside = VALUES[within], VALUES[~within]
        welch = stats.ttest_ind(inside, outside, equal_var=False)
        ends = welch.confidence_interval()
        shuffled = stats.permutation_test(
            (inside, outside),
            lambda one, other, axis: one.mean(axis) - other.mean(axis),
            n_resamples=4000,
            vectorized=True,
            rng=np.random.default_rng(0),
        )
        assert (found.low[index], found.high[index]) == pytest.approx((ends.low, ends.high))
        expected = max(welch.pvalue, shuffled.pvalue)
        assert found.p[index] == pytest.approx(expected, abs=0.03, rel=0.1)


def test_whole_weights_count_as_copies_in_the_difference() -> None:
    weights = np.arange(len(CODES)) % 3.0
    copies = np.repeat(np.arange(len(CODES)), weights.astype(int))
    weighted = complement.means(VALUES, CODES, 4, weights)
    copied = complement.means(VALUES[copies], CODES[copies], 4)
    np.testing.assert_allclose(weighted.value[:3], copied.value[:3])
    # Copies are not examples: Kish's effective number is smaller than theirs.
    assert (weighted.high - weighted.low > copied.high - copied.low)[:3].all()


def test_one_example_no_example_and_equal_values_have_no_test() -> None:
    found = complement.means(VALUES, CODES, 6)
    assert np.isnan(found.p).tolist() == [False, False, False, True, True, True]
    flat = complement.means(np.full(len(CODES), 0.1), CODES, 4)
    assert np.isnan(flat.p).all() and np.isnan(flat.value).all()
    assert np.isnan(complement.proportions([0, 5], [0, 9], 5, 9).p).all()


def test_other_metrics_rest_on_resamples_in_which_nothing_differs() -> None:
    stream = np.random.RandomState(2)
    null = np.c_[stream.normal(0.1, 0.2, 40_000), stream.gamma(2.0, size=40_000)]
    for distance in (0.1, 1.0, -1.5, 2.5):
        found = complement.null_p_values([0.1 + 0.2 * distance, 2 + 1.4 * distance], null)
        expected = (
            2 * stats.norm.sf(abs(distance)),
            2
            * max(
                stats.norm.sf(abs(1.4 * distance) / np.sqrt(2)),
                stats.gamma.sf(2 + 1.4 * distance, 2) if distance > 0 else 0,
            ),
        )
        np.testing.assert_allclose(found, np.minimum(expected, 1), rtol=0.06)


def test_resamples_that_do_not_vary_or_are_undefined_give_no_p_value() -> None:
    assert np.isnan(complement.null_p_values([0.0, 0.0], [[1.0, np.nan], [1.0, 0.5]])).all()
    assert complement.null_p_values([], np.zeros((5, 0))).shape == (0,)


def test_two_slices_that_are_each_others_complement_are_one_test() -> None:
    halves = complement.means(VALUES, np.equal(CODES, 1).astype(np.int64), 2)
    assert complement.adjusted(halves.p) == pytest.approx(halves.p)
    counts = complement.proportions([20, 50], [30, 60], 70, 90)
    assert complement.adjusted(counts.p) == pytest.approx(counts.p)


@pytest.mark.parametrize("p", [[0.03, np.nan, 0.01], [0.03, 0.01], [0.01, np.nan], [np.nan] * 2])
def test_other_slices_are_adjusted_for_their_number(p: list[float]) -> None:
    np.testing.assert_array_equal(complement.adjusted(p), holm(p))


def test_with_a_million_rows_skewness_no_longer_matters() -> None:
    stream = np.random.RandomState(3)
    codes, values = stream.randint(0, 4, 1_000_000), stream.exponential(size=1_000_000)
    found = complement.means(values, codes, 4)
    for index in range(4):
        inside = codes == index
        expected = stats.ttest_ind(values[inside], values[~inside], equal_var=False).pvalue
        assert found.p[index] == pytest.approx(expected, rel=0.03)
