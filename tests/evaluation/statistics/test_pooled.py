import numpy as np
import pytest
from numpy.typing import NDArray

from cardgen.evaluation.statistics.pooled import pooled, pooled_p_value

Array = NDArray[np.float64]


def skewed(n: int) -> Array:
    return np.asarray(np.random.RandomState(n).lognormal(size=n))


@pytest.mark.parametrize(
    ("values", "n"),
    [(skewed(300), 30), (skewed(300), 150), (skewed(5000), 40), (-skewed(300), 270)],
    ids=["small part", "half", "grouped values", "large part"],
)
def test_the_tails_are_those_of_drawing_from_the_pool(values: Array, n: int) -> None:
    pool, rest = pooled(values), len(values) - n
    assert pool is not None
    stream = np.random.RandomState(0)
    drawn = np.concatenate(
        [
            values[stream.randint(0, len(values), (n, 2000))].mean(0)
            - values[stream.randint(0, len(values), (rest, 2000))].mean(0)
            for _ in range(1 if len(values) > 1000 else 20)
        ]
    )
    for quantile in (0.01, 0.05, 0.2, 0.9, 0.97):
        difference = float(np.quantile(drawn, quantile))
        found = pooled_p_value(difference / values.std(), n, rest, pool)
        expected = 2 * min(quantile, 1 - quantile)
        noise = 4 * np.sqrt(2 * expected / len(drawn))
        assert found == pytest.approx(expected, abs=noise, rel=0.05)


def test_the_p_value_is_an_exact_permutation_tests_on_few_examples() -> None:
    from itertools import combinations

    values = np.array([0.1, 0.5, 0.7, 1.1, 1.2, 2.0, 2.3, 3.1, 3.3, 4.0, 5.2, 6.0])
    parts = [list(part) for part in combinations(range(12), 5)]
    sums = np.array([values[part].sum() for part in parts])
    pool, total = pooled(values), values.sum()
    assert pool is not None
    for part in parts[::50]:
        inside = values[part].sum()
        expected = 2 * min((sums <= inside + 1e-9).mean(), (sums >= inside - 1e-9).mean())
        difference = inside / 5 - (total - inside) / 7
        found = pooled_p_value(difference / values.std(), 5, 7, pool)
        assert found == pytest.approx(min(1.0, expected), abs=0.06)


def test_sums_of_a_million_normal_values_have_normal_tails() -> None:
    from scipy.stats import norm

    pool = pooled(np.random.RandomState(1).standard_normal(1_000_000))
    assert pool is not None
    for z in (0.5, -3.0, 8.0, -30.0):
        scale = np.sqrt(1 / 1000 + 1 / 999_000)
        found = pooled_p_value(z * scale, 1000, 999_000, pool)
        assert np.log(found) == pytest.approx(np.log(2 * norm.sf(abs(z))), rel=0.02)


def test_equal_weights_change_nothing_and_weights_of_0_leave_values_out() -> None:
    values = skewed(100)
    plain, weighted = pooled(values), pooled(np.r_[values, 1e9], np.r_[np.full(100, 2.5), 0])
    assert plain is not None and weighted is not None
    for one, other in zip(plain, weighted, strict=True):
        np.testing.assert_allclose(one, other)


def test_the_extremes_have_a_p_value_and_what_does_not_vary_has_no_pool() -> None:
    values = np.r_[np.zeros(50), np.ones(50)] * 1e200
    pool = pooled(values)
    assert pool is not None
    assert pooled_p_value(0.0, 50, 50, pool) == 1.0
    assert 0 <= pooled_p_value(2.0, 50, 50, pool) < 1e-25
    assert [pooled([]), pooled([3.0]), pooled([0.1] * 7), pooled([1.0, 2.0], [0, 1])] == [None] * 4
