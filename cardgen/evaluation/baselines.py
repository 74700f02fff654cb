"""The model beside other systems: the majority class, recorded baselines, and runs of others.

Every figure of a model is good or bad beside what costs less: Mitchell et al. 2019, 4.7, want results
that can be compared; the majority class is the least that a classifier must be better than.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.errors import CardgenError
from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.comparison import Comparison, compare
from cardgen.evaluation.majority import majority_of
from cardgen.evaluation.measures import Estimate
from cardgen.evaluation.measures.ends import difference
from cardgen.evaluation.metrics import HIGHER, catalogue, names
from cardgen.evaluation.results import SUBJECT, where
from cardgen.evaluation.sameness import fingerprint_of
from cardgen.evaluation.settings import NOTHING_STATED, Evaluation
from cardgen.evaluation.several import MODEL, beside, chosen, evaluations, index_of
from cardgen.evaluation.sides import Side, side_of_values
from cardgen.evaluation.statistics import LEVEL
from cardgen.evaluation.statistics.proportion import wilson
from cardgen.evaluation.statistics.verdict import Seen, verdict
from cardgen.evaluation.valued import direction, interval, side
from cardgen.measure import fact_of_runs
from cardgen.run import EvaluationRecord, Run
from cardgen.values import Fact, Interval, Method, Table

VERSION = 1
MAJORITY = "majority class"
ACCURACY = "accuracy"
COLUMNS = ("system", "value", "low", "high", "difference", "low ", "high ", "verdict")
MOVER = "both values' intervals (Zou and Donner 2008), a range too wide on the same examples"
Ends = tuple[float, float] | None
"""Low and high end of an interval; None where there is none."""


class Rule(NamedTuple):
    """What a difference must be to be one."""

    higher_is_better: bool | None
    minimum: int
    margin: float


class Other(NamedTuple):
    """A system that the model is compared with."""

    name: str
    side: Side
    ends: Ends
    """Interval of its value."""


def facts(
    runs: Sequence[Run],
    main: Run,
    named: Sequence[str],
    settings: Evaluation = NOTHING_STATED,
) -> Iterator[Fact]:
    """One table a metric of each of the model's evaluations that another system was measured on."""
    ids = [one for one in dict.fromkeys(named) if one != main.id]
    for index, record in evaluations(main):
        for metric in names(evaluated(main, index), settings.metrics):
            arguments: dict[str, JsonValue] = {
                "main": main.id,
                "index": index,
                "metric": metric,
                "others": list[JsonValue](ids),
                "minimum": settings.minimum,
                "margin": settings.margins.get(metric, 0.0),
            }
            compared = _compared(runs, **arguments)  # type: ignore[arg-type]
            if compared == []:
                continue
            yield fact_of_runs(
                baseline,
                runs,
                id="res.baseline",
                subject=SUBJECT,
                where={**where(record), "metric": metric},
                method=Method.COMPUTED,
                derived_from=tuple(_pointers(runs, main, record, ids)),
                parameters=arguments,
                note=_note(main, index, metric, [found for _, found in compared]),
            )


def baseline(  # noqa: PLR0913 - what a comparison is of
    runs: Sequence[Run],
    *,
    main: str,
    index: int,
    metric: str,
    others: list[str],
    minimum: int,
    margin: float,
) -> Table:
    """The model's value of *metric* and those of other systems, each with its interval.

    Args:
        runs: Every run of the project.
        main: Id of the run whose model is compared.
        index: Its evaluation.
        metric: What is compared.
        others: Ids of the runs whose models are compared with it.
        minimum: Examples below which nothing is told.
        margin: The smallest difference that matters.
    """
    (run,) = chosen(runs, [main])
    own = side(run, index, metric)
    rows: list[tuple[JsonValue, ...]] = [
        (MODEL, own.value, *_ends(interval(run, index, metric)), None, None, None, None)
    ]
    for other, found in _compared(
        runs, main=main, index=index, metric=metric, others=others, minimum=minimum, margin=margin
    ):
        ends = None if found.interval is None else (found.interval.low, found.interval.high)
        value = (other.name, other.side.value, *_ends(other.ends))
        rows.append((*value, found.difference, *_ends(ends), found.verdict.value))
    return Table(columns=COLUMNS, rows=tuple(rows))


