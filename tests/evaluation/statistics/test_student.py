import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.weightstats import DescrStatsW

from cardgen.evaluation.statistics.student import (
    Spread,
    mean_interval,
    prediction_interval,
    spread,
    welch,
)

SAMPLES = [
    [0.91, 0.93],
    [0.91, 0.93, 0.9, 0.95, 0.92],
    (1e-9 * np.random.RandomState(2).standard_normal(40)).tolist(),
    (1e9 + np.random.RandomState(3).exponential(size=1000)).tolist(),
]


@pytest.mark.parametrize("values", SAMPLES)
def test_the_interval_of_a_mean_is_statsmodels(values: list[float]) -> None:
    assert mean_interval(values) == pytest.approx(
        DescrStatsW(np.array(values)).tconfint_mean(), rel=1e-12, abs=1e-18
    )


@pytest.mark.parametrize("values", SAMPLES[:3])
def test_the_range_of_one_more_value_is_a_regressions_on_a_constant(values: list[float]) -> None:
    scale = max(map(abs, values))
    fitted = OLS(np.array(values) / scale, np.ones(len(values))).fit()
    expected = fitted.get_prediction([1.0]).conf_int(obs=True)[0] * scale
    assert prediction_interval(values) == pytest.approx(tuple(expected), rel=1e-9)


@pytest.mark.parametrize("interval", [mean_interval, prediction_interval])
def test_fewer_than_two_values_have_no_interval_and_equal_ones_a_point(interval: object) -> None:
    assert callable(interval)
    assert [interval([]), interval([0.9]), interval([0.5, 0.5])] == [None, None, (0.5, 0.5)]


def test_the_difference_of_two_means_is_scipys() -> None:
    stream = np.random.RandomState(4)
    pairs = [
        (stream.standard_normal(n), 3 * stream.standard_normal(m) + 0.2)
        for n, m in [(2, 2), (5, 30), (1000, 7), (3, 200_000)]
    ]
    pairs.append((np.array([1e-120, 3e-120, 2e-120]), np.array([1e-120, 5e-120])))
    for one, other in pairs:
        found = welch(spread(one.tolist()), spread(other.tolist()))
        scale = max(np.abs(one).max(), np.abs(other).max())
        expected = stats.ttest_ind(one / scale, other / scale, equal_var=False)
        ends = expected.confidence_interval()
        assert found.p == pytest.approx(expected.pvalue, rel=1e-8)
        assert (found.low / scale, found.high / scale) == pytest.approx(
            (ends.low, ends.high), rel=1e-8
        )


def test_means_that_cannot_be_told_apart_have_no_p_value() -> None:
    constant, single, varied = spread([1.0, 1.0]), spread([1.0]), spread([1.0, 2.0])
    found = [welch(constant, constant), welch(single, varied), welch(varied, spread([]))]
    assert [math.isnan(one.p) and math.isnan(one.low) for one in found] == [True] * 3
    assert [float(one.value) for one in found[:2]] == [0.0, -0.5]


def test_many_differences_at_once_are_each_of_them_alone() -> None:
    one = Spread(np.array([1.0, 2.0]), np.array([1.0, 0.5]), np.array([10.0, 20.0]))
    other = Spread(np.array([0.5, 2.5]), np.array([2.0, 0.1]), np.array([5.0, 4.0]))
    both = welch(one, other)
    alone = [
        welch(*(Spread(s.mean[i], s.variance[i], s.n[i]) for s in (one, other)))  # type: ignore[index]
        for i in range(2)
    ]
    np.testing.assert_array_equal(both, np.transpose(alone))
