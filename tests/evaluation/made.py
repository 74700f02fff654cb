"""Evaluations made of arrays in memory, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.estimates import estimated
from cardgen.evaluation.measures import Estimate
from cardgen.run import EvaluationRecord


def evaluation_of(
    arrays: Mapping[str, Any],
    *,
    task: str,
    classes: Sequence[str] = (),
    positive: str | None = None,
) -> Evaluated:
    """As if a run had recorded *arrays*."""
    given = {name: np.asarray(array) for name, array in arrays.items()}
    record = EvaluationRecord(
        data="d",
        split="test",
        file="evaluation/d.test.npz",
        sha256="",
        task=task,
        classes=tuple(classes),
        n=len(next(iter(given.values()))),
        positive=positive,
    )
    return Evaluated(record, given)


def estimates(evaluation: Evaluated, metric: str, *columns: str) -> dict[str, Estimate]:
    """The metric by the names of the slices; all examples are called ""."""
    found = estimated(evaluation, metric, columns)
    names = (" × ".join(values) for values in found.slices.values)
    return dict(zip(names, found.estimates, strict=True))


def whole(evaluation: Evaluated, metric: str) -> Estimate:
    """The metric of all examples."""
    return estimates(evaluation, metric)[""]
