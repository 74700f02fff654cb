"""Compare two systems, or two releases of one, by a metric: example by example where that is possible."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cardgen.evaluation.outcomes import unpack
from cardgen.evaluation.sides import Side, spread_of
from cardgen.evaluation.statistics import LEVEL, detectable
from cardgen.evaluation.statistics.bootstrap import (
    bca,
    bca_p_value,
    bca_words,
    means_without_one,
    resampled_means,
)
from cardgen.evaluation.statistics.difference import NEWCOMBE, TANGO, newcombe, tango
from cardgen.evaluation.statistics.fisher import FISHER, fisher
from cardgen.evaluation.statistics.mcnemar import MCNEMAR, mcnemar
from cardgen.evaluation.statistics.student import (
    STUDENT,
    T_TEST,
    WELCH,
    mean_interval,
    mean_p_value,
    spread,
    welch,
)
from cardgen.evaluation.statistics.verdict import Seen, Verdict, verdict
from cardgen.values import Frozen, Interval

MOST_RESAMPLED = 10_000
"""Examples up to which differences are resampled; of more, their mean is as good as normal."""
SAME = "The two have the same value on every example."
OTHER_METRIC = "The two are values of different metrics."
NO_VALUE = "One of the two has no value."
NO_SPREAD = (
    "How the metric varies over examples is not known of both, so the difference has no range."
)
NO_OUTCOMES = "Not example by example: the outcomes of the examples are not there for both."
OTHER_TEST_SET = "Not example by example: the test sets differ in examples, labels or order."
Floats = NDArray[np.float64]


class Comparison(Frozen):
    """The difference of a metric between two systems, and what can be said of it."""

    metric: str
    value: float | None
    """Of the new system."""
    value_other: float | None
    """Of the system that it is compared with."""
    n: int
    n_other: int
    paired: bool
    """Whether the two were compared example by example."""
    difference: float | None = None
    """The new value minus the other."""
    interval: Interval | None = None
    p: float | None = None
    """Two-sided p-value of no difference."""
    test: str | None = None
    """Name and source of the test that gave the p-value."""
    verdict: Verdict
    detectable: float | None = None
    """The smallest difference that would have been seen in 80 % of cases; None where none would."""
    note: str | None = None
    """What a reader must know to judge the comparison, in one sentence."""


def compare(
    new: Side, other: Side, *, higher_is_better: bool | None, minimum: int, margin: float = 0.0
) -> Comparison:
    """Compare *new* with *other*, of whose metric both are values.

    On the same test set: 0/1 outcomes by the exact McNemar test with Tango's interval; others by
    the BCa bootstrap of their differences, above `MOST_RESAMPLED` examples by the paired t test. On
    other test sets, or where outcomes were not kept: proportions by Fisher's exact test with
    Newcombe's interval, other means by Welch's t. The note says which and why.

    Args:
        new: The new system.
        other: What it is compared with.
        higher_is_better: None when nobody said which way is better.
        minimum: Examples below which nothing is told.
        margin: The smallest difference that matters, in the metric's unit; 0 when none was set.

    Raises:
        CardgenError: Outcomes are not sound.
    """
    found = _found(new, other)
    seen = Seen(
        difference=found.difference if found.difference is not None else math.nan,
        low=found.interval.low if found.interval is not None else math.nan,
        high=found.interval.high if found.interval is not None else math.nan,
        n=min(new.n, other.n),
        p=found.p,
    )
    said = verdict(seen, higher_is_better=higher_is_better, minimum=minimum, margin=margin)
    if found.difference is None:
        said = Verdict.NOT_COMPARABLE
    elif found.note == SAME and seen.n >= minimum:
        said = Verdict.WITHIN_NOISE
    return Comparison(
        metric=new.metric,
        value=new.value,
        value_other=other.value,
        n=new.n,
        n_other=other.n,
        verdict=said,
        **found._asdict(),
    )


class _Found(NamedTuple):
    """What a comparison found, before its verdict."""

    difference: float | None = None
    interval: Interval | None = None
    p: float | None = None
    test: str | None = None
    detectable: float | None = None
    note: str | None = None
    paired: bool = False


def _found(new: Side, other: Side) -> _Found:
    if new.metric != other.metric:
        return _Found(note=OTHER_METRIC)
    if new.value is None or other.value is None:
        return _Found(note=NO_VALUE)
    if new.outcomes is None or other.outcomes is None:
        return _unpaired(new, other, new.value - other.value, NO_OUTCOMES)
    if (new.outcomes.test_set, new.outcomes.n) != (other.outcomes.test_set, other.outcomes.n):
        return _unpaired(new, other, new.value - other.value, OTHER_TEST_SET)
    values, values_other = unpack(new.outcomes), unpack(other.outcomes)
    if new.outcomes.kind == other.outcomes.kind == "bits":
        return _pairs(values, values_other)
    return _differences(values - values_other)


def _pairs(values: Floats, values_other: Floats) -> _Found:
    n = len(values)
    gained, lost = int((values > values_other).sum()), int((values < values_other).sum())
    return _Found(
        difference=(gained - lost) / n,
        interval=_interval(tango(gained, lost, n), TANGO),
        p=mcnemar(gained, lost),
        test=MCNEMAR,
        detectable=detectable.of_pairs((gained + lost) / n, n),
        paired=True,
    )


def _differences(differences: Floats) -> _Found:
    one = spread(differences.tolist())
    found = _Found(difference=float(one.mean), detectable=detectable.of_mean(one), paired=True)
    if not differences.any():
        return found._replace(note=SAME)
    if len(differences) > MOST_RESAMPLED:
        return found._replace(
            interval=_interval(mean_interval(differences.tolist()), f"paired {STUDENT}"),
            p=_p(mean_p_value(one)),
            test=f"paired {T_TEST}",
        )
    words = f"paired {bca_words(n=len(differences))}"
    shape = (float(one.mean), resampled_means(differences), means_without_one(differences))
    return found._replace(
        interval=_interval(bca(*shape), words),
        p=_p(bca_p_value(*shape)),
        test=words,
    )


def _unpaired(new: Side, other: Side, difference: float, note: str) -> _Found:
    found = _Found(difference=difference, note=note)
    if new.successes is not None and other.successes is not None:
        counts = (new.successes, new.n, other.successes, other.n)
        low, high = newcombe(*counts)
        return found._replace(
            interval=_interval((float(low), float(high)), NEWCOMBE),
            p=_p(float(fisher(*([count] for count in counts))[0])),
            test=FISHER,
            detectable=detectable.of_proportions(other.successes / other.n, other.n, new.n),
        )
    sides = [spread_of(side) for side in (new, other)]
    if sides[0] is None or sides[1] is None:
        return found._replace(note=NO_SPREAD)
    tested = welch(sides[0], sides[1])
    return found._replace(
        interval=_interval((float(tested.low), float(tested.high)), WELCH),
        p=_p(float(tested.p)),
        test=WELCH,
        detectable=detectable.of_means(sides[0], sides[1]),
    )


def _interval(ends: tuple[float, float] | None, method: str) -> Interval | None:
    if ends is None or math.isnan(ends[0]):
        return None
    return Interval(low=ends[0], high=ends[1], level=LEVEL, method=method)


def _p(value: float) -> float | None:
    return value if not math.isnan(value) else None
