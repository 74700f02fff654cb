"""Evaluations of the model as a classifier of two classes, and what their facts have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.evaluation.arrays import pointers
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.metrics import obstacle
from cardgen.evaluation.results import MODEL, SUBJECT, where
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import grouping, wanted
from cardgen.evaluation.withholding import withheld
from cardgen.measure import Function, fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method


def of_model(run: Run) -> Iterator[tuple[int, Evaluated]]:
    """The model's evaluations that have examples and metrics of their own, with their indices."""
    for index, record in enumerate(run.record.evaluations):
        if record.system == MODEL and record.n > 0:
            evaluation = evaluated(run, index)
            if obstacle(evaluation) is None:
                yield index, evaluation


def binary(run: Run) -> Iterator[tuple[int, Evaluated]]:
    """Those of two classes of which one is the positive one."""
    for index, evaluation in of_model(run):
        if evaluation.positive is not None:
            yield index, evaluation


class Grouping(NamedTuple):
    """Columns that the examples are grouped by, and which of the slices may be shown."""

    columns: list[str]
    bins: dict[str, list[float]]
    shown: list[int]

    @property
    def parameters(self) -> dict[str, JsonValue]:
        """What a function needs to group the examples again."""
        cuts: dict[str, JsonValue] = {name: [*edges] for name, edges in self.bins.items()}
        return {"columns": [*self.columns], "bins": cuts, "shown": [*self.shown]}

    @property
    def where(self) -> dict[str, str]:
        """What a fact about it holds for; nothing for all examples."""
        return {"group": grouping(self.columns)} if self.columns != [] else {}


EVERYTHING = Grouping([], {}, [0])


def groupings(evaluation: Evaluated, settings: Evaluation) -> Iterator[Grouping]:
    """Each grouping by a single column that shows two slices or more."""
    for columns in wanted(evaluation, settings):
        cuts = {name: [*settings.bins[name]] for name in columns if name in settings.bins}
        shown = _shown(evaluation, columns, settings)
        if len(columns) == 1 and len(shown) > 1:
            yield Grouping([*columns], cuts, shown)


def _shown(evaluation: Evaluated, columns: tuple[str, ...], settings: Evaluation) -> list[int]:
    """Indices of the slices that are large enough and not withheld."""
    slices = slices_of(evaluation, columns, settings.bins)
    hidden = withheld(evaluation, settings).get(columns, frozenset())
    return [at for at, n in enumerate(slices.sizes) if n >= settings.minimum and at not in hidden]


def fact_by_group(
    function: Function, run: Run, index: int, how: Grouping, fact_id: str, note: str | None
) -> Fact:
    """What *function* gives of the run's evaluation *index*, grouped so."""
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=SUBJECT,
        where={**where(run.record.evaluations[index]), **how.where},
        method=Method.COMPUTED,
        derived_from=pointers(run, index),
        parameters={"index": index, **how.parameters},
        note=note,
    )


def named(slices: Slices, shown: Sequence[int]) -> list[tuple[int, str]]:
    """Index and name of each slice *shown*."""
    return [(at, slices.names[at]) for at in shown]
