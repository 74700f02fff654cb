"""What facts of several runs share: runs by their ids, their evaluations and settings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from cardgen.run import EvaluationRecord, Run

LARGEST = 1e100
"""Beyond, a figure is no result that squares could be taken of: the run diverged."""
MODEL = "model"
"""The system that a run's documents are about."""


def chosen(runs: Sequence[Run], ids: Sequence[str]) -> list[Run]:
    """The runs with these *ids*, each once and in that order; those that are not there are left out."""
    by_id = {run.id: run for run in runs}
    return [by_id[one] for one in dict.fromkeys(ids) if one in by_id]


def evaluations(run: Run) -> Iterator[tuple[int, EvaluationRecord]]:
    """The run's evaluations of its model, with their indices."""
    for index, record in enumerate(run.record.evaluations):
        if record.system == MODEL:
            yield index, record


def beside(run: Run, record: EvaluationRecord) -> Iterator[tuple[int, EvaluationRecord]]:
    """The run's evaluations of any system on the data and split of *record*, with their indices."""
    for index, one in enumerate(run.record.evaluations):
        if (one.data, one.split) == (record.data, record.split):
            yield index, one


def index_of(run: Run, data: str | None, split: str) -> int | None:
    """Index of the evaluation of the run's model on *split* of *data*; None: of the first that has it."""
    for index, record in evaluations(run):
        if record.split == split and data in {None, record.data}:
            return index
    return None


def flat(config: Mapping[str, JsonValue], above: str = "") -> dict[str, JsonValue]:
    """Settings by their path, such as `network.hidden`; lists are values."""
    found: dict[str, JsonValue] = {}
    for key, value in config.items():
        path = f"{above}{key}"
        if isinstance(value, dict) and value != {}:
            found |= flat(value, f"{path}.")
        else:
            found[path] = value
    return found


def same_text(value: JsonValue) -> str:
    """A text that settings share only if they are the same value: 64 and 64.0 do, 1 and true do not."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True)
