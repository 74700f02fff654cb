import warnings

import numpy as np
import pytest
from scipy import stats

from cardgen.evaluation.statistics.fisher import fisher

EXTREMES = [
    (0, 1, 0, 1), (1, 1, 0, 1), (0, 5, 0, 7), (5, 5, 7, 7), (5, 5, 0, 7), (3, 10, 30, 100),
    (30, 30, 970, 1000), (25, 30, 9900, 10_000), (499_000, 500_000, 499_900, 500_000),
    (90, 100, 700_000, 999_900), (1, 2, 1, 2),
]  # fmt: skip


def tables() -> list[tuple[int, int, int, int]]:
    stream = np.random.RandomState(1)
    n, other = stream.randint(1, 200, (2, 150))
    share = stream.beta(0.5, 0.5, 150)
    drawn = zip(stream.binomial(n, share), n, stream.binomial(other, share), other, strict=True)
    return EXTREMES + [(int(a), int(b), int(c), int(d)) for a, b, c, d in drawn]


def test_p_values_are_scipys_for_any_counts() -> None:
    expected = [stats.fisher_exact([[k, n - k], [j, m - j]]).pvalue for k, n, j, m in tables()]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = fisher(*np.transpose(tables()))
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-300)


def test_no_examples_have_no_p_value() -> None:
    np.testing.assert_array_equal(fisher([0, 3, 0], [0, 4, 0], [2, 0, 0], [5, 0, 0]), [np.nan] * 3)
    assert fisher([], [], [], []).shape == (0,)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_false_alarms_are_at_most_5_percent_by_adding_all_tables_up(share: float) -> None:
    n, other = 7, 40
    k, j = (grid.ravel() for grid in np.meshgrid(np.arange(n + 1), np.arange(other + 1)))
    alarm = fisher(k, n, j, other) <= 0.05
    chance = stats.binom.pmf(k, n, share) * stats.binom.pmf(j, other, share)
    assert chance.sum() == pytest.approx(1)
    assert 0 < chance[alarm].sum() <= 0.05
