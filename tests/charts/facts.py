"""Facts for charts, and what a chart's SVG holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from cardgen.charts import Chart, charts_for, draw, svg_file
from cardgen.values import Curve, Evidence, Fact, Interval, Method, Quantity, Table

Points = Sequence[tuple[float, float | str]]


def fact(id: str, value: Any, **others: Any) -> Fact:  # noqa: A002 - the fact's own word
    fields = {"subject": "model", "evidence": Evidence(method=Method.COMPUTED)} | others
    return Fact(id=id, value=value, **fields)


def curves(series: Mapping[str, Points], **others: Any) -> Fact:
    points = {name: tuple(own) for name, own in series.items()}
    value = Curve(x=others.pop("x", "step"), series=points)
    return fact("tr.curves", value, **{"subject": "run:r1", **others})


def energy(component: str, series: Mapping[str, Points], **others: Any) -> Fact:
    points = {name: tuple(own) for name, own in series.items()}
    about = {"subject": "run:r1", "where": {"component": component}} | others
    return fact("en.util", Curve(x="seconds", series=points), **about)


def matrix(names: Sequence[str], counts: Sequence[Sequence[Any]], **others: Any) -> Fact:
    rows = tuple((name, *own) for name, own in zip(names, counts, strict=True))
    return fact("res.confusion", Table(columns=("label", *names), rows=rows), **others)


def classes(splits: Sequence[str], counts: Mapping[str, Sequence[Any]], **others: Any) -> Fact:
    rows = tuple((name, *own) for name, own in counts.items())
    return fact(
        "ds.n_per_class",
        Table(columns=("class", *splits), rows=rows),
        **{"subject": "data:names", **others},
    )


EVALUATION = {"data": "names", "split": "test", "system": "model"}


def ends(low: float, high: float) -> Interval:
    return Interval(low=low, high=high, level=0.95, method="Wilson 1927")


def overall(value: Any, metric: str = "accuracy", interval: Interval | None = None) -> Fact:
    quantity = Quantity(value=value, unit="1", interval=interval, n=1000)
    return fact("res.overall", quantity, where={**EVALUATION, "metric": metric})


def slices(
    values: Mapping[str, Any], metric: str = "accuracy", group: str = "sex", **others: Any
) -> list[Fact]:
    """A fact for each slice; a value may come with the ends of its interval and n."""
    found = []
    for name, own in values.items():
        value, low, high, n = own if isinstance(own, tuple) else (own, None, None, 50)
        interval = None if low is None else ends(low, high)
        where = {**EVALUATION, "metric": metric, "group": group, "slice": name}
        note = None if value is not None else "Too few examples to tell (fewer than 30)."
        found.append(
            fact(
                others.get("id", "res.unitary"),
                Quantity(value=value, unit="1", interval=interval, n=n),
                where=where,
                evidence=Evidence(method=Method.COMPUTED, note=note),
            )
        )
    return found


def table(id: str, columns: Sequence[str], *rows: Sequence[Any], **where: str) -> Fact:  # noqa: A002
    value = Table(columns=tuple(columns), rows=tuple(map(tuple, rows)))
    return fact(id, value, where={**EVALUATION, **where})


def curve(id: str, name: str, points: Points, **where: str) -> Fact:  # noqa: A002
    value = Curve(x="x", series={name: tuple(points)})
    return fact(id, value, where={**EVALUATION, **where})


ROC: Points = [(0.0, 0.0), (0.04, 0.5), (0.2, 0.9), (1.0, 1.0)]
PRECISIONS: Points = [(0.0, 1.0), (0.5, 0.9), (0.8, 0.6), (1.0, 0.25)]
THRESHOLDS = ("threshold", "precision", "recall", "F1", "FPR", "predicted positive")


def thresholds(*rows: Sequence[Any]) -> Fact:
    own = rows or (
        (0.0, 0.25, 1.0, 0.4, 1.0, 80),
        (0.5, 0.6, 0.8, 0.7, 0.2, 20),
        (1.0,) + (0.0,) * 5,
    )
    return table("res.thresholds", THRESHOLDS, *own)


def threshold(value: Any) -> Fact:
    return fact("ev.threshold", Quantity(value=value, unit="1"), where=EVALUATION)


def bins(*rows: Sequence[Any], **where: str) -> Fact:
    return table("res.calibration", ("mean score", "observed", "low", "high", "n"), *rows, **where)


def calibration_error(value: float, **where: str) -> Fact:
    quantity = Quantity(value=value, unit="1", interval=ends(value - 0.01, value + 0.01))
    return fact("res.ece", quantity, where={**EVALUATION, **where})


def scores(*rows: Sequence[Any], group: str | None = "sex") -> Fact:
    columns = ("slice", "n", "mean", "sd", "5 %", "25 %", "50 %", "75 %", "95 %")
    where = {} if group is None else {"group": group}
    return table("res.scoredist", columns, *rows, **where)


def seeds(values: Sequence[Any], metric: str = "accuracy") -> Fact:
    rows = [(f"r{index}", index, value) for index, value in enumerate(values)]
    return table("res.seeds", ("run", "seed", "value"), *rows, metric=metric)


def over_seeds(value: float, low: float, high: float, metric: str = "accuracy") -> Fact:
    quantity = Quantity(value=value, unit="1", interval=ends(low, high), n=5)
    return fact("res.over_seeds", quantity, where={**EVALUATION, "metric": metric})


def trials(settings: Sequence[str], *rows: Sequence[Any], metric: str = "accuracy") -> Fact:
    value = Table(columns=("trial", "order", "value", *settings), rows=tuple(map(tuple, rows)))
    return fact("tr.trials", value, where={"metric": metric})


def importance(**shares: Any) -> Fact:
    rows = tuple((name, share, None, None) for name, share in shares.items())
    columns = ("hyper-parameter", "importance", "low", "high")
    return fact("tr.importance", Table(columns=columns, rows=rows))


def only_chart(*facts: Fact) -> Chart:
    (chart,) = charts_for(facts, "card")
    return chart


def svg(chart: Chart) -> str:
    """*chart* as a file of its own."""
    return svg_file(chart, draw(chart))


def texts(chart: Chart) -> list[str]:
    """What is written in the picture, in order."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg(chart))


NUMBERS: list[float | str] = [
    0.0,
    -0.0,
    1.0,
    1e308,
    -1e308,
    5e-324,
    1e-310,
    "NaN",
    "Infinity",
    "-Infinity",
    "words",
]
"""What a record may hold where a number is expected; JSON's own and words."""
PAIRS = list(pairwise([*NUMBERS, *NUMBERS[::3]]))
EXTREMES: list[tuple[float | str, float | str]] = [
    (1e308, -1e308),
    (5e-324, 1e-310),
    ("NaN", "Infinity"),
    ("-Infinity", 0.0),
]
"""The worst of them, where a test would take long with all."""
