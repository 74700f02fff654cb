"""Search: each trial's value in order, and against the hyper-parameter that mattered most."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median_low
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from cardgen.charts._axes import (
    NEARLY_ZERO,
    RIGHT_IN,
    WIDTH_IN,
    finite,
    in_language,
    labelled,
    scale,
    scaled,
)
from cardgen.charts._facts import evaluation, rows
from cardgen.charts._style import COLOURS, INK
from cardgen.charts._text import short
from cardgen.language import say
from cardgen.numbers import number_text, superscript
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Trials of the search"
TRIALS, IMPORTANCE = "tr.trials", "tr.importance"
OTHERS = ("trial", "order", "value")
"""Columns of the table that are no hyper-parameters."""
WIDE_RANGE, MOST_DECADES = 100.0, 5
"""From how many times the smallest value of a hyper-parameter on its axis is logarithmic, and how many
powers of ten are named there."""
LONGEST_NAME, LONGEST_CHOICE = 30, 10
HIGH_IN, LEFT_IN, BOTTOM_IN, TOP_IN, BETWEEN_IN = 2.2, 0.6, 0.5, 0.3, 0.25


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial that has a value."""

    order: float
    """Its place in the search, from 1."""
    name: str
    value: float
    settings: dict[str, JsonValue]


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """The trials with the importance of their hyper-parameters."""
    for fact in facts:
        if fact.id == TRIALS and len(trials(fact)) > 1:
            yield (fact, *(f for f in facts if f.id == IMPORTANCE and f.subject == fact.subject))


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """What the trials were chosen by."""
    return evaluation(facts[0], "metric")


def trials(fact: Fact) -> list[Trial]:
    """The trials with a finite value, the best one first, as in the table."""
    found = []
    for row in rows(fact):
        order, value = finite(row.get("order")), finite(row.get("value"))
        if math.isfinite(order) and math.isfinite(value):
            settings = {name: own for name, own in row.items() if name not in OTHERS}
            found.append(Trial(order, str(row.get("trial")), value, settings))
    return found


def most_important(facts: Sequence[Fact]) -> str | None:
    """The hyper-parameter with the highest importance, unless its interval holds 0 too."""
    table = (row for fact in facts if fact.id == IMPORTANCE for row in rows(fact))
    known = [
        (finite(row.get("importance")), str(row.get("hyper-parameter")))
        for row in table
        if not finite(row.get("low")) <= 0
    ]
    names = trials(facts[0])[0].settings
    ranked = [own for own in known if own[0] > 0 and own[1] in names]
    return max(ranked, key=lambda own: own[0])[1] if ranked != [] else None


def words(facts: tuple[Fact, ...]) -> str:
    """How many trials, their lowest, median and highest value, the best, and what mattered most."""
    found = trials(facts[0])
    values = sorted(trial.value for trial in found)
    low, middle, high = values[0], median_low(values), values[-1]
    said = [
        say(
            "{n} trials with a value, from {low} to {high}, median {middle}.",
            n=number_text(len(found)),
            low=number_text(low),
            high=number_text(high),
            middle=number_text(middle),
        )
    ]
    best = found[0]
    said.append(
        say(
            "The best is trial {order} ({name}): {value}.",
            order=number_text(best.order),
            name=best.name,
            value=number_text(best.value),
        )
    )
    name = most_important(facts)
    if name is not None:
        said.append(
            say(
                "The hyper-parameter that mattered most is {name}, in the best trial {value}.",
                name=name,
                value=_setting(best.settings[name]),
            )
        )
    return " ".join(said)


