"""Baselines: other systems' values of a metric with their intervals, and the model's across them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cardgen.charts._facts import drawn, estimate_text, evaluation, row_estimate
from cardgen.charts._facts import rows as rows_of
from cardgen.charts._rows import Across, Row, draw_rows, listed, points
from cardgen.language import in_words, say
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Baselines"
TABLE, MODEL = "res.baseline", "model"
FEWEST, MOST_CHARTS = 2, 4
"""Other systems that make a chart, of fewer the table says all; and metrics that are drawn."""


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """The table of each metric, alone."""
    found = (fact for fact in drawn(facts, TABLE) if _is_worth_drawing(fact))
    yield from ((fact,) for fact in islice(found, MOST_CHARTS))


def _is_worth_drawing(fact: Fact) -> bool:
    return sum(math.isfinite(row.value) for row in rows(fact)) >= FEWEST


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """Metric and evaluation."""
    return evaluation(facts[0], "metric")


def rows(fact: Fact) -> list[Row]:
    """A row for each system but the model."""
    found = []
    for row in rows_of(fact):
        numbers = row_estimate(row)
        if row.get("system") != MODEL:
            note = "" if math.isfinite(numbers[0]) else say("no value")
            found.append(Row(in_words(str(row.get("system"))), numbers, note=note))
    return found


def model(fact: Fact) -> Across | None:
    """The model's own value."""
    for row in rows_of(fact):
        numbers = row_estimate(row)
        if row.get("system") == MODEL and math.isfinite(numbers[0]):
            return Across(say("model: {value}", value=estimate_text(numbers)), *numbers)
    return None


def words(facts: tuple[Fact, ...]) -> str:
    """The model's value, then each system's with the verdict about the model."""
    own = model(facts[0])
    said = [] if own is None else [own.label]
    for row in rows_of(facts[0]):
        if row.get("system") != MODEL:
            verdict = row.get("verdict")
            known = [estimate_text(row_estimate(row)), *([verdict] if verdict is not None else [])]
            said.append(
                f"{in_words(str(row.get('system')))}: {', '.join(map(in_words, map(str, known)))}"
            )
    return f"{'; '.join(said)}."


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """Points with their intervals; the model as a line across."""
    metric = facts[0].where.get("metric", "")
    draw_rows(canvas, listed(rows(facts[0])), points, metric, model(facts[0]))
