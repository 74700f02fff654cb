"""How the model was evaluated: data, metrics, factors and uncertainty (crosswalk `ev.*`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from cardgen.evaluation.arrays import pointers
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.estimates import estimated, slices_of
from cardgen.evaluation.metrics import Metric, catalogue
from cardgen.evaluation.metrics import names as reported
from cardgen.evaluation.results import MODEL, SUBJECT, where
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import MOST_SLICES, grouping, named
from cardgen.measure import Function, fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Scalar, Table

VERSION = 2
UNREPORTED = f"Groups of more than {MOST_SLICES:,} values are counted, and not reported."


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """Evaluated data, metrics with definitions, group columns, thresholds, and how sure results are."""
    chosen: dict[str, JsonValue] = {
        "names": None if settings.metrics is None else [*settings.metrics]
    }
    yield _fact(data, run, "ev.data", Method.RECORDED)
    if metrics(run, names=settings.metrics).rows != ():
        yield _fact(metrics, run, "ev.metrics", Method.COMPUTED, chosen)
        yield _fact(variation, run, "ev.variation", Method.COMPUTED, chosen)
    groupings: dict[str, JsonValue] = {"settings": settings.model_dump(mode="json")}
    if factors(run, settings=settings.model_dump(mode="json")).rows != ():
        table = factors(run, settings=settings.model_dump(mode="json"))
        many = any(isinstance(row[3], int) and row[3] > MOST_SLICES for row in table.rows)
        yield _fact(
            factors, run, "ev.factors", Method.COMPUTED, groupings, UNREPORTED if many else None
        )
    yield from _thresholds(run)


def _fact(
    function: Function,
    run: Run,
    fact_id: str,
    method: Method,
    parameters: dict[str, JsonValue] | None = None,
    note: str | None = None,
) -> Fact:
    count = len(run.record.evaluations)
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=SUBJECT,
        method=method,
        derived_from=tuple(item for index in range(count) for item in pointers(run, index)),
        parameters=parameters,
        note=note,
    )


def _thresholds(run: Run) -> Iterator[Fact]:
    for index, record in enumerate(run.record.evaluations):
        if record.threshold is not None and record.system == MODEL:
            yield fact_by(
                threshold,
                run,
                id="ev.threshold",
                subject=SUBJECT,
                where=where(record),
                method=Method.RECORDED,
                derived_from=pointers(run, index)[:1],
                parameters={"index": index},
            )


def data(run: Run) -> Table:
    """One row a saved evaluation: data, split, system, task and number of examples."""
    rows = tuple((e.data, e.split, e.system, e.task, e.n) for e in run.record.evaluations)
    return Table(columns=("data", "split", "system", "task", "n"), rows=rows)


def metrics(run: Run, *, names: Sequence[str] | None) -> Table:
    """Every metric with its definition and the direction in which it is better, and what else is known."""
    found: dict[tuple[str, str], Metric] = {}
    for evaluation in _evaluations(run):
        for name in reported(evaluation, names):
            metric = catalogue(evaluation)[name]
            found.setdefault((name, metric.words), metric)
    known = [
        (head, [None if value is None else str(value) for value in values])
        for head, values in _columns(list(found.values()))
    ]
    shown = [(head, values) for head, values in known if any(one is not None for one in values)]
    rows = tuple(zip(*(values for _, values in shown), strict=True))
    return Table(columns=tuple(head for head, _ in shown), rows=rows)


def _columns(metrics: list[Metric]) -> list[tuple[str, list[str | None]]]:
    return [
        ("metric", [one.name for one in metrics]),
        ("definition", [one.words for one in metrics]),
        ("direction", [one.direction for one in metrics]),
        ("unit", [None if one.unit == "1" else one.unit for one in metrics]),
        ("averaging", [one.averaging for one in metrics]),
        ("judged by", [one.judge for one in metrics]),
        ("tests", [one.shows for one in metrics]),
        ("does not show", [one.does_not_show for one in metrics]),
    ]


def factors(run: Run, *, settings: dict[str, JsonValue]) -> Table:
    """The groupings of each evaluation of the model, and how many slices each has."""
    stated = Evaluation.model_validate(settings)
    rows: list[tuple[JsonValue, ...]] = []
    for evaluation in _evaluations(run):
        record = evaluation.record
        if record.system != MODEL:
            continue
        for columns in named(evaluation, stated):
            count = slices_of(evaluation, columns, stated.bins).count
            rows.append((record.data, record.split, grouping(columns), count))
    return Table(columns=("data", "split", "group", "values"), rows=tuple(rows))


def variation(run: Run, *, names: Sequence[str] | None) -> Scalar:
    """How uncertainty was estimated, in words."""
    methods: dict[str, list[str]] = {}
    for evaluation in _evaluations(run):
        for name in reported(evaluation, names):
            method = estimated(evaluation, name).estimates[0].method
            if method is not None and name not in methods.setdefault(method, []):
                methods[method].append(name)
    if methods == {}:
        return Scalar(value="No interval could be given.")
    listed = "; ".join(f"{', '.join(of)}: {method}" for method, of in methods.items())
    return Scalar(
        value=f"Ranges are 95% intervals over the examples of one run. {listed}. They hold for "
        "examples drawn independently; how results vary between training runs is not in them."
    )


def threshold(run: Run, *, index: int) -> Quantity | Table:
    """The score from which on a class is predicted; by class where they differ."""
    given = run.record.evaluations[index].threshold
    if isinstance(given, dict):
        return Table(columns=("class", "threshold"), rows=tuple(given.items()))
    return Quantity(value=given, unit="1")


def _evaluations(run: Run) -> Iterator[Evaluated]:
    for index in range(len(run.record.evaluations)):
        yield evaluated(run, index)
