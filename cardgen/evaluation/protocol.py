"""How the model was evaluated: data, metrics, factors and uncertainty (crosswalk `ev.*`)."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from cardgen.evaluation.arrays import groups, load, pointers, slices
from cardgen.evaluation.intervals import NORMAL
from cardgen.evaluation.metrics import definition, names
from cardgen.evaluation.statistics import LEVEL
from cardgen.evaluation.statistics.proportion import WILSON
from cardgen.measure import Function, fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Scalar, Table

VERSION = 1


def facts(run: Run) -> Iterator[Fact]:
    """Evaluated data, metrics with definitions, group columns, and how uncertainty was estimated."""
    yield _fact(data, run, "ev.data", Method.RECORDED)
    if metrics(run).rows != ():
        yield _fact(metrics, run, "ev.metrics", Method.COMPUTED)
    if factors(run).rows != ():
        yield _fact(factors, run, "ev.factors", Method.COMPUTED)
    yield _fact(variation, run, "ev.variation", Method.COMPUTED)


def _fact(function: Function, run: Run, fact_id: str, method: Method) -> Fact:
    count = len(run.record.evaluations)
    return fact_by(
        function,
        run,
        id=fact_id,
        subject="model",
        method=method,
        derived_from=tuple(item for index in range(count) for item in pointers(run, index)),
    )


def data(run: Run) -> Table:
    """One row a saved evaluation: data, split, system, task and number of examples."""
    rows = tuple((e.data, e.split, e.system, e.task, e.n) for e in run.record.evaluations)
    return Table(columns=("data", "split", "system", "task", "n"), rows=rows)


def metrics(run: Run) -> Table:
    """Every metric with its definition and the direction in which it is better."""
    rows: dict[tuple[str, str], tuple[JsonValue, ...]] = {}
    for index, record in enumerate(run.record.evaluations):
        arrays = load(run, index)
        for name in names(record, arrays):
            what = definition(name, arrays)
            rows.setdefault((name, what.words), (name, what.words, what.direction))
    return Table(columns=("metric", "definition", "direction"), rows=tuple(rows.values()))


def factors(run: Run) -> Table:
    """The group columns of each evaluation, and how many values each has."""
    rows: list[tuple[JsonValue, ...]] = []
    for index, record in enumerate(run.record.evaluations):
        arrays = load(run, index)
        for group in groups(arrays):
            row = (record.data, record.split, group, len(slices(arrays, group)))
            if row not in rows:
                rows.append(row)
    return Table(columns=("data", "split", "group", "values"), rows=tuple(rows))


def variation(run: Run) -> Scalar:
    """How uncertainty was estimated, in words."""
    weighted = any("weight" in load(run, i) for i in range(len(run.record.evaluations)))
    words = (
        f"Ranges are {LEVEL:.0%} intervals over the examples of one run: for proportions the "
        f"{WILSON}, for other means the {NORMAL}"
    )
    if weighted:
        words += "; with weights both rest on Kish's effective number of examples"
    words += (
        ". They hold for examples drawn independently; how results vary between training runs is not "
        "in them."
    )
    return Scalar(value=words)
