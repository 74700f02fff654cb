import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep

from cardgen.errors import CardgenError
from cardgen.evaluation.comparison import NO_OUTCOMES, OTHER_TEST_SET, SAME, Comparison, compare
from cardgen.evaluation.sides import Side, side_of_outcomes, side_of_values
from cardgen.evaluation.statistics.verdict import Verdict

Array = NDArray[np.float64]


def both(new: object, old: object, *tests: str | None, **how: Any) -> Comparison:
    first, second = tests if tests else ("same", "same")
    sides = [side_of_values("m", v, t) for v, t in ((new, first), (old, second))]  # type: ignore[arg-type]
    return compare(*sides, **{"higher_is_better": True, "minimum": 30, **how})


def right(n: int, lost: int, gained: int, seed: int = 0) -> tuple[Array, Array]:
    """Outcomes of a new and an old system that differ on *lost* + *gained* of *n* examples."""
    old = np.r_[np.ones(n - gained), np.zeros(gained)]
    new = np.r_[np.zeros(lost), np.ones(n - lost)]
    order = np.random.RandomState(seed).permutation(n)
    return new[order], old[order]


def ends(found: Comparison) -> tuple[float, float]:
    assert found.interval is not None and found.interval.level == 0.95
    return found.interval.low, found.interval.high


def scipys(differences: Array, level: float) -> tuple[float, float]:
    found = stats.bootstrap(
        (differences,),
        np.mean,
        confidence_level=level,
        n_resamples=20_000,
        method="BCa",
        rng=np.random.default_rng(0),
    )
    return found.confidence_interval.low, found.confidence_interval.high


@pytest.mark.parametrize(("lost", "gained"), [(2, 12), (0, 0), (9, 0), (400, 430)])
def test_on_the_same_test_set_right_and_wrong_are_compared_by_mcnemar(
    lost: int, gained: int
) -> None:
    found = both(*right(1000, lost, gained))
    expected = mcnemar([[0, lost], [gained, 0]], exact=True).pvalue if lost + gained else 1.0
    low, high = ends(found)
    assert found.paired and found.note is None
    assert found.p == pytest.approx(expected)
    assert found.difference == pytest.approx((gained - lost) / 1000)
    assert low < (gained - lost) / 1000 < high
    assert found.verdict == (
        Verdict.WITHIN_NOISE
        if expected > 0.05
        else (Verdict.BETTER if gained > lost else Verdict.WORSE)
    )


def test_on_the_same_test_set_other_values_are_compared_by_their_differences() -> None:
    stream = np.random.RandomState(1)
    old = stream.lognormal(size=300)
    new = old - stream.exponential(0.2, 300) + 0.165
    found = both(new, old, higher_is_better=False)
    low, high = ends(found)
    assert (low, high) == pytest.approx(scipys(new - old, 0.95), abs=0.05 * (high - low))
    # The p-value is one less the level at which the interval just reaches 0.
    assert found.p is not None
    assert scipys(new - old, 1 - found.p)[1] == pytest.approx(0, abs=0.05 * (high - low))
    assert (found.paired, found.verdict) == (True, Verdict.BETTER)


def test_more_differences_than_are_resampled_are_compared_by_the_paired_t_test() -> None:
    stream = np.random.RandomState(2)
    old = stream.standard_normal(20_000).astype(np.float32).astype(float)
    new = old + stream.standard_normal(20_000).astype(np.float32)
    found, expected = both(new, old), stats.ttest_rel(new, old)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-4)
    assert ends(found) == pytest.approx(tuple(expected.confidence_interval()), abs=1e-6)


@pytest.mark.parametrize(
    ("tests", "note"),
    [
        (("one", "other"), OTHER_TEST_SET),
        (("same", None), NO_OUTCOMES),
        ((None, None), NO_OUTCOMES),
    ],
)
def test_otherwise_proportions_are_compared_by_newcombe_and_fisher_and_it_says_why(
    tests: tuple[str | None, str | None], note: str
) -> None:
    new, old = np.r_[np.ones(180), np.zeros(20)], np.r_[np.ones(240), np.zeros(60)]
    found = both(new, old, *tests)
    expected = confint_proportions_2indep(180, 200, 240, 300, compare="diff", method="newcomb")
    assert (found.paired, found.note) == (False, note)
    assert ends(found) == pytest.approx(expected)
    assert found.p == pytest.approx(stats.fisher_exact([[180, 20], [240, 60]]).pvalue)
    assert found.verdict == Verdict.BETTER


