"""Results by slice: a metric of each slice of a group with its interval, ordered by value.

Mitchell et al. 2019, 4.7: results for each factor alone, and where factors meet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cardgen.charts._facts import (
    drawn,
    estimate,
    estimate_text,
    evaluation,
    levels,
    same_evaluation,
    together,
)
from cardgen.charts._facts import rows as rows_of
from cardgen.charts._rows import Across, Row, draw_rows, listed, points
from cardgen.language import in_words, say, say_count
from cardgen.numbers import number_text, unit_text
from cardgen.values import Fact, Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Results by slice"
SLICES = ("res.unitary", "res.intersect")
OVERALL, COMPARED = "res.overall", "res.comparisons"
DIFFERENT = ("better", "worse")
"""Verdicts of slices that a test tells from all other examples."""
MOST_CHARTS = 6
"""Charts of one kind of slices, those of the first metrics; the table below them has all."""
MOST_IN_WORDS = 10
"""Slices without a value, and slices that differ, that are named in words."""


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """The slices of one metric and group; then the same metric over all examples, where known."""
    for name in SLICES:
        own = drawn(facts, name)
        metrics = list(dict.fromkeys(map(_metric, own)))
        # Every group of the first metric before the second metric.
        found = sorted(together(own), key=lambda it: metrics.index(_metric(it[0])))
        known = (it for it in found if any(math.isfinite(row.value) for row in rows(it)))
        for group in islice(known, MOST_CHARTS):
            whole = same_evaluation(group[0], facts, OVERALL)
            same = [fact for fact in whole if _metric(fact) == _metric(group[0])]
            yield (*group, *same[:1], *same_evaluation(group[0], facts, COMPARED))


def _metric(fact: Fact) -> str:
    return fact.where.get("metric", "")


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """Metric and group, and the evaluation."""
    return evaluation(facts[0], "metric", "group")


def rows(facts: Sequence[Fact]) -> list[Row]:
    """A row for each slice; one without a value says why, one that differs from others is marked."""
    different = verdicts(facts)
    return [
        _row(fact, fact.value, is_marked=fact.where.get("slice") in different)
        for fact in facts
        if fact.id in SLICES and isinstance(fact.value, Quantity)
    ]


def verdicts(facts: Sequence[Fact]) -> dict[str, str]:
    """Better or worse, by the slices that were found to differ from all other examples."""
    own = {key: facts[0].where.get(key) for key in ("metric", "group")}
    compared = (row for fact in facts if fact.id == COMPARED for row in rows_of(fact))
    return {
        str(row.get("slice")): str(row.get("verdict"))
        for row in compared
        if row.get("verdict") in DIFFERENT and own.items() <= row.items()
    }


def _row(fact: Fact, quantity: Quantity, *, is_marked: bool) -> Row:
    numbers = estimate(fact)
    why = fact.evidence.note
    note = in_words(why) if why is not None else say("no value")
    shown = "" if math.isfinite(numbers[0]) else note
    return Row(fact.where.get("slice", ""), numbers, quantity.n, shown, is_marked)


def words(facts: tuple[Fact, ...]) -> str:
    """How many slices, the lowest, the highest and their gap, the whole, and those without a value."""
    every = rows(facts)
    known = sorted((r for r in every if math.isfinite(r.value)), key=lambda row: row.value)
    said = [say_count(len(every), "{n} slice.", "{n} slices, the lowest value first.")]
    if len(known) == 1:
        said.append(f"{_slice_words(known[0])}.")
    else:
        gap = number_text(known[-1].value - known[0].value)
        said += [
            say("Lowest: {slice}.", slice=_slice_words(known[0])),
            say("Highest: {slice}.", slice=_slice_words(known[-1])),
            say("The gap between them is {gap}.", gap=gap),
        ]
    whole = _whole(facts)
    if whole is not None:
        said.append(f"{whole.label}.")
    said.append(levels(facts))
    different = [f"{name} ({in_words(word)})" for name, word in verdicts(facts).items()]
    if different != []:
        names = _some(different)
        said.append(say("Different from all other examples: {names}.", names=names))
    without = [row for row in every if not math.isfinite(row.value)]
    if without != []:
        names = _some([f"{row.name} ({_n(row)})" for row in without])
        said.append(say("Without a value: {names}.", names=names))
    return " ".join(part for part in said if part != "")


def _some(names: list[str]) -> str:
    more = len(names) - MOST_IN_WORDS
    others = [say("{n} more", n=number_text(more))] if more > 0 else []
    return ", ".join([*names[:MOST_IN_WORDS], *others])


def _slice_words(row: Row) -> str:
    value, low, high = row.numbers
    return f"{row.name} {estimate_text((value, low, high))} ({_n(row)})"


def _n(row: Row) -> str:
    return f"n = {number_text(row.n)}"


def _whole(facts: Sequence[Fact]) -> Across | None:
    """The metric over all examples, where the facts hold it."""
    for fact in facts:
        numbers = estimate(fact)
        if fact.id == OVERALL and math.isfinite(numbers[0]):
            return Across(say("All examples: {value}", value=estimate_text(numbers)), *numbers)
    return None


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """Points with their intervals; all examples as a line across."""
    metric = _metric(facts[0])
    units = (fact.value.unit for fact in facts if isinstance(fact.value, Quantity))
    label = metric + unit_text(next(units))
    shown = listed(rows(facts))
    marked = any(row.is_marked for row in shown)
    foot = say("* different from all other examples (Holm 1979)") if marked else ""
    draw_rows(canvas, shown, points, label, _whole(facts), foot)
