"""Curves of one share against another: a square panel from 0 to 1, with its key beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cardgen.charts._axes import WIDTH_IN, in_language
from cardgen.charts._facts import (
    Points,
    drawn,
    estimate,
    estimate_text,
    same_evaluation,
    series,
)
from cardgen.charts._style import COLOURS, INK
from cardgen.charts._threshold import about_threshold, in_use
from cardgen.language import say
from cardgen.numbers import exact_text
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OVERALL = "res.overall"
SIDE_IN, LEFT_IN, BOTTOM_IN, TOP_IN = 2.2, 0.55, 0.5, 0.1
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
REFERENCE: dict[str, Any] = {"color": INK, "linewidth": 0.9, "linestyle": (0, (1, 2))}
"""How a line looks that a model without skill, or a perfect one, would have."""


def curve_groups(facts: Sequence[Fact], curve: str, area: str) -> Iterator[tuple[Fact, ...]]:
    """Each curve with the metric *area*, and with the threshold in use and the results at it."""
    for fact in drawn(facts, curve):
        if len(rising(fact)) > 1:
            overall = same_evaluation(fact, facts, OVERALL)
            areas = [other for other in overall if other.where.get("metric") == area]
            yield (fact, *areas[:1], *about_threshold(fact, facts))


def rising(fact: Fact) -> Points:
    """The points of the one series of a curve that are shares, from left to right."""
    points = next(iter(series(fact).values()), ())
    found = tuple((x, y) for x, y in points if 0 <= x <= 1 and 0 <= y <= 1)
    return found if found == () or found[0][0] <= found[-1][0] else found[::-1]


def area_text(facts: Sequence[Fact]) -> str:
    """The area under the curve, a metric over all examples, with its interval; "" if not known."""
    area = estimate(next((fact for fact in facts if fact.id == OVERALL), None))
    return estimate_text(area) if math.isfinite(area[0]) else ""


def panel(canvas: Figure, x: str, y: str) -> Axes:
    """One square panel on *canvas*, which gets its size."""
    high = TOP_IN + SIDE_IN + BOTTOM_IN
    canvas.set_size_inches(WIDTH_IN, high)
    box = (LEFT_IN / WIDTH_IN, BOTTOM_IN / high, SIDE_IN / WIDTH_IN, SIDE_IN / high)
    axes = canvas.add_axes(box)
    axes.set(xlabel=x, ylabel=y)
    shares(axes)
    return axes


def shares(axes: Axes, ticks: tuple[float, ...] = TICKS) -> None:
    """Let both axes go from 0 to 1, a little further, so that points at the edge are whole."""
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xticks=ticks, yticks=ticks)
    axes.grid(visible=True)
    in_language(axes)


def draw_curve(axes: Axes, curve: Points, label: str, how: str = "default") -> None:
    """The line itself; *how* its points are joined, as matplotlib names it."""
    x, y = [x for x, _ in curve], [y for _, y in curve]
    axes.plot(x, y, color=COLOURS[0], linewidth=1.6, drawstyle=how, label=f" {label}")


def mark_in_use(axes: Axes, facts: Sequence[Fact], x: float, y: float) -> None:
    """The point of the threshold in use, where it is known."""
    if math.isfinite(x) and math.isfinite(y):
        label = say("threshold in use: {value}", value=exact_text(in_use(facts)))
        style: dict[str, Any] = {"color": INK, "marker": "D", "markersize": 5.5}
        axes.plot((x,), (y,), linestyle="none", label=f" {label}", **style)


def key_beside(axes: Axes) -> None:
    """What lines and marks are, to the right of the panel."""
    axes.legend(loc="upper left", bbox_to_anchor=(1.04, 1.02), borderaxespad=0.0, labelspacing=0.7)
