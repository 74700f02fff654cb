"""How often intervals hold the truth and equal slices are called different (`-m benchmark`).

The whole of what `tests/evaluation/statistics/test_coverage.py` checks in small; it prints figures.
"""

import itertools
import sys

import numpy as np
import pytest

from tests.evaluation.statistics import coverage

pytestmark = pytest.mark.benchmark

ROUNDS = 2000
SHARES = np.arange(50, 951) / 1000


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def test_wilsons_interval_holds_the_share_in_93_to_97_percent_on_average() -> None:
    averages = []
    for n in (30, 50, 100, 200, 500, 1000):
        held = coverage.of_wilson(n, SHARES)
        averages.append(held.mean())
        say(
            f"Wilson, n = {n}: average {held.mean():.4f}, "
            f"least {held.min():.4f} at p = {SHARES[held.argmin()]:.3f}"
        )
    assert min(averages) >= 0.93 and max(averages) <= 0.97


def test_intervals_of_differences_of_proportions_hold_them_in_93_to_98_percent() -> None:
    shares = (0.5, 0.8, 0.95, 0.99)
    unpaired = [
        (coverage.of_newcombe(n, m, p, q), n, m, p, q)
        for (n, m), p, q in itertools.product(((30, 30), (30, 300), (200, 200)), shares, shares)
    ]
    paired = [
        (coverage.of_tango(n, b, c), n, b, c)
        for n, b, c in itertools.product((30, 60), (0.02, 0.1, 0.3), (0.02, 0.1, 0.3))
    ]
    for name, found in (("Newcombe", unpaired), ("Tango", paired)):
        held = [one[0] for one in found]
        say(f"{name}: average {np.mean(held):.4f}, least {min(found)}")
        assert 0.93 <= np.mean(held) <= 0.98


@pytest.mark.parametrize("n", [50, 200, 500])
@pytest.mark.parametrize("values", coverage.SKEWED)
def test_the_bca_interval_of_a_mean_holds_it_in_92_percent(values: str, n: int) -> None:
    held = coverage.of_bca_mean(values, n, ROUNDS)
    say(f"BCa of a mean, {values}, n = {n}: {held:.4f} of {ROUNDS:,}")
    assert held >= (0.92 if n >= 200 else 0.85)


@pytest.mark.parametrize("n", [50, 200, 500])
@pytest.mark.parametrize("confusion", coverage.CONFUSIONS)
def test_the_bca_interval_of_macro_f1_holds_it_in_92_percent(confusion: str, n: int) -> None:
    held = coverage.of_bca_macro_f1(confusion, n, ROUNDS)
    say(f"BCa of macro-F1, {confusion}, n = {n}: {held:.4f} of {ROUNDS:,}")
    assert held >= (0.92 if n >= 200 else 0.85)


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95, 0.99, 0.998])
@pytest.mark.parametrize("sizes", coverage.SIZES)
def test_false_alarms_of_accuracy_are_at_most_5_percent(sizes: str, share: float) -> None:
    alarms = coverage.alarms_of_accuracy(sizes, share, ROUNDS)
    say(f"false alarms, accuracy {share}, slices of {sizes}: {alarms:.4f} of {ROUNDS:,} cards")
    assert alarms <= 0.05


@pytest.mark.parametrize("values", coverage.SKEWED)
@pytest.mark.parametrize("sizes", coverage.SIZES)
def test_false_alarms_of_means_are_at_most_5_percent(sizes: str, values: str) -> None:
    alarms = coverage.alarms_of_means(sizes, values, ROUNDS)
    say(f"false alarms, mean, {values}, slices of {sizes}: {alarms:.4f} of {ROUNDS:,} cards")
    assert alarms <= 0.05


@pytest.mark.parametrize("sizes", ["10 × 30", "30 to 3,000"])
def test_false_alarms_of_means_with_other_spreads_are_at_most_5_percent(sizes: str) -> None:
    alarms = coverage.alarms_of_spread(sizes, ROUNDS)
    say(f"false alarms, one slice wider, slices of {sizes}: {alarms:.4f} of {ROUNDS:,} cards")
    assert alarms <= 0.05


@pytest.mark.parametrize("confusion", coverage.CONFUSIONS)
@pytest.mark.parametrize("sizes", coverage.SIZES)
def test_false_alarms_of_macro_f1_are_at_most_5_percent(sizes: str, confusion: str) -> None:
    rounds = ROUNDS // 4
    alarms = coverage.alarms_of_macro_f1(sizes, confusion, rounds)
    say(f"false alarms, macro-F1, {confusion}, slices of {sizes}: {alarms:.4f} of {rounds:,} cards")
    assert alarms <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / rounds)
