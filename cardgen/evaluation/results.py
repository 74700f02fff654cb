"""Results: each metric over all examples of an evaluation, and over each slice (crosswalk `res.*`).

Mitchell et al. 2019, 4.7 (unitary and intersectional results) and 4.4 (uncertainty).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from cardgen.evaluation.arrays import pointers
from cardgen.evaluation.classes import class_names
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.estimates import Estimated, estimated, reported, slices_of
from cardgen.evaluation.metrics import catalogue, lacking, obstacle
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import grouping, wanted
from cardgen.evaluation.withholding import withheld
from cardgen.measure import fact_by
from cardgen.run import EvaluationRecord, Run
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 2
SUBJECT = "model"
MODEL = "model"
WEIGHTED = "Weighted by the recorded weights; n counts examples, whatever their weights."
UNWEIGHTED = "Counts of examples; recorded weights are not applied."
NO_VALUE = "What it divides by is zero, or numbers are too large: there is no result."
BAD = "{bad} of {n} values are NaN or infinite, so there is no result."
WITHHELD = "Withheld: groups too small to report, and those from which they could be computed."


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """Overall results of each system and split; slices of the model; slices that are too small."""
    for index, record in enumerate(run.record.evaluations):
        yield from _without(run, index)
        for name in reported(evaluated(run, index), settings):
            yield _overall(run, index, name)
        if record.system == MODEL:
            for columns in wanted(evaluated(run, index), settings):
                yield from _slices(run, index, columns, settings)


def where(record: EvaluationRecord) -> dict[str, str]:
    """What every result of one evaluation holds for."""
    return {"data": record.data, "split": record.split, "system": record.system}


def _without(run: Run, index: int) -> Iterator[Fact]:
    """The task's own metrics that cannot be computed; or that there is no result at all."""
    evaluation = evaluated(run, index)
    why = obstacle(evaluation)
    if why is None:
        return
    missing: list[dict[str, str]] = [{"metric": name} for name in lacking(evaluation)]
    if missing == [] and catalogue(evaluation) == {}:
        missing = [{}]
    for metric in missing:
        yield fact_by(
            no_result,
            run,
            id="res.overall",
            subject=SUBJECT,
            where={**where(evaluation.record), **metric},
            method=Method.NOT_MEASURED,
            derived_from=pointers(run, index),
            parameters={"index": index},
            note=why,
        )


def _overall(run: Run, index: int, name: str) -> Fact:
    evaluation = evaluated(run, index)
    found = estimated(evaluation, name)
    return fact_by(
        overall,
        run,
        id="res.overall",
        subject=SUBJECT,
        where={**where(evaluation.record), "metric": name},
        method=_method(evaluation, name, found.estimates[0].value),
        derived_from=pointers(run, index),
        parameters={"index": index, "metric": name},
        note=_note(run, evaluation, name, found),
    )


def _method(evaluation: Evaluated, name: str, value: float | None) -> Method:
    """A value that a model gave as a judge is its estimate."""
    if value is None:
        return Method.NOT_MEASURED
    return Method.COMPUTED if catalogue(evaluation)[name].judge is None else Method.ESTIMATED


def _note(run: Run, evaluation: Evaluated, name: str, found: Estimated) -> str | None:
    record = evaluation.record
    if record.n == 0:
        return "The evaluation has no examples."
    if found.bad[0] > 0:
        return BAD.format(bad=found.bad[0], n=record.n)
    if found.estimates[0].value is None:
        return NO_VALUE
    notes = [*_judged(evaluation, name), *_selected(run, record)]
    if evaluation.weight is not None:
        notes.append(WEIGHTED)
    if name == "accuracy":
        notes.extend(_strangers(evaluation))
    return " ".join(notes) if notes != [] else None


def _judged(evaluation: Evaluated, name: str) -> Iterator[str]:
    metric = catalogue(evaluation)[name]
    if metric.judge is not None:
        yield f"Estimated by {metric.judge}."
    if metric.shows is not None:
        yield f"A test of: {metric.shows}."
    if metric.does_not_show is not None:
        yield f"It does not show: {metric.does_not_show}."


def _selected(run: Run, record: EvaluationRecord) -> Iterator[str]:
    for one in run.record.selections:
        if one.split == record.split and one.data in {None, record.data}:
            for_what = f" ({one.why})" if one.why is not None else ""
            yield f"This split was used to choose{for_what}, so the result on it is no test."
            return


def _strangers(evaluation: Evaluated) -> Iterator[str]:
    known = len(class_names(evaluation.record))
    if known == 0 or evaluation.record.task not in {"binary", "multiclass"}:
        return
    unknown = int(((evaluation.label >= known) | (evaluation.prediction >= known)).sum())
    if unknown > 0:
        yield (
            f"{unknown} of {evaluation.n} examples have a label or prediction that is none of the "
            "classes."
        )


