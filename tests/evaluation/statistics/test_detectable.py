import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import TTestIndPower, TTestPower
from statsmodels.stats.proportion import power_proportions_2indep

from cardgen.evaluation.statistics import detectable
from cardgen.evaluation.statistics.mcnemar import mcnemar
from cardgen.evaluation.statistics.student import Spread, spread


@pytest.mark.parametrize(
    ("share", "n", "other"),
    [(0.9, 500, 500), (0.1, 500, 500), (0.5, 40, 4000), (0.99, 30, 10_000), (1.0, 100, 100)],
)
def test_statsmodels_sees_the_difference_of_proportions_in_80_percent(
    share: float, n: int, other: int
) -> None:
    difference = detectable.of_proportions(share, n, other)
    assert difference is not None
    first = max(share, 1 - share)
    found = power_proportions_2indep(
        difference, first - difference, nobs1=n, ratio=other / n, alpha=0.05
    )
    assert found.power == pytest.approx(0.8, abs=1e-3)


@pytest.mark.parametrize(("n", "deviation"), [(5, 1.0), (30, 1e-9), (10_000, 40.0)])
def test_statsmodels_sees_the_difference_of_means_in_80_percent(n: int, deviation: float) -> None:
    side = Spread(7.0, deviation**2, n)
    two, one = detectable.of_means(side, side), detectable.of_mean(side)
    assert two is not None and one is not None
    powers = [
        TTestIndPower().power(two / deviation, n, alpha=0.05),
        TTestPower().power(one / deviation, n, alpha=0.05),
    ]
    assert powers == pytest.approx([0.8, 0.8], abs=1e-4)


def power_of_mcnemar(discordance: float, difference: float, n: int) -> float:
    """Chance that the exact test is below 5 %, by adding all outcomes up."""
    share = (1 + difference / discordance) / 2
    power = 0.0
    for differ in range(n + 1):
        chance = stats.binom.pmf(differ, n, discordance)
        if chance > 1e-9:
            one = np.arange(differ + 1)
            seen = np.array([mcnemar(k, differ - k) <= 0.05 for k in one.tolist()])
            power += chance * stats.binom.pmf(one, differ, share)[seen].sum()
    return float(power)


@pytest.mark.parametrize(("discordance", "n"), [(0.1, 400), (0.3, 150), (0.05, 60), (0.0, 60)])
def test_mcnemars_exact_test_sees_the_difference_of_pairs_in_about_80_percent(
    discordance: float, n: int
) -> None:
    difference = detectable.of_pairs(discordance, n)
    assert difference is not None
    # The exact test is a little weaker than the formula's.
    assert 0.7 < power_of_mcnemar(max(discordance, difference), difference, n) < 0.85


def test_too_few_examples_could_have_seen_nothing() -> None:
    assert [
        detectable.of_proportions(0.5, 3, 3),
        detectable.of_proportions(0.5, 0, 10),
        detectable.of_pairs(0.5, 3),
        detectable.of_pairs(0.5, 0),
        detectable.of_means(spread([1.0]), spread([1.0, 2.0])),
        detectable.of_means(spread([1.0, 1.0]), spread([2.0, 2.0])),
        detectable.of_mean(spread([1.0])),
        detectable.of_mean(spread([1.0, 1.0])),
    ] == [None] * 8
