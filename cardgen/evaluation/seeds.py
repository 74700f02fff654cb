"""Results over several training runs that differ only in their seeds (Mitchell et al. 2019, 4.c).

Bouthillier et al. 2021, "Accounting for Variance in Machine Learning Benchmarks", MLSys: seeds alone
move results, so that the figure of one run says little of the next.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.metrics import names
from cardgen.evaluation.results import SUBJECT, where
from cardgen.evaluation.sameness import Difference, differences, in_words, seeds_of, silent
from cardgen.evaluation.settings import NOTHING_STATED, Evaluation
from cardgen.evaluation.several import LARGEST, chosen, evaluations, index_of
from cardgen.evaluation.statistics import LEVEL
from cardgen.evaluation.statistics.student import STUDENT, mean_interval, spread
from cardgen.evaluation.valued import result
from cardgen.measure import fact_of_runs
from cardgen.numbers import number_text
from cardgen.run import Run
from cardgen.values import Fact, Interval, Method, Quantity, Scalar, Table

VERSION = 1
ONE_RUN = "One run: how results vary between training runs is not known."
NO_REPETITION = "The runs are no repetitions of one another, so nothing is pooled: {which}."


def facts(
    runs: Sequence[Run],
    main: Run,
    named: Sequence[str],
    settings: Evaluation = NOTHING_STATED,
) -> Iterator[Fact]:
    """How many runs the results rest on; each run's value of each metric, and their mean."""
    every = list(evaluations(main))
    if every == []:
        return
    ids = list(dict.fromkeys([main.id, *named]))
    found = chosen(runs, ids)
    unlike = differences(main, found[1:])
    counted = ids if unlike == [] else [main.id]
    yield fact_of_runs(
        number_of_runs,
        runs,
        id="ev.nruns",
        subject=SUBJECT,
        method=Method.COMPUTED,
        derived_from=tuple(f"run:{run.id}#/record/seeds" for run in chosen(runs, counted)),
        parameters={"ids": list(counted)},
        note=_about(found, ids, unlike),
    )
    if len(found) < 2:
        return
    for index, record in every:
        for metric in names(evaluated(main, index), settings.metrics):
            yield from _of_metric(runs, ids, {**where(record), "metric": metric}, unlike)


def _about(found: Sequence[Run], ids: Sequence[str], unlike: Sequence[Difference]) -> str:
    """What a reader must know of the runs: that there is one, that they differ, what is not known."""
    notes = [] if unlike == [] else [NO_REPETITION.format(which=in_words(unlike))]
    if len(found) < 2 or unlike != []:
        notes.append(ONE_RUN)
    else:
        notes.append("Training runs that differ only in their seeds, the main one included.")
        untold = silent(found)
        if untold != []:
            notes.append(f"Not compared, because not every run recorded it: {', '.join(untold)}.")
    if len(found) < len(ids):
        notes.append(f"Named runs that were not found: {len(ids) - len(found)}.")
    return " ".join(notes)


def _of_metric(
    runs: Sequence[Run], ids: list[str], about: dict[str, str], unlike: Sequence[Difference]
) -> Iterator[Fact]:
    key: dict[str, JsonValue] = {name: about[name] for name in ("data", "split", "metric")}
    arguments: dict[str, JsonValue] = {"ids": list[JsonValue](ids), **key}
    inputs = tuple(_pointers(chosen(runs, ids), about["data"], about["split"]))
    pooled = over_seeds(runs, **arguments)  # type: ignore[arg-type]
    why = NO_REPETITION.format(which=in_words(unlike)) if unlike != [] else None
    if why is None:
        yield fact_of_runs(
            over_seeds,
            runs,
            id="res.over_seeds",
            subject=SUBJECT,
            where=about,
            method=Method.COMPUTED if pooled.value is not None else Method.NOT_MEASURED,
            derived_from=inputs,
            parameters=arguments,
            note=_spread(runs, arguments),
        )
    yield fact_of_runs(
        values,
        runs,
        id="res.seeds",
        subject=SUBJECT,
        where=about,
        method=Method.COMPUTED,
        derived_from=inputs,
        parameters=arguments,
        note=why if why is not None else _spread(runs, arguments),
    )


def _pointers(runs: Sequence[Run], data: str, split: str) -> Iterator[str]:
    for run in runs:
        index = index_of(run, data, split)
        if index is not None:
            yield f"run:{run.id}#/record/evaluations/{index}"


def _spread(runs: Sequence[Run], arguments: dict[str, JsonValue]) -> str:
    """How far the runs lie apart, and which have no value."""
    scores = _scores(runs, **arguments)  # type: ignore[arg-type]
    known = [value for _, value in scores if value is not None]
    metric = arguments["metric"]
    if known == []:
        return f"{metric}: no run has a value."
    found = spread(known)
    notes = [f"{metric}: mean over training runs {number_text(float(found.mean))}"]
    if len(known) > 1:
        deviation = number_text(math.sqrt(float(found.variance)))
        notes.append(f"standard deviation between runs (n - 1) {deviation}")
    if len(known) < len(scores):
        notes.append(f"runs without a value {len(scores) - len(known)}")
    return f"{', '.join(notes)}."


def number_of_runs(runs: Sequence[Run], *, ids: list[str]) -> Scalar:
    """How many of the runs with these ids there are."""
    return Scalar(value=len(chosen(runs, ids)))


def values(runs: Sequence[Run], *, ids: list[str], data: str, split: str, metric: str) -> Table:
    """A row for each run: its id, its seeds, and the metric of its model (None where it has none)."""
    scores = _scores(runs, ids=ids, data=data, split=split, metric=metric)
    rows = tuple((run.id, _seed(run), value) for run, value in scores)
    return Table(columns=("run", "seed", "value"), rows=rows)


def over_seeds(
    runs: Sequence[Run], *, ids: list[str], data: str, split: str, metric: str
) -> Quantity:
    """Mean of the metric over the runs with these ids, and its t interval; n counts the runs in it."""
    found = [one for _, one in _results(runs, ids=ids, data=data, split=split, metric=metric)]
    known = [value for one in found if (value := _value(one)) is not None]
    ends = mean_interval(known)
    interval = None
    if ends is not None:
        interval = Interval(low=ends[0], high=ends[1], level=LEVEL, method=STUDENT)
    unit = next((one.unit for one in found if one is not None), "1")
    mean = float(spread(known).mean) if known != [] else None
    return Quantity(value=mean, unit=unit, interval=interval, n=len(known))


def _results(
    runs: Sequence[Run], *, ids: list[str], data: str, split: str, metric: str
) -> list[tuple[Run, Quantity | None]]:
    return [(run, result(run, data=data, split=split, metric=metric)) for run in chosen(runs, ids)]


def _scores(
    runs: Sequence[Run], *, ids: list[str], data: str, split: str, metric: str
) -> list[tuple[Run, float | None]]:
    found = _results(runs, ids=ids, data=data, split=split, metric=metric)
    return [(run, _value(one)) for run, one in found]


def _value(found: Quantity | None) -> float | None:
    value = None if found is None else found.value
    return value if value is not None and abs(value) <= LARGEST else None


def _seed(run: Run) -> str | None:
    """The run's seeds in words; one alone is its number."""
    seeds = seeds_of(run)
    if len(seeds) < 2:
        return next((json.dumps(value) for value in seeds.values()), None)
    return ", ".join(f"{name} {json.dumps(value)}" for name, value in seeds.items())
