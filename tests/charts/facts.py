"""Facts for charts, and what a chart's SVG holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from cardgen.charts import Chart, charts_for, draw, svg_file
from cardgen.values import Curve, Evidence, Fact, Method, Table

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
