"""Results: each metric over all examples of an evaluation, and over each slice (crosswalk `res.*`).

Mitchell et al. 2019, 7.a (unitary results) and 4.c (uncertainty).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from pydantic import JsonValue

from cardgen.evaluation.arrays import (
    METRIC,
    MISSING,
    groups,
    in_slice,
    load,
    pointers,
    slices,
)
from cardgen.evaluation.classes import class_names, pairs
from cardgen.evaluation.metrics import ACCURACY, OWN, names, obstacle, per_example, summarise
from cardgen.measure import fact_by
from cardgen.run import EvaluationRecord, Run
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 1
SUBJECT = "model"
MODEL = "model"
MINIMUM = 30
"""Slices of fewer examples are counted, but too few to tell anything."""
WEIGHTED = "Weighted by the recorded weights; n counts examples, whatever their weights."
NO_MEAN = (
    "Values are NaN, infinite or too large to add, or their weights are zero: there is no mean."
)


def facts(run: Run) -> Iterator[Fact]:
    """Overall results of each system and split; slices of the model; slices that are too small."""
    for index, record in enumerate(run.record.evaluations):
        yield from _without(run, index)
        for name in names(record, load(run, index)):
            yield _overall(run, index, name)
        if record.system == MODEL:
            yield from _slices(run, index)


def where(record: EvaluationRecord) -> dict[str, str]:
    """What every result of one evaluation holds for."""
    return {"data": record.data, "split": record.split, "system": record.system}


def _without(run: Run, index: int) -> Iterator[Fact]:
    """The task's own metrics that cannot be computed; or that there is no result at all."""
    arrays, record = load(run, index), run.record.evaluations[index]
    why = obstacle(record, arrays)
    if why is None:
        return
    lacking: list[dict[str, str]] = [
        {"metric": name} for name in OWN.get(record.task, ()) if METRIC + name not in arrays
    ]
    if record.task not in OWN and names(record, arrays) == []:
        lacking = [{}]
    for metric in lacking:
        yield fact_by(
            no_result,
            run,
            id="res.overall",
            subject=SUBJECT,
            where={**where(record), **metric},
            method=Method.NOT_MEASURED,
            derived_from=pointers(run, index),
            parameters={"index": index},
            note=why,
        )


def _overall(run: Run, index: int, name: str) -> Fact:
    quantity = overall(run, index=index, metric=name)
    return fact_by(
        overall,
        run,
        id="res.overall",
        subject=SUBJECT,
        where={**where(run.record.evaluations[index]), "metric": name},
        method=Method.COMPUTED if quantity.value is not None else Method.NOT_MEASURED,
        derived_from=pointers(run, index),
        parameters={"index": index, "metric": name},
        note=_note(run, index, name, quantity),
    )


def _note(run: Run, index: int, name: str, quantity: Quantity) -> str | None:
    arrays, record = load(run, index), run.record.evaluations[index]
    if record.n == 0:
        return "The evaluation has no examples."
    bad = sum(not math.isfinite(v) for v in per_example(name, arrays, record))
    if bad > 0:
        return f"{bad} of {record.n} values are NaN or infinite, so there is no mean."
    if quantity.value is None:
        return NO_MEAN
    notes = [WEIGHTED] if "weight" in arrays else []
    if name == ACCURACY and METRIC + name not in arrays and record.classes != ():
        known = set(class_names(record))
        unknown = sum(not known.issuperset(pair) for pair in pairs(record, arrays))
        if unknown > 0:
            notes.append(
                f"{unknown} of {record.n} examples have a label or prediction that is none of the classes."
            )
    return " ".join(notes) if notes != [] else None


def _slices(run: Run, index: int) -> Iterator[Fact]:
    arrays, record = load(run, index), run.record.evaluations[index]
    for group in groups(arrays):
        counts = slices(arrays, group)
        for value in counts:
            for name in names(record, arrays):
                yield _slice(run, index, name, group, value)
        if any(n < MINIMUM for n in counts.values()):
            yield fact_by(
                small,
                run,
                id="res.small",
                subject=SUBJECT,
                where={**where(record), "group": group},
                method=Method.COMPUTED,
                derived_from=pointers(run, index),
                parameters={"index": index, "group": group, "minimum": MINIMUM},
                note=f"Slices of fewer than {MINIMUM} examples are too small to report.",
            )


def _slice(run: Run, index: int, name: str, group: str, value: str) -> Fact:
    record = run.record.evaluations[index]
    label = value if value != "" else MISSING
    arguments: dict[str, JsonValue] = {
        "index": index,
        "metric": name,
        "group": group,
        "slice": value,
        "minimum": MINIMUM,
    }
    quantity = unitary(run, index=index, metric=name, group=group, slice=value, minimum=MINIMUM)
    note = None
    if quantity.n is not None and quantity.n < MINIMUM:
        note = f"Too few examples to tell (fewer than {MINIMUM})."
    elif quantity.value is None:
        note = NO_MEAN
    elif "weight" in load(run, index):
        note = WEIGHTED
    return fact_by(
        unitary,
        run,
        id="res.unitary",
        subject=SUBJECT,
        where={**where(record), "metric": name, "group": group, "slice": label},
        method=Method.COMPUTED,
        derived_from=pointers(run, index),
        parameters=arguments,
        note=note,
    )


def no_result(run: Run, *, index: int) -> Quantity:
    """No value: the arrays of the evaluation *index* do not give the metric."""
    return Quantity(value=None, unit="1", n=run.record.evaluations[index].n)


def overall(run: Run, *, index: int, metric: str) -> Quantity:
    """*metric* over all examples of the run's evaluation *index*, weighted if it has weights."""
    arrays, record = load(run, index), run.record.evaluations[index]
    weights = arrays["weight"].tolist() if "weight" in arrays else None
    return summarise(metric, per_example(metric, arrays, record), weights)


def unitary(
    run: Run,
    *,
    index: int,
    metric: str,
    group: str,
    slice: str,  # noqa: A002 - the fact's own word
    minimum: int,
) -> Quantity:
    """*metric* over the examples whose value in column *group* is *slice*; None below *minimum* of them."""
    arrays, record = load(run, index), run.record.evaluations[index]
    chosen = in_slice(arrays, group, slice).tolist()
    n = sum(chosen)
    if n < minimum:
        return Quantity(value=None, unit="1", n=n)
    values = _only(per_example(metric, arrays, record), chosen)
    weights = _only(arrays["weight"].tolist(), chosen) if "weight" in arrays else None
    return summarise(metric, values, weights)


def _only(values: list[float], chosen: list[bool]) -> list[float]:
    return [value for value, wanted in zip(values, chosen, strict=True) if wanted]


def small(run: Run, *, index: int, group: str, minimum: int) -> Table:
    """Slices of column *group* with fewer than *minimum* examples, and how many they have."""
    counts = slices(load(run, index), group)
    rows = tuple(
        (value if value != "" else MISSING, n) for value, n in counts.items() if n < minimum
    )
    return Table(columns=("slice", "n"), rows=rows)