def test_otherwise_other_means_are_compared_by_welch() -> None:
    stream = np.random.RandomState(3)
    new, old = stream.exponential(size=100), 1.5 * stream.exponential(size=200)
    found = both(new, old, None, None)
    expected = stats.ttest_ind(new, old, equal_var=False)
    assert found.p == pytest.approx(expected.pvalue)
    assert ends(found) == pytest.approx(tuple(expected.confidence_interval()))


def test_the_same_outcomes_say_more_example_by_example() -> None:
    new, old = (np.r_[values, np.zeros(400)] for values in right(600, 5, 25))
    paired, unpaired = both(new, old), both(new, old, None, None)
    assert (paired.verdict, unpaired.verdict) == (Verdict.BETTER, Verdict.WITHIN_NOISE)
    assert paired.detectable is not None and unpaired.detectable is not None
    assert paired.detectable < unpaired.detectable


def test_a_model_that_did_not_change_is_within_noise() -> None:
    values = np.random.RandomState(4).lognormal(size=50)
    found = both(values, values)
    assert (found.verdict, found.difference, found.interval) == (Verdict.WITHIN_NOISE, 0.0, None)
    assert found.note == SAME
    assert both(values[:20], values[:20]).verdict == Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("values", "n"), [([1.0] * 29, 29), ([0.5] * 10 + [1.5] * 19, 29), ([2.0], 1)]
)
def test_too_few_examples_cannot_tell_whatever_was_seen(values: list[float], n: int) -> None:
    for tests in (("same", "same"), (None, None)):
        found = both(values, np.zeros(n), *tests)
        assert found.verdict == Verdict.CANNOT_TELL


def test_a_margin_keeps_small_differences_quiet() -> None:
    new, old = right(10_000, 5, 40)
    verdicts = [both(new, old, margin=margin).verdict for margin in (0.0, 0.003, 0.004, 0.01)]
    assert verdicts == [
        Verdict.BETTER, Verdict.BETTER, Verdict.CANNOT_TELL, Verdict.WITHIN_NOISE
    ]  # fmt: skip


def test_what_is_no_value_of_one_metric_is_not_comparable() -> None:
    one, nothing = side_of_values("m", [0.0, 1.0]), side_of_values("m", [])
    other = one.model_copy(update={"metric": "other"})
    for new, old in ((one, other), (one, nothing), (nothing, nothing)):
        found = compare(new, old, higher_is_better=True, minimum=1)
        assert (found.verdict, found.difference) == (Verdict.NOT_COMPARABLE, None)
        assert found.note is not None


def test_values_without_their_spread_have_no_range() -> None:
    known, unknown = side_of_values("m", [0.5, 1.5] * 50), Side(metric="m", value=2.0, n=100)
    found = compare(known, unknown, higher_is_better=True, minimum=30)
    assert (found.difference, found.interval, found.p) == (-1.0, None, None)
    assert found.verdict == Verdict.CANNOT_TELL


def test_without_a_direction_a_difference_is_neither_better_nor_worse() -> None:
    new, old = right(1000, 5, 50)
    assert both(new, old, higher_is_better=None).verdict == Verdict.NOT_COMPARABLE


def test_outcomes_that_a_document_kept_are_as_good_as_the_values() -> None:
    new, old = right(200, 3, 17)
    sides = [side_of_values("m", values, "t") for values in (new, old)]
    kept = [side_of_outcomes(side.outcomes) for side in sides if side.outcomes is not None]
    assert kept == sides
    assert compare(*kept, higher_is_better=True, minimum=30) == both(new, old, "t", "t")


def test_unsound_outcomes_are_an_error() -> None:
    side = side_of_values("m", [0.0, 1.0], "t")
    assert side.outcomes is not None
    broken = side.outcomes.model_copy(update={"n": 20})
    with pytest.raises(CardgenError, match="outcomes of m"):
        side_of_outcomes(broken)


PAIRS = st.integers(1, 60).flatmap(
    lambda n: st.tuples(
        *[st.lists(st.sampled_from([0.0, 1.0]), min_size=n, max_size=n)] * 2,
        st.sampled_from([("same", "same"), (None, None)]),
    )
)


@settings(max_examples=50, deadline=None)
@given(PAIRS)
def test_the_other_way_round_the_difference_has_the_other_sign(
    given_pair: tuple[list[float], list[float], tuple[str | None, str | None]],
) -> None:
    new, old, tests = given_pair
    there, back = both(new, old, *tests), both(old, new, *tests)
    assert there.difference == pytest.approx(-(back.difference or 0.0))
    assert ends(there) == pytest.approx((-ends(back)[1], -ends(back)[0]), abs=1e-9)
    assert there.p == pytest.approx(back.p)
    turned = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    assert there.verdict == turned.get(back.verdict, back.verdict)
    assert math.isfinite(ends(there)[0])
