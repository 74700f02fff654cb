"""Arithmetic of quantities with ranges: sums add ends, products multiply them, quotients cross them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from cardgen.values import Interval, Quantity


def total(parts: Sequence[Quantity], unit: str, *, n: int | None = None) -> Quantity:
    """The sum of *parts*, all in *unit*; at least that where one is missing or a lower bound.

    There is no figure when no part has one, and no range when a figure has none.
    """
    known = [part for part in parts if part.value is not None]
    if known == []:
        return Quantity(value=None, unit=unit, n=n)
    ends = [part.interval for part in known if part.interval is not None]
    interval = None
    if len(ends) == len(known):
        low, high = math.fsum(one.low for one in ends), math.fsum(one.high for one in ends)
        interval = Interval(low=low, high=high, method=_methods(ends))
    return Quantity(
        value=math.fsum(part.value for part in known if part.value is not None),
        unit=unit,
        interval=interval,
        n=n,
        at_least=len(known) < len(parts) or any(part.at_least for part in known),
    )


def quotient(one: Quantity, other: Quantity, unit: str) -> Quantity:
    """*one* over *other*, with the widest range that their ends allow.

    There is no figure where one is missing, where the divisor is 0, or only a lower bound of it is
    known: the quotient would then be an upper bound, which reads as a figure and is none.
    """
    if one.value is None or other.value is None or other.value <= 0 or other.at_least:
        return Quantity(value=None, unit=unit)
    (low, high), (least, most) = _ends(one), _ends(other)
    interval = None
    ranges = [part.interval for part in (one, other) if part.interval is not None]
    if ranges != [] and least > 0:
        # Over an exact figure, or of one, a range holds with the same confidence.
        level = ranges[0].level if len(ranges) == 1 else None
        interval = Interval(low=low / most, high=high / least, level=level, method=_methods(ranges))
    return Quantity(
        value=one.value / other.value, unit=unit, interval=interval, at_least=one.at_least
    )


def product(one: Quantity, other: Quantity, unit: str) -> Quantity:
    """*one* times *other*, neither negative, ends multiplied; no range when one has none."""
    if one.value is None or other.value is None:
        return Quantity(value=None, unit=unit)
    interval = None
    if one.interval is not None and other.interval is not None:
        low = one.interval.low * other.interval.low
        high = one.interval.high * other.interval.high
        interval = Interval(low=low, high=high, method=_methods([one.interval, other.interval]))
    return Quantity(
        value=one.value * other.value,
        unit=unit,
        interval=interval,
        at_least=one.at_least or other.at_least,
    )


def scaled(quantity: Quantity, factor: float, unit: str, *, n: int | None = None) -> Quantity:
    """*quantity* times an exact *factor* from 0 up, its ends as well, in *unit*."""
    ends = quantity.interval
    if ends is not None:
        ends = ends.model_copy(update={"low": ends.low * factor, "high": ends.high * factor})
    value = None if quantity.value is None else quantity.value * factor
    update = {"value": value, "unit": unit, "interval": ends, "n": n}
    return quantity.model_copy(update=update)


def _ends(quantity: Quantity) -> tuple[float, float]:
    """Ends of the range; a figure without one is taken to be exact."""
    if quantity.interval is not None:
        return quantity.interval.low, quantity.interval.high
    value = quantity.value if quantity.value is not None else math.nan
    return value, value


def _methods(ends: Iterable[Interval]) -> str:
    return "; ".join(dict.fromkeys(one.method for one in ends))
