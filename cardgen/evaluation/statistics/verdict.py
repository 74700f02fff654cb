"""What a difference and its uncertainty allow to say."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple

SIGNIFICANCE = 0.05


class Verdict(StrEnum):
    """The words of a comparison."""

    BETTER = "better"
    WORSE = "worse"
    WITHIN_NOISE = "within noise"
    """No difference was seen; with a margin: none as large as it."""
    CANNOT_TELL = "cannot tell"
    """Too few examples, or a difference as large as the margin may be there or not."""
    NOT_COMPARABLE = "not comparable"
    """The two are not values of one thing, or nobody said which way is better."""


class Seen(NamedTuple):
    """What a comparison saw."""

    difference: float
    """Of the new to the old, or of the slice to its complement."""
    low: float
    high: float
    """Ends of its interval."""
    n: int
    """Examples on the smaller side."""
    p: float | None = None
    """Its p-value, adjusted where there are several; None where the interval alone decides."""


def verdict(
    seen: Seen, *, higher_is_better: bool | None, minimum: int, margin: float = 0.0
) -> Verdict:
    """The word for what was *seen*.

    Better and worse need an interval without 0, a p-value of 5 % at most where there is one, and a
    difference of the margin at least. All else is within noise; with a margin only where the
    whole interval is below it, and otherwise "cannot tell".

    Args:
        seen: Difference, interval, examples and p-value; NaN where there are none.
        higher_is_better: None when nobody said which way is better.
        minimum: Examples below which nothing is told.
        margin: The smallest difference that matters, in the metric's unit; 0 when none was set.
    """
    p = seen.p if seen.p is not None else 0.0
    if seen.n < minimum or math.isnan(p) or not seen.low <= seen.high:
        return Verdict.CANNOT_TELL
    if p > SIGNIFICANCE or seen.low <= 0 <= seen.high or abs(seen.difference) < margin:
        small = margin == 0 or max(-seen.low, seen.high) < margin
        return Verdict.WITHIN_NOISE if small else Verdict.CANNOT_TELL
    if higher_is_better is None:
        return Verdict.NOT_COMPARABLE
    return Verdict.BETTER if (seen.difference > 0) == higher_is_better else Verdict.WORSE
