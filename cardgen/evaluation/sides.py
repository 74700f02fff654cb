"""What is known of a metric of one system, enough to compare it with another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cardgen.evaluation.outcomes import Outcomes, pack, unpack
from cardgen.evaluation.statistics.student import Spread, spread
from cardgen.values import Frozen

Floats = NDArray[np.float64]


class Side(Frozen):
    """What is known of a metric of one system."""

    metric: str
    value: float | None
    n: int
    """Number of examples."""
    successes: int | None = None
    """Where the value is a proportion of equally weighted examples: how many of them."""
    variance: float | None = None
    """Where it is another mean: of the value of one example, with n - 1 below."""
    outcomes: Outcomes | None = None


def side_of_values(metric: str, values: ArrayLike, test_set: str | None = None) -> Side:
    """The side of a system whose *metric* is the mean of *values* (n), finite and equally weighted.

    *test_set* is the fingerprint of the test set; without it no outcomes are kept.
    """
    given = np.asarray(values, float)
    outcomes = pack(metric, given, test_set) if test_set is not None else None
    return _side(metric, given, outcomes)


def side_of_outcomes(outcomes: Outcomes) -> Side:
    """The side of a system of which a document kept the *outcomes*.

    Raises:
        CardgenError: They are not sound.
    """
    return _side(outcomes.metric, unpack(outcomes), outcomes)


def _side(metric: str, values: Floats, outcomes: Outcomes | None) -> Side:
    mean, variance, n = (float(part) for part in spread(values.tolist()))
    is_proportion = n > 0 and bool(np.isin(values, (0.0, 1.0)).all())
    return Side(
        metric=metric,
        value=mean if n > 0 else None,
        n=len(values),
        successes=int(values.sum()) if is_proportion else None,
        variance=variance if n > 1 and not is_proportion else None,
        outcomes=outcomes,
    )


def spread_of(side: Side) -> Spread | None:
    """Mean and variance of the values of the examples; None where they are not known."""
    if side.value is None or side.n < 2:
        return None
    if side.successes is not None:
        share = side.successes / side.n
        return Spread(share, share * (1 - share) * side.n / (side.n - 1), side.n)
    return Spread(side.value, side.variance, side.n) if side.variance is not None else None
