"""Learning curves: the logged metrics over steps, a panel a metric, and the step that was kept."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardgen.charts._axes import arrange, finite, grid_of_panels, labelled, scale, scaled
from cardgen.charts._style import COLOURS, DASHES, INK
from cardgen.charts._text import short
from cardgen.language import in_words, say, say_count
from cardgen.numbers import number_text
from cardgen.values import Curve, Fact, Quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Learning curves"
CURVES, KEPT = "tr.curves", "tr.kept"
MOST_PANELS, MOST_LINES, MOST_IN_WORDS = 8, 8, 60
"""Panels of a chart, as many as a page holds; lines of a panel; lines with their numbers in words."""
LONGEST_TITLE, LONGEST_NAME = 40, 24
# The split at the start of a series' name, such as `train/loss` or `val_accuracy`.
_SPLIT = re.compile(r"^(train|training|val|valid|validation|dev|eval|test)([/_.]|$)", re.IGNORECASE)

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The series of one metric; `y` is NaN where it is not finite."""

    title: str
    x: str
    series: dict[str, Points]
    kept: float | None
    """The step whose parameters were kept, when the run says so."""


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """All curves and what was kept, in one chart."""
    own = tuple(fact for name in (CURVES, KEPT) for fact in facts if fact.id == name)
    if any(len(panel.series) > 0 for panel in panels(own)):
        yield own


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:  # noqa: ARG001 - as for every kind
    """Nothing: a page has one such chart."""
    return ()


def panels(facts: Sequence[Fact]) -> list[Panel]:
    """A panel for each metric of each run: a loss and an accuracy have no scale in common.

    Metrics logged on several splits come first.
    """
    kept = {
        fact.subject: fact.value.value
        for fact in facts
        if fact.id == KEPT and isinstance(fact.value, Quantity)
    }
    curves = [(f, f.value) for f in facts if f.id == CURVES and isinstance(f.value, Curve)]
    runs = {fact.subject for fact, _ in curves}
    found = []
    for fact, curve in curves:
        run = fact.subject.partition(":")[2] if len(runs) > 1 else ""
        own = ", ".join((*([run] if run != "" else []), *fact.where.values()))
        metrics: dict[str, dict[str, Points]] = {}
        for name, points in curve.series.items():
            xy = tuple((finite(x), finite(y)) for x, y in points if math.isfinite(finite(x)))
            if xy != ():
                metrics.setdefault(_SPLIT.sub("", name), {})[name] = xy
        for metric, series in metrics.items():
            named = metric if len(metrics) > 1 else ""
            title = ", ".join(part for part in (own, named) if part != "")
            found.append(Panel(title, curve.x, series, kept.get(fact.subject)))
    return sorted(found, key=lambda panel: -len(panel.series))


def words(facts: tuple[Fact, ...]) -> str:
    """First, last, lowest and highest of each line, its value at the kept step, and that step."""
    lines = [
        _line_words(panel, name, points)
        for panel in panels(facts)
        for name, points in panel.series.items()
    ]
    more = len(lines) - MOST_IN_WORDS
    sentences = lines[:MOST_IN_WORDS]
    if more > 0:
        sentences.append(
            say_count(
                more,
                "{n} more line: its numbers are in the JSON file.",
                "{n} more lines: their numbers are in the JSON file.",
            )
        )
    for fact in facts:
        if fact.id == KEPT and isinstance(fact.value, Quantity) and fact.value.value is not None:
            step = number_text(fact.value.value)
            sentences.append(
                say("A vertical line marks the parameters that were kept: step {step}.", step=step)
            )
            if fact.evidence.note is not None:
                sentences.append(in_words(fact.evidence.note))
    return " ".join(sentences)


def _line_words(panel: Panel, name: str, points: Points) -> str:
    title = ", ".join(dict.fromkeys(part for part in (panel.title, name) if part != ""))
    known = [(x, y) for x, y in points if math.isfinite(y)]
    broken = len(points) - len(known)
    others = say("; {n} not finite", n=broken) if broken > 0 else ""
    if known == []:
        return f"{title}: {say('no finite value')}{others}."
    (x0, y0), (x1, y1) = known[0], known[-1]
    low, high = min(y for _, y in known), max(y for _, y in known)
    at = [number_text(y) for x, y in known if x == panel.kept]
    kept = say("; {value} at the kept step", value=at[-1]) if at != [] else ""
    said = say(
        "{name}: from {first} at {x} {begin} to {last} at {x} {end}, lowest {low}, highest {high}",
        name=title,
        x=panel.x,
        first=number_text(y0),
        begin=number_text(x0),
        last=number_text(y1),
        end=number_text(x1),
        low=number_text(low),
        high=number_text(high),
    )
    return f"{said}{kept}{others}."


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """Lines told apart by colour and dashes; the kept step as a thin line across."""
    found = panels(facts)
    shown = found[:MOST_PANELS]
    axes = grid_of_panels(canvas, len(shown))
    for own, panel in zip(axes, shown, strict=True):
        _draw(own, panel)
    undrawn = len(found) - len(shown)
    more = say_count(undrawn, "{n} more panel is not drawn.", "{n} more panels are not drawn.")
    arrange(canvas, axes, more if undrawn > 0 else "")


def _draw(axes: Axes, panel: Panel) -> None:
    drawn = dict(list(panel.series.items())[:MOST_LINES])
    by_x, x_unit = scale([*(x for points in drawn.values() for x, _ in points), panel.kept or 0.0])
    by_y, y_unit = scale(y for points in drawn.values() for _, y in points)
    handles, labels = [], []
    for index, (name, points) in enumerate(drawn.items()):
        handles += axes.plot(
            scaled((x for x, _ in points), by_x),
            scaled((y for _, y in points), by_y),
            color=COLOURS[index % len(COLOURS)],
            linestyle=DASHES[index % len(DASHES)],
            marker="o" if len(points) < 3 else None,
        )
        labels.append(short(name, LONGEST_NAME))
        at = [(x, y) for x, y in points if x == panel.kept]
        axes.plot(
            scaled((x for x, _ in at), by_x),
            scaled((y for _, y in at), by_y),
            color=handles[-1].get_color(),
            marker="D",
            markersize=5.0,
        )
    if panel.kept is not None and math.isfinite(panel.kept):
        step = panel.kept / by_x
        handles.append(axes.axvline(step, color=INK, linewidth=0.9, linestyle=(0, (1, 1.5))))
        labels.append(say("kept: step {step}", step=number_text(panel.kept)))
    if len(panel.series) > len(drawn):
        undrawn = len(panel.series) - len(drawn)
        more = say_count(undrawn, "{n} more line is not drawn", "{n} more lines are not drawn")
        labels[-1] += f" ({more})"
    axes.set_title(labelled(short(panel.title, LONGEST_TITLE), y_unit))
    axes.set_xlabel(labelled(short(panel.x, LONGEST_TITLE), x_unit))
    axes.grid(visible=True)
    if labels != [short(panel.title, LONGEST_NAME)]:
        # matplotlib leaves out labels that begin with an underscore.
        axes.legend(handles, [f" {label}" for label in labels])
