"""The model beside other systems: the majority class, recorded baselines, and runs of others.

Every figure of a model is good or bad beside what costs less: Mitchell et al. 2019, 4.7, want results
that can be compared; the majority class is the least that a classifier must be better than.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.errors import CardgenError
from cardgen.evaluation.arrays import load
from cardgen.evaluation.classes import pairs
from cardgen.evaluation.comparison import Comparison, compare
from cardgen.evaluation.majority import majority_of
from cardgen.evaluation.results import MINIMUM, SUBJECT, where
from cardgen.evaluation.sameness import fingerprint_of
from cardgen.evaluation.several import MODEL, beside, chosen, evaluations, index_of
from cardgen.evaluation.sides import Side, side_of_values
from cardgen.evaluation.statistics.proportion import wilson
from cardgen.evaluation.valued import HIGHER, direction, interval, metrics, side
from cardgen.measure import fact_of_runs
from cardgen.run import EvaluationRecord, Run
from cardgen.values import Fact, Method, Table

VERSION = 1
MAJORITY = "majority class"
ACCURACY = "accuracy"
COLUMNS = ("system", "value", "low", "high", "difference", "low ", "high ", "verdict")
WORDS = (
    "Differences are the model's value minus that of the system, and verdicts are about the model."
)


class Other(NamedTuple):
    """A system that the model is compared with."""

    name: str
    side: Side
    ends: tuple[float, float] | None
    """Interval of its value."""


def facts(runs: Sequence[Run], main: Run, named: Sequence[str]) -> Iterator[Fact]:
    """One table a metric of each of the model's evaluations that another system was measured on."""
    ids = [one for one in dict.fromkeys(named) if one != main.id]
    for index, record in evaluations(main):
        for metric in metrics(main, index):
            others = list(_others(runs, main, index, metric, ids))
            if others == []:
                continue
            yield fact_of_runs(
                baseline,
                runs,
                id="res.baseline",
                subject=SUBJECT,
                where={**where(record), "metric": metric},
                method=Method.COMPUTED,
                derived_from=tuple(_pointers(runs, main, record, ids)),
                parameters={
                    "main": main.id,
                    "index": index,
                    "metric": metric,
                    "others": list[JsonValue](ids),
                },
                note=_note(main, index, metric, others),
            )


def baseline(
    runs: Sequence[Run], *, main: str, index: int, metric: str, others: list[str]
) -> Table:
    """The model's value of *metric* and those of other systems, each with its interval.

    Args:
        runs: Every run of the project.
        main: Id of the run whose model is compared.
        index: Its evaluation.
        metric: What is compared.
        others: Ids of the runs whose models are compared with it.
    """
    (run,) = chosen(runs, [main])
    own = side(run, index, metric)
    rows: list[tuple[JsonValue, ...]] = [
        (MODEL, own.value, *_ends(interval(run, index, metric)), None, None, None, None)
    ]
    for other in _others(runs, run, index, metric, others):
        found = _compared(run, index, own, other)
        ends = None if found.interval is None else (found.interval.low, found.interval.high)
        verdict = found.verdict.value
        value = (other.name, other.side.value, *_ends(other.ends))
        rows.append((*value, found.difference, *_ends(ends), verdict))
    return Table(columns=COLUMNS, rows=tuple(rows))


def _ends(ends: tuple[float, float] | None) -> tuple[float | None, float | None]:
    return (None, None) if ends is None else ends


def _compared(main: Run, index: int, own: Side, other: Other) -> Comparison:
    better = direction(main, index, own.metric)
    is_higher = None if better is None else better == HIGHER
    return compare(own, other.side, higher_is_better=is_higher, minimum=MINIMUM)


def _others(
    runs: Sequence[Run], main: Run, index: int, metric: str, ids: Sequence[str]
) -> Iterator[Other]:
    """The majority class, then the run's other systems, then the models of other runs."""
    record = main.record.evaluations[index]
    least = majority_of(main, index) if metric == ACCURACY else None
    if least is not None:
        yield _always(main, index, least.name)
    for at, one in beside(main, record):
        if one.system != MODEL:
            yield from _system(main, at, metric, one.system)
    for run in chosen(runs, ids):
        found = index_of(run, record.data, record.split)
        if found is not None:
            yield from _system(run, found, metric, run.id)


def _system(run: Run, index: int, metric: str, name: str) -> Iterator[Other]:
    try:
        if metric in metrics(run, index):
            yield Other(name, side(run, index, metric), interval(run, index, metric))
    except CardgenError:
        return


def _always(main: Run, index: int, name: str) -> Other:
    """The system that names one class for every example."""
    record = main.record.evaluations[index]
    right = [float(label == name) for label, _ in pairs(record, load(main, index))]
    made = side_of_values(ACCURACY, right, fingerprint_of(main, index))
    low, high = wilson(made.successes or 0, made.n)
    return Other(MAJORITY, made, (float(low), float(high)))


def _pointers(
    runs: Sequence[Run], main: Run, record: EvaluationRecord, ids: Sequence[str]
) -> Iterator[str]:
    for run in (main, *chosen(runs, ids)):
        for at, one in beside(run, record):
            if run is main or one.system == MODEL:
                yield f"run:{run.id}#/record/evaluations/{at}"


def _note(main: Run, index: int, metric: str, others: Sequence[Other]) -> str:
    """What differences are, by which tests, and what the majority is of."""
    notes = [WORDS]
    least = majority_of(main, index) if metric == ACCURACY else None
    if least is not None:
        split = "training" if least.of_training else "evaluated"
        notes.append(f"The majority class is {least.name}, by the labels of the {split} split.")
    own = side(main, index, metric)
    found = [_compared(main, index, own, other) for other in others]
    for comparison in found:
        if comparison.test is not None and comparison.interval is not None:
            notes.append(f"{comparison.test}; {comparison.interval.method}.")
        if comparison.note is not None:
            notes.append(comparison.note)
    return " ".join(dict.fromkeys(notes))
