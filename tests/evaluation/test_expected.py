"""The expected best of n trials: the unbiased estimate, and where it is not given."""

import math
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardgen.evaluation import expected
from cardgen.evaluation.expected import MOST_POINTS, SERIES, expected_best, sizes
from cardgen.evaluation.trials import Aim
from cardgen.run import Outcome
from cardgen.values import Curve, Fact, Method, Quantity
from tests.evaluation.trials import trial

ACCURACY = Aim("accuracy", "validation", None, higher=True)
SCORES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8)


@given(SCORES, st.integers(1, 8), st.booleans())
def test_it_is_the_mean_of_the_best_over_all_sets_of_n_trials(
    scores: list[float], n: int, higher: bool
) -> None:
    n = min(n, len(scores))
    best: Callable[[Any], float] = max if higher else min
    by_hand = np.mean([best(one) for one in combinations(scores, n)])
    assert expected_best(scores, n, higher=higher) == pytest.approx(by_hand, rel=1e-9, abs=1e-6)


def test_the_estimate_is_unbiased_where_the_v_statistic_is_not() -> None:
    """The best of 4 normal values is 1.029 on average; 8 trials tell it, 40,000 times."""
    drawn = np.sort(np.random.default_rng(0).standard_normal((40_000, 8)), axis=1)
    # Both are linear in the sorted scores; their weights show where the worst i are 0, the others 1.
    above = [expected_best([0.0] * i + [1.0] * (8 - i), 4, higher=True) for i in range(8)]
    u = drawn @ (np.array(above) - np.array([*above[1:], 0.0]))
    v = drawn @ ((np.arange(1, 9) ** 4 - np.arange(8) ** 4) / 8**4)  # Dodge et al. 2019
    true = 1.0294
    assert u.mean() == pytest.approx(true, abs=4 * u.std() / math.sqrt(len(u)))
    assert v.mean() == pytest.approx(0.894, abs=0.01)


def test_ten_thousand_trials_do_not_overflow() -> None:
    scores = np.random.default_rng(1).random(10_000).tolist()
    points = [expected_best(scores, n, higher=True) for n in (1, 100, 5_000, 10_000)]
    # The best of n uniform values is n / (n + 1) on average.
    assert points == pytest.approx([0.5, 100 / 101, 5_000 / 5_001, 10_000 / 10_001], abs=0.01)
    assert points[-1] == max(scores)


@pytest.mark.parametrize("most", [1, 5, MOST_POINTS, MOST_POINTS + 1, 10_000])
def test_a_curve_goes_from_one_trial_to_all_in_few_points(most: int) -> None:
    points = sizes(most)
    assert (points[0], points[-1], points == sorted(set(points))) == (1, most, True)
    assert len(points) <= MOST_POINTS


def fact(folder: Path, rights: list[float], method: str | None, aim: Aim | str = ACCURACY) -> Fact:
    runs = [trial(folder, number, right) for number, right in enumerate(rights)]
    runs.append(trial(folder, 99, 0.99, outcome=Outcome.FAILED))
    return expected.fact(runs, [run.id for run in runs], aim, method)


def test_a_random_search_has_a_curve_that_leaves_failed_trials_out_and_says_so(
    tmp_path: Path,
) -> None:
    rights = [0.5, 0.7, 0.6, 0.9, 0.8]
    curve = fact(tmp_path, rights, "random")
    assert isinstance(curve.value, Curve)
    points = curve.value.series[SERIES]
    assert (points[0], points[-1]) == ((1.0, pytest.approx(0.7)), (5.0, 0.9))
    assert curve.where == {"split": "validation", "metric": "accuracy"}
    assert str(curve.evidence.note).endswith("Trials without a value are not counted: 1 of 6.")


def test_a_figure_that_is_to_be_low_falls(tmp_path: Path) -> None:
    aim = Aim("loss", None, None, higher=False)
    curve = fact(tmp_path, [0.5, 0.7, 0.6, 0.9, 0.8], "random", aim)
    assert isinstance(curve.value, Curve)
    values = [float(y) for _, y in curve.value.series[SERIES]]
    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("rights", "method", "why"),
    [
        ([0.5] * 9, "grid", "The method of the search was grid; the curve holds for a random search alone."),
        ([0.5] * 9, None, "Nobody stated how trials were drawn; the curve holds for a random search alone."),
        ([0.5] * 4, "random", "Too few trials with a value to tell: 4 (fewer than 5)."),
    ],
)  # fmt: skip
def test_where_it_would_mislead_it_is_withheld_with_the_reason(
    tmp_path: Path, rights: list[float], method: str | None, why: str
) -> None:
    withheld = fact(tmp_path, rights, method)
    assert (withheld.value, withheld.evidence.method, withheld.evidence.note) == (
        Quantity(value=None, unit="1", n=len(rights) + 1),
        Method.NOT_MEASURED,
        why,
    )