def _setting(value: JsonValue) -> str:
    return number_text(value) if isinstance(value, int | float) else str(value)


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """The trials in their order; beside them the same against what mattered most, where known."""
    found, name = trials(facts[0]), most_important(facts)
    by, power = scale(trial.value for trial in found)
    by_order, order_power = scale(trial.order for trial in found)
    values = scaled((trial.value for trial in found), by)
    order = scaled((trial.order for trial in found), by_order)
    panels = _panels(canvas, 1 if name is None else 2)
    _draw_best_so_far(panels[0], order, values)
    _draw(panels[0], order, values)
    metric = short(facts[0].where.get("metric", ""), LONGEST_NAME)
    panels[0].set(xlabel=labelled(say("trial"), order_power), ylabel=labelled(metric, power))
    if name is not None:
        settings = [trial.settings[name] for trial in found]
        _draw(panels[1], _places(panels[1], short(name, LONGEST_NAME), settings), values)
        panels[1].set_ylim(panels[0].get_ylim())
        panels[1].tick_params(axis="y", labelleft=False)
    for axes in panels:
        axes.grid(visible=True)
        in_language(axes)
    handles, labels = panels[0].get_legend_handles_labels()
    key: dict[str, Any] = {"ncols": len(labels), "bbox_to_anchor": (LEFT_IN / WIDTH_IN, 1.0)}
    canvas.legend(handles, labels, loc="upper left", borderpad=0.2, **key)


def _panels(canvas: Figure, columns: int) -> list[Axes]:
    canvas.set_size_inches(WIDTH_IN, HIGH_IN)
    wide = (WIDTH_IN - LEFT_IN - RIGHT_IN - (columns - 1) * BETWEEN_IN) / columns
    size = wide / WIDTH_IN, 1 - (TOP_IN + BOTTOM_IN) / HIGH_IN
    lefts = (LEFT_IN + column * (wide + BETWEEN_IN) for column in range(columns))
    return [canvas.add_axes((left / WIDTH_IN, BOTTOM_IN / HIGH_IN, *size)) for left in lefts]


def _draw(axes: Axes, places: list[float], values: list[float]) -> None:
    """Circles, and the best filled, which is the first."""
    circle: dict[str, Any] = {"markerfacecolor": "none", "markersize": 4.5}
    axes.plot(places[1:], values[1:], "o", color=COLOURS[0], label=f" {say('trial')}", **circle)
    axes.plot(places[:1], values[:1], "D", color=INK, label=f" {say('best')}")


def _draw_best_so_far(axes: Axes, order: list[float], values: list[float]) -> None:
    """The best of each trial and those before it: the largest, where the best of all is that."""
    better = max if values[0] == max(values) else min
    places, own = zip(*sorted(zip(order, values, strict=True)), strict=True)
    style: dict[str, Any] = {"color": INK, "linewidth": 0.9, "drawstyle": "steps-post"}
    axes.plot(places, list(accumulate(own, better)), label=f" {say('best so far')}", **style)


def _places(axes: Axes, name: str, settings: list[JsonValue]) -> list[float]:
    """Where the trials stand on the axis of their *settings*, which gets its scale and labels."""
    axes.set_xlabel(name)
    numbers = [finite(value) for value in settings]
    known = [number for number in numbers if math.isfinite(number)]
    if len(known) == len(settings):
        if min(known) > NEARLY_ZERO and max(known) / min(known) >= WIDE_RANGE:
            return _decades(axes, numbers)
        by, power = scale(numbers)
        axes.set_xlabel(labelled(name, power))
        return scaled(numbers, by)
    names = sorted({str(value) for value in settings})
    axes.set_xticks(range(len(names)), [short(name, LONGEST_CHOICE) for name in names])
    axes.set_xlim(-0.5, len(names) - 0.5)
    return [float(names.index(str(value))) for value in settings]


def _decades(axes: Axes, numbers: list[float]) -> list[float]:
    """The logarithms of *numbers*, and powers of ten as their axis's labels."""
    powers = [math.log10(number) for number in numbers]
    low, high = math.ceil(min(powers)), math.floor(max(powers))
    shown = range(low, high + 1, -(-(high + 1 - low) // MOST_DECADES))
    axes.set_xticks(shown, [f"10{superscript(power)}" for power in shown])
    return powers