def _slices(run: Run, index: int, columns: Sequence[str], settings: Evaluation) -> Iterator[Fact]:
    evaluation = evaluated(run, index)
    slices = slices_of(evaluation, columns, settings.bins)
    hidden = withheld(evaluation, settings).get(tuple(columns), frozenset())
    for name in reported(evaluation, settings, columns):
        found = estimated(evaluation, name, columns, settings.bins)
        for at, values in enumerate(slices.values):
            if at not in hidden:
                yield _slice(run, index, name, found, at, columns, values, settings)
    if hidden != frozenset() or any(n < settings.minimum for n in slices.sizes):
        yield _small(run, index, columns, hidden, settings)


def _slice(  # noqa: PLR0913 - what a slice's result holds for
    run: Run,
    index: int,
    name: str,
    found: Estimated,
    at: int,
    columns: Sequence[str],
    values: Sequence[str],
    settings: Evaluation,
) -> Fact:
    evaluation = evaluated(run, index)
    n = found.slices.sizes[at]
    value, note = found.estimates[at].value, None
    if n < settings.minimum:
        note = f"Too few examples to tell (fewer than {settings.minimum})."
    elif found.bad[at] > 0:
        note = BAD.format(bad=found.bad[at], n=n)
    elif value is None:
        note = NO_VALUE
    elif evaluation.weight is not None:
        note = WEIGHTED
    judged = n >= settings.minimum and value is not None
    return fact_by(
        of_slice,
        run,
        id="res.unitary" if len(columns) == 1 else "res.intersect",
        subject=SUBJECT,
        where={
            **where(evaluation.record),
            "metric": name,
            "group": grouping(columns),
            "slice": found.slices.names[at],
        },
        method=_method(evaluation, name, value) if judged else Method.COMPUTED,
        derived_from=pointers(run, index),
        parameters={
            "index": index,
            "metric": name,
            "columns": list(columns),
            "values": list(values),
            "minimum": settings.minimum,
            "bins": _cuts(columns, settings),
        },
        note=note,
    )


def _cuts(columns: Sequence[str], settings: Evaluation) -> dict[str, JsonValue]:
    return {name: list(settings.bins[name]) for name in columns if name in settings.bins}


def _small(
    run: Run, index: int, columns: Sequence[str], hidden: frozenset[int], settings: Evaluation
) -> Fact:
    record = run.record.evaluations[index]
    note = f"Slices of fewer than {settings.minimum} examples are too small to report."
    return fact_by(
        small,
        run,
        id="res.small",
        subject=SUBJECT,
        where={**where(record), "group": grouping(columns)},
        method=Method.COMPUTED,
        derived_from=pointers(run, index),
        parameters={
            "index": index,
            "columns": list(columns),
            "minimum": settings.minimum,
            "bins": _cuts(columns, settings),
            "withheld": [*sorted(hidden)],
        },
        note=WITHHELD if hidden != frozenset() else note,
    )


def no_result(run: Run, *, index: int) -> Quantity:
    """No value: the arrays of the evaluation *index* do not give the metric."""
    return Quantity(value=None, unit="1", n=run.record.evaluations[index].n)


def overall(run: Run, *, index: int, metric: str) -> Quantity:
    """*metric* over all examples of the run's evaluation *index*, weighted if it has weights."""
    return estimated(evaluated(run, index), metric).quantity(0)


def of_slice(  # noqa: PLR0913 - what a slice's result holds for
    run: Run,
    *,
    index: int,
    metric: str,
    columns: list[str],
    values: list[str],
    minimum: int,
    bins: dict[str, list[float]],
) -> Quantity:
    """*metric* over the examples with *values* in *columns*; None below *minimum* of them."""
    found = estimated(evaluated(run, index), metric, columns, bins)
    at = found.slices.values.index(tuple(values))
    n = found.slices.sizes[at]
    return found.quantity(at) if n >= minimum else Quantity(value=None, unit=found.unit, n=n)


def small(
    run: Run,
    *,
    index: int,
    columns: list[str],
    minimum: int,
    bins: dict[str, list[float]],
    withheld: list[int],
) -> Table:
    """Slices of *columns* below *minimum* with their examples; or those *withheld*, without."""
    slices = slices_of(evaluated(run, index), columns, bins)
    if withheld != []:
        return Table(columns=("slice",), rows=tuple((slices.names[at],) for at in withheld))
    rows = tuple(
        (name, n) for name, n in zip(slices.names, slices.sizes, strict=True) if n < minimum
    )
    return Table(columns=("slice", "n"), rows=rows)
