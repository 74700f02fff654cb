import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from cardgen.evaluation.statistics.proportion import wilson


def test_wilsons_interval_is_statsmodels_for_any_counts() -> None:
    stream = np.random.RandomState(1)
    n = np.r_[1, 1, 2, 10, 10, 1_000_000, 1_000_000, stream.randint(1, 5000, 500)]
    k = np.r_[0, 1, 1, 0, 10, 1, 999_999, stream.binomial(n[7:], stream.rand(500))]
    low, high = wilson(k, n)
    expected = proportion_confint(k, n, method="wilson")
    np.testing.assert_allclose((low, high), expected, rtol=1e-12, atol=1e-15)


def test_the_ends_at_none_and_all_are_exact_and_no_examples_have_none() -> None:
    low, high = wilson([[0, 7], [0, 0.0]], [[7, 7], [0, 2.5]])
    assert (low[0, 0], high[0, 1], low[1, 1]) == (0.0, 1.0, 0.0)
    assert np.isnan([low[1, 0], high[1, 0]]).all()


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0.1, 1e9))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(share: float, n: float) -> None:
    low, high = (float(end) for end in wilson(share * n, n))
    assert 0 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1


def test_a_fractional_n_is_between_its_neighbours() -> None:
    low, _ = wilson(np.array([3.0, 3.15, 3.3]), np.array([10.0, 10.5, 11.0]))
    assert low[0] < low[1] < low[2]
    assert low[1] == pytest.approx(proportion_confint(3.15, 10.5, method="wilson")[0])
