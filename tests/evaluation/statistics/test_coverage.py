"""In small what `tests/benchmarks/test_coverage.py` measures; bounds leave room for fewer rounds."""

import numpy as np
import pytest

from tests.evaluation.statistics import coverage


@pytest.mark.parametrize("n", [30, 100, 1000])
def test_wilsons_interval_holds_the_share_in_93_to_97_percent_on_average(n: int) -> None:
    held = coverage.of_wilson(n, np.linspace(0.05, 0.95, 91))
    assert 0.93 <= held.mean() <= 0.97


def test_intervals_of_differences_of_proportions_hold_them() -> None:
    assert 0.93 <= coverage.of_newcombe(30, 100, 0.95, 0.9) <= 0.98
    assert 0.93 <= coverage.of_tango(20, 0.2, 0.1) <= 0.98


def test_the_bca_interval_holds_a_skewed_mean_and_macro_f1() -> None:
    mean = coverage.of_bca_mean("lognormal, sigma 1", 200, 80, resamples=400)
    macro_f1 = coverage.of_bca_macro_f1("3 classes, one rare", 200, 80, resamples=400)
    assert min(mean, macro_f1) >= 0.87


def test_false_alarms_stay_rare_where_errors_are_rare_or_values_skewed() -> None:
    assert coverage.alarms_of_accuracy("9 × 30 and 10,000", 0.99, 200) <= 0.08
    assert coverage.alarms_of_means("1 to 1,000", "lognormal, sigma 1", 40) <= 0.1
    assert coverage.alarms_of_spread("10 × 30", 40) <= 0.1
    assert coverage.alarms_of_macro_f1("10 × 30", "3 classes, one rare", 20, 200) <= 0.1
