"""Each slice against all other examples of its evaluation, corrected for their number (Holm 1979).

A family of tests is the slices of one grouping for one metric. How often equal slices are called
different is simulated in tests/benchmarks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import JsonValue

from cardgen.evaluation.arrays import pointers
from cardgen.evaluation.binary import Grouping, groupings, of_model
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.estimates import estimated, measured, reported
from cardgen.evaluation.measures import Against
from cardgen.evaluation.metrics import HIGHER, LOWER, catalogue
from cardgen.evaluation.results import SUBJECT, where
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import grouping
from cardgen.evaluation.statistics.complement import adjusted
from cardgen.evaluation.statistics.detectable import of_interval as detectable
from cardgen.evaluation.statistics.verdict import Seen, verdict
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Table

VERSION = 1
HEADS = (
    "metric", "group", "slice", "n", "value", "others", "difference", "low", "high", "p", "p (Holm)",
    "could have seen", "verdict",
)  # fmt: skip


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """A table for each evaluation of the model: a row for each metric, grouping and slice."""
    for index, evaluation in of_model(run):
        rows = _rows(evaluation, settings)
        if rows == []:
            continue
        yield fact_by(
            comparisons,
            run,
            id="res.comparisons",
            subject=SUBJECT,
            where=where(evaluation.record),
            method=Method.COMPUTED,
            derived_from=pointers(run, index),
            parameters={"index": index, "rows": [*rows], "minimum": settings.minimum},
            note=_note(evaluation, settings),
        )


def _rows(evaluation: Evaluated, settings: Evaluation) -> list[JsonValue]:
    return [
        {"metric": name, **how.parameters, "margin": settings.margins.get(name, 0.0)}
        for how in groupings(evaluation, settings)
        for name in reported(evaluation, settings, how.columns)
        if _against(evaluation, name, how) is not None
    ]


def _against(evaluation: Evaluated, metric: str, how: Grouping) -> Against | None:
    """The metric's differences; None where it has no test, or some example has no value."""
    found = estimated(evaluation, metric, how.columns, how.bins)
    if any(found.bad):
        return None
    key = ("against", metric, *how.columns, *(tuple(edges) for edges in how.bins.values()))
    if key not in evaluation.kept:
        evaluation.kept[key] = measured(evaluation, metric).against_others(found.slices)
    return evaluation.kept[key]  # type: ignore[no-any-return]


def _note(evaluation: Evaluated, settings: Evaluation) -> str:
    methods: dict[str, list[str]] = {}
    untested = []
    for how in groupings(evaluation, settings):
        for name in reported(evaluation, settings, how.columns):
            found = _against(evaluation, name, how)
            if found is None:
                untested.append(name)
            elif name not in methods.setdefault(found.method, []):
                methods[found.method].append(name)
    listed = " ".join(f"{', '.join(of)}: {method}." for method, of in methods.items())
    missing = f" Not tested: {', '.join(dict.fromkeys(untested))}." if untested != [] else ""
    return f"p (Holm) is corrected for the slices of a group. {listed}{missing}"


def comparisons(run: Run, *, index: int, rows: Sequence[dict[str, Any]], minimum: int) -> Table:
    """Each slice's value, that of all other examples, their difference, test and verdict.

    "Could have seen" is the smallest difference that one such test finds in 80 % of cases.
    """
    evaluation = evaluated(run, index)
    made: list[tuple[JsonValue, ...]] = []
    for row in rows:
        how = Grouping(row["columns"], row["bins"], row["shown"])
        made.extend(_compared(evaluation, row["metric"], how, minimum, row["margin"]))
    return Table(columns=HEADS, rows=tuple(made))


def _compared(
    evaluation: Evaluated, metric: str, how: Grouping, minimum: int, margin: float
) -> Iterator[tuple[JsonValue, ...]]:
    against = _against(evaluation, metric, how)
    assert against is not None  # noqa: S101 - the row is made only then
    slices = estimated(evaluation, metric, how.columns, how.bins)
    found = against.difference
    corrected = adjusted(found.p[how.shown])
    better = {HIGHER: True, LOWER: False}.get(catalogue(evaluation)[metric].direction)
    for at, p_holm in zip(how.shown, corrected.tolist(), strict=True):
        value, n = slices.estimates[at].value, slices.slices.sizes[at]
        numbers = [float(column[at]) for column in found]
        difference, low, high, _ = numbers
        seen = Seen(difference, low, high, min(n, evaluation.n - n), p_holm)
        word = verdict(seen, higher_is_better=better, minimum=minimum, margin=margin)
        others = None if value is None else value - difference
        least = detectable(low, high)
        numbers = [*numbers, p_holm, math.nan if least is None else least]
        cells = [None if v is None or math.isnan(v) else v for v in (others, *numbers)]
        name = slices.slices.names[at]
        yield (metric, grouping(how.columns), name, n, value, *cells, word.value)
