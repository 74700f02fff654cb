"""Counts of the data's groups that are withheld together with results of the same groups."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.results import MODEL
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.withholding import protected_counts, withheld_values
from cardgen.run import DataRecord, Run

Column = tuple[str, str]
"""Name of a data set, and of a column whose values the run counted in it."""


def withheld_counts(run: Run, settings: Evaluation) -> dict[Column, frozenset[str]]:
    """Values of each column whose counts are withheld, in every split; none unless small ones are.

    Those that are small in a split, those withheld from results, and as many as protect them. A column
    of labels counts only where it is a group column, too.
    """
    found: dict[Column, frozenset[str]] = {}
    if settings.small == "show":
        return found
    for index, record in enumerate(run.record.evaluations):
        if record.system == MODEL and record.n > 0:
            for name, values in withheld_values(evaluated(run, index), settings).items():
                key = (record.data, name)
                found[key] = found.get(key, frozenset()) | values
    for data in run.record.data:
        for name, counts in _counts(data, found):
            key = (data.name, name)
            found[key] = found.get(key, frozenset()) | protected_counts(counts, settings.minimum)
    return {key: values for key, values in found.items() if values != frozenset()}


def _counts(
    data: DataRecord, grouped: dict[Column, frozenset[str]]
) -> Iterator[tuple[str, dict[str, int]]]:
    yield from data.group_counts.items()
    if (
        data.label is not None
        and data.class_counts is not None
        and (data.name, data.label) in grouped
    ):
        yield data.label, data.class_counts
