"""What charts read of facts: rows of tables, points of curves, and the facts that belong together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from cardgen.charts._axes import finite
from cardgen.language import say
from cardgen.numbers import number_text, quantity_text
from cardgen.values import Curve, Fact, Interval, Quantity, Scalar, Table

EVALUATION = ("data", "split", "system")
"""The keys of one evaluation."""
SLICE, TEST = "slice", "test"
"""The key of a slice; and the split whose results are drawn, if there is one of that name: those of
others stand in tables."""

Points = tuple[tuple[float, float], ...]
Estimate = tuple[float, float, float]
"""A value and the ends of its interval; NaN where there is none."""


def drawn(facts: Sequence[Fact], name: str) -> list[Fact]:
    """The facts with the id *name*; of several splits' those on test."""
    own = [fact for fact in facts if fact.id == name]
    on_test = [fact for fact in own if fact.where.get("split") == TEST]
    return on_test if on_test != [] else own


def together(facts: Sequence[Fact], *apart: str) -> list[list[Fact]]:
    """*facts* that hold for the same together, whatever their slices and their keys *apart* are."""
    found: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        found.setdefault(evaluation(fact, apart=apart), []).append(fact)
    return list(found.values())


def rows(fact: Fact) -> list[dict[str, JsonValue]]:
    """The rows of the table that *fact* holds, by the names of its columns."""
    table = fact.value
    if not isinstance(table, Table):
        return []
    size = len(table.columns)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows if len(row) == size]


def series(fact: Fact) -> dict[str, Points]:
    """The series of *fact*'s curve, with those points of which both numbers are finite."""
    found = fact.value.series if isinstance(fact.value, Curve) else {}
    return {name: tuple(_finite(points)) for name, points in found.items()}


def _finite(points: Sequence[tuple[float, float | str]]) -> Iterator[tuple[float, float]]:
    for x, y in points:
        if math.isfinite(finite(x)) and math.isfinite(finite(y)):
            yield finite(x), finite(y)


def estimate(fact: Fact | None) -> Estimate:
    """The value and interval of *fact*'s quantity."""
    quantity = fact.value if fact is not None else None
    if not isinstance(quantity, Quantity):
        return math.nan, math.nan, math.nan
    interval = quantity.interval
    ends = (math.nan, math.nan) if interval is None else (interval.low, interval.high)
    return finite(quantity.value), finite(ends[0]), finite(ends[1])


def row_estimate(row: dict[str, JsonValue], name: str = "value") -> Estimate:
    """The number in column *name* of a table's row, with `low` and `high`."""
    return finite(row.get(name)), finite(row.get("low")), finite(row.get("high"))


def estimate_text(numbers: Estimate) -> str:
    """Such as `0.62 (0.61–0.63)`, or `0.62` without an interval."""
    value, low, high = numbers
    if math.isnan(low) or math.isnan(high):
        return number_text(value)
    interval = Interval(low=low, high=high, method="")
    return quantity_text(Quantity(value=value, unit="1", interval=interval))


def own_number(fact: Fact | None) -> float:
    """The one number that *fact* holds; NaN for all else."""
    if fact is not None and isinstance(fact.value, Scalar):
        return finite(fact.value.value)
    return estimate(fact)[0]


def same_evaluation(fact: Fact, others: Sequence[Fact], name: str) -> Iterator[Fact]:
    """Those of *others* with the id *name* that hold for the evaluation that *fact* holds for."""
    own = {key: fact.where[key] for key in EVALUATION if key in fact.where}
    for other in others:
        if other.id == name and all(other.where.get(k, v) == v for k, v in own.items()):
            yield other


def evaluation(fact: Fact, *first: str, apart: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What tells *fact* from others of its id, but for its slice and its keys *apart*.

    The values of the keys *first* come before those of its evaluation and all others.
    """
    subject = () if fact.subject == "model" else (fact.subject,)
    keys = dict.fromkeys((*first, *EVALUATION, *fact.where))
    known = (fact.where[key] for key in keys if key in fact.where and key not in {SLICE, *apart})
    return (*subject, *known)


def levels(facts: Sequence[Fact]) -> str:
    """What the lines of intervals in a chart of *facts* are; nothing where there is none."""
    quantities = (fact.value for fact in facts if isinstance(fact.value, Quantity))
    intervals = (q.interval for q in quantities if q.interval is not None)
    known = dict.fromkeys(i.level for i in intervals if i.level is not None)
    shares = " / ".join(number_text(round(level * 100, 6)) for level in known)
    return say("Lines are {level}% intervals.", level=shares) if known != {} else ""
