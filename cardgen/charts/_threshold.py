"""The decision threshold in use, and what is known of the model's results at it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import JsonValue

from cardgen.charts._axes import finite
from cardgen.charts._facts import own_number, rows, same_evaluation
from cardgen.values import Fact

THRESHOLD, TABLE = "ev.threshold", "res.thresholds"


def about_threshold(fact: Fact, others: Sequence[Fact]) -> tuple[Fact, ...]:
    """Of *others* the threshold in use and the results at thresholds, for the evaluation of *fact*."""
    return tuple(
        found for name in (THRESHOLD, TABLE) for found in [*same_evaluation(fact, others, name)][:1]
    )


def in_use(facts: Sequence[Fact]) -> float:
    """The decision threshold; NaN where the facts hold none."""
    return next((own_number(fact) for fact in facts if fact.id == THRESHOLD), math.nan)


def results_in_use(facts: Sequence[Fact]) -> dict[str, JsonValue]:
    """The row of the table for the threshold in use; empty where there is none."""
    threshold = in_use(facts)
    table = (row for fact in facts if fact.id == TABLE for row in rows(fact))
    found = (row for row in table if math.isclose(finite(row.get("threshold")), threshold))
    return next(found, {})
