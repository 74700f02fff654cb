"""The metrics of an evaluation: what each is, which way is better, and how it comes from the arrays.

One module is one family of tasks: it names its tasks, says what stands in the way of its metrics,
and gives them. Metrics that the run recorded for each example come with any task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from cardgen import _plugins
from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.measures import Measure

PACKAGE = "cardgen.evaluation.metrics"
HIGHER, LOWER, UNKNOWN = "higher is better", "lower is better", "not recorded"


@dataclass(frozen=True)
class Metric:
    """One metric; everything about it is data."""

    name: str
    words: str
    """What it is, in a phrase."""
    direction: str
    measure: Callable[[Evaluated], Measure]
    """How it comes from the arrays of an evaluation that has it."""
    unit: str = "1"
    averaging: str | None = None
    """How classes or labels are put together, such as macro; None where nothing is averaged."""
    usual: bool = True
    """Whether it is reported when the project names no metrics."""
    by_slice: bool = True
    """Whether it is reported by slice when the project names no metrics."""
    of_classes: bool = False
    """Whether it needs examples of several classes to tell anything."""
    judge: str | None = None
    """Model and version that gave the values, so that they are its estimates."""
    shows: str | None = None
    """What it is a test of."""
    does_not_show: str | None = None
    """What it is no test of."""


class Family(Protocol):
    """What a module of this package offers."""

    TASKS: frozenset[str]
    """Tasks that it is about; empty for all."""

    def obstacle(self, evaluation: Evaluated) -> str | None:
        """Why the evaluation has no metrics of this family; None when it has."""

    def metrics(self, evaluation: Evaluated) -> Sequence[Metric]:
        """The family's metrics that the evaluation's arrays give; asked only without obstacle."""


def names(evaluation: Evaluated, wanted: Sequence[str] | None = None) -> list[str]:
    """Names of the metrics to report: those *wanted* that there are, else the usual ones."""
    known = catalogue(evaluation)
    if wanted is not None:
        return [name for name in dict.fromkeys(wanted) if name in known]
    return [name for name, metric in known.items() if metric.usual]


def catalogue(evaluation: Evaluated) -> dict[str, Metric]:
    """Every metric that the evaluation's arrays give, by name; a recorded one wins over cardgen's."""
    if "catalogue" not in evaluation.kept:
        # What can be measured is told by looking at every score: once, not for every slice.
        evaluation.kept["catalogue"] = _catalogue(evaluation)
    return evaluation.kept["catalogue"]  # type: ignore[no-any-return]


def _catalogue(evaluation: Evaluated) -> dict[str, Metric]:
    found: dict[str, Metric] = {}
    for family in _families():
        if _is_of(family, evaluation) and family.obstacle(evaluation) is None:
            found |= {metric.name: metric for metric in family.metrics(evaluation)}
    return found


def obstacle(evaluation: Evaluated) -> str | None:
    """Why the task has no metrics of its own here; None when it has."""
    task = evaluation.record.task
    families = [one for one in _families() if frozenset() != one.TASKS and _is_of(one, evaluation)]
    if families == []:
        known = sorted(task for family in _families() for task in family.TASKS)
        return (
            f"cardgen has no metric of its own for the task {task}: only for {', '.join(known)}. "
            "Others need the values of metrics for each example."
        )
    return families[0].obstacle(evaluation)


def lacking(evaluation: Evaluated) -> list[str]:
    """Names of the task's usual metrics where they cannot be computed and nothing recorded them."""
    recorded = catalogue(evaluation)
    return [
        name
        for family in _families()
        if _is_of(family, evaluation) and frozenset() != family.TASKS
        for name in family_names(family)
        if name not in recorded
    ]


def family_names(family: Family) -> Sequence[str]:
    """Names of the metrics that an evaluation of the family's tasks always has."""
    return cast("Sequence[str]", getattr(family, "ALWAYS", ()))


def _is_of(family: Family, evaluation: Evaluated) -> bool:
    return frozenset() == family.TASKS or evaluation.record.task in family.TASKS


def _families() -> Iterator[Family]:
    yield from _loaded()


@cache
def _loaded() -> tuple[Family, ...]:
    made = [cast("Family", _plugins.load(PACKAGE, name)) for name in _plugins.names(PACKAGE)]
    # Recorded metrics come last, so that they replace cardgen's own of the same name.
    return tuple(sorted(made, key=lambda family: frozenset() == family.TASKS))