def _ends(ends: Ends) -> tuple[float | None, float | None]:
    return (None, None) if ends is None else ends


def _compared(  # noqa: PLR0913 - as `baseline`
    runs: Sequence[Run],
    *,
    main: str,
    index: int,
    metric: str,
    others: list[str],
    minimum: int,
    margin: float,
) -> list[tuple[Other, Comparison]]:
    """Each system with the model compared with it."""
    (run,) = chosen(runs, [main])
    own, better = side(run, index, metric), direction(run, index, metric)
    ends = interval(run, index, metric)
    rule = Rule(None if better is None else better == HIGHER, minimum, margin)
    pairs = []
    for other in _others(runs, run, index, metric, others):
        found = compare(own, other.side, **rule._asdict())
        pairs.append((other, _by_both_ranges(found, ends, other.ends, rule)))
    return pairs


def _by_both_ranges(found: Comparison, own: Ends, other: Ends, rule: Rule) -> Comparison:
    """A comparison without a range of its own, such as of F1, judged by the ranges of both values."""
    if found.interval is not None or found.difference is None or own is None or other is None:
        return found
    sides = Estimate(found.value, *own), Estimate(found.value_other, *other)
    value, low, high = difference(*sides)
    seen = Seen(value, low, high, n=min(found.n, found.n_other))
    told = {
        "interval": Interval(low=low, high=high, level=LEVEL, method=MOVER),
        "verdict": verdict(seen, **rule._asdict()),
        "test": MOVER,
        "note": None,
    }
    return found.model_copy(update=told)


def _others(
    runs: Sequence[Run], main: Run, index: int, metric: str, ids: Sequence[str]
) -> Iterator[Other]:
    """The majority class, then the run's other systems, then the models of other runs."""
    record = main.record.evaluations[index]
    if metric == ACCURACY:
        yield from _always(main, index)
    for at, one in beside(main, record):
        if one.system != MODEL:
            yield from _system(main, at, metric, one.system)
    for run in chosen(runs, ids):
        found = index_of(run, record.data, record.split)
        if found is not None:
            yield from _system(run, found, metric, run.id)


def _system(run: Run, index: int, metric: str, name: str) -> Iterator[Other]:
    try:
        if metric in catalogue(evaluated(run, index)):
            yield Other(name, side(run, index, metric), interval(run, index, metric))
    except CardgenError:
        return


def _always(main: Run, index: int) -> Iterator[Other]:
    """The system that names the majority class for every example."""
    found = majority_of(main, index)
    if found is not None:
        made = side_of_values(ACCURACY, found.right, fingerprint_of(main, index))
        low, high = wilson(int(found.right.sum()), made.n)
        yield Other(MAJORITY, made, (float(low), float(high)))


def _pointers(
    runs: Sequence[Run], main: Run, record: EvaluationRecord, ids: Sequence[str]
) -> Iterator[str]:
    for run in (main, *chosen(runs, ids)):
        for at, one in beside(run, record):
            if run is main or one.system == MODEL:
                yield f"run:{run.id}#/record/evaluations/{at}"


def _note(main: Run, index: int, metric: str, compared: Sequence[Comparison]) -> str | None:
    """What the majority is of, and by which tests and ranges the metric was compared."""
    notes = []
    least = majority_of(main, index) if metric == ACCURACY else None
    if least is not None:
        split = "training" if least.of_training else "evaluated"
        notes.append(f"The majority class is {least.name}, by the labels of the {split} split.")
    for found in compared:
        if found.test is not None and found.interval is not None:
            ways = dict.fromkeys((found.test, found.interval.method))
            notes.append(f"{metric} compared by: {'; '.join(ways)}.")
        if found.note is not None:
            notes.append(found.note)
    return " ".join(dict.fromkeys(notes)) if notes != [] else None
