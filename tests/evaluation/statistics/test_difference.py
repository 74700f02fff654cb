import math

import numpy as np
import pytest
from scipy import optimize
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cardgen.evaluation.statistics import Z
from cardgen.evaluation.statistics.difference import newcombe, tango


def test_the_interval_of_different_examples_is_statsmodels() -> None:
    stream = np.random.RandomState(1)
    n, other = stream.randint(1, 3000, (2, 200))
    k, j = stream.binomial(n, stream.rand(200)), stream.binomial(other, stream.rand(200))
    k[:4], j[:4] = [0, n[1], 0, n[3]], [0, other[1], other[2], 0]
    expected = [
        confint_proportions_2indep(*counts, compare="diff", method="newcomb")
        for counts in zip(k, n, j, other, strict=True)
    ]
    np.testing.assert_allclose(newcombe(k, n, j, other), np.transpose(expected), atol=1e-12)


def test_no_examples_have_no_interval_of_the_difference() -> None:
    low, high = newcombe([0, 3], [0, 4], [2, 0], [5, 0])
    assert np.isnan([low, high]).all()
    assert tango(0, 0, 0) is None


def score_by_search(difference: float, b: int, c: int, n: int) -> float:
    """Tango's statistic with the likeliest share found by a search instead of by his formula."""

    def unlikely(q: float) -> float:
        parts = ((b, q + difference), (c, q), (n - b - c, 1 - 2 * q - difference))
        return -sum(count * math.log(max(p, 1e-300)) for count, p in parts if count > 0)

    ends = (max(0.0, -difference), (1 - difference) / 2)
    q = optimize.minimize_scalar(unlikely, bounds=ends, method="bounded", options={"xatol": 1e-13})
    return (b - c - n * difference) / math.sqrt(n * (2 * q.x + difference * (1 - difference)))


@pytest.mark.parametrize(
    ("b", "c", "n"),
    [(12, 2, 100), (0, 7, 44), (5, 5, 30), (0, 2, 9), (3, 4, 8), (40, 900, 100_000), (20, 10, 30)],
)
def test_a_score_test_by_search_just_refuses_the_ends_for_the_same_examples(
    b: int, c: int, n: int
) -> None:
    low, high = tango(b, c, n) or (0, 0)
    found = [score_by_search(end, b, c, n) for end in (low, high)]
    assert low < (b - c) / n < high
    assert found == pytest.approx([Z, -Z], abs=1e-3)


@pytest.mark.parametrize("n", [1, 30, 1_000_000])
def test_systems_that_never_differ_have_wilsons_end_on_either_side(n: int) -> None:
    assert tango(0, 0, n) == pytest.approx(
        (
            -proportion_confint(0, n, method="wilson")[1],
            proportion_confint(0, n, method="wilson")[1],
        )
    )


def test_systems_that_always_differ_have_the_interval_of_who_is_right() -> None:
    low, _ = proportion_confint(9, 9, method="wilson")
    assert tango(9, 0, 9) == pytest.approx((2 * low - 1, 1.0))
    assert tango(0, 9, 9) == pytest.approx((-1.0, 1 - 2 * low))
