"""Gaps between groups: the worst and the best slice of each metric, and how far they are apart.

Mitchell et al. 2019, 4.7. The gap's range is made of both slices' own intervals (MOVER: Zou and
Donner 2008, Statistics in Medicine 27:1693), which for proportions is Newcombe's method 10.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import JsonValue

from cardgen.evaluation.arrays import pointers
from cardgen.evaluation.binary import Grouping, groupings, of_model
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.estimates import estimated, reported
from cardgen.evaluation.measures import Estimate
from cardgen.evaluation.measures.ends import difference
from cardgen.evaluation.metrics import LOWER, UNKNOWN, catalogue
from cardgen.evaluation.results import SUBJECT, where
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import grouping
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Table

VERSION = 1
HEADS = (
    "metric", "group", "worst", "value worst", "best", "value best", "gap", "low", "high", "ratio",
)  # fmt: skip
NOTE = (
    "Worst and best were chosen after the results were known, so the range of their gap is too "
    "narrow. The ratio is the smaller value over the larger."
)


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """A table for each evaluation of the model: a row for each metric and grouping."""
    for index, evaluation in of_model(run):
        found = _rows(evaluation, settings)
        if found == []:
            continue
        yield fact_by(
            gaps,
            run,
            id="res.disparity",
            subject=SUBJECT,
            where=where(evaluation.record),
            method=Method.COMPUTED,
            derived_from=pointers(run, index),
            parameters={"index": index, "rows": [*found]},
            note=NOTE,
        )


def _rows(evaluation: Evaluated, settings: Evaluation) -> list[JsonValue]:
    """Metrics with a direction, by each grouping that shows two slices or more of it."""
    known = catalogue(evaluation)
    return [
        {"metric": name, **how.parameters}
        for how in groupings(evaluation, settings)
        for name in reported(evaluation, settings, how.columns)
        if known[name].direction != UNKNOWN and len(_valued(evaluation, name, how)) > 1
    ]


def _valued(evaluation: Evaluated, metric: str, how: Grouping) -> list[tuple[str, Estimate]]:
    """Name and estimate of each slice shown that has a value."""
    found = estimated(evaluation, metric, how.columns, how.bins)
    return [
        (found.slices.names[at], found.estimates[at])
        for at in how.shown
        if found.estimates[at].value is not None
    ]


def gaps(run: Run, *, index: int, rows: Sequence[dict[str, Any]]) -> Table:
    """Worst and best slice of each of *rows* (metric and grouping), their gap with its range, ratio."""
    evaluation = evaluated(run, index)
    made = [
        _row(evaluation, row["metric"], Grouping(row["columns"], row["bins"], row["shown"]))
        for row in rows
    ]
    return Table(columns=HEADS, rows=tuple(made))


def _row(evaluation: Evaluated, metric: str, how: Grouping) -> tuple[JsonValue, ...]:
    ordered = sorted(_valued(evaluation, metric, how), key=lambda one: one[1].value or 0.0)
    if catalogue(evaluation)[metric].direction == LOWER:
        ordered.reverse()
    (worst, low), (best, high) = ordered[0], ordered[-1]
    named = (metric, grouping(how.columns), worst, low.value, best, high.value)
    gap = difference(*sorted((low, high), key=lambda one: one.value or 0.0, reverse=True))
    return (*named, *(None if math.isnan(end) else end for end in gap), _ratio(low, high))


def _ratio(first: Estimate, second: Estimate) -> float | None:
    small, large = sorted((first.value or 0.0, second.value or 0.0))
    return small / large if small >= 0 and large > 0 else None
