"""Spread over seeds: each run's value, and their mean with its interval, a strip a metric."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cardgen.charts._axes import RIGHT_IN, WIDTH_IN, finite, in_language, labelled, scale, scaled
from cardgen.charts._facts import (
    Estimate,
    drawn,
    estimate,
    estimate_text,
    evaluation,
    levels,
    rows,
    together,
)
from cardgen.charts._style import COLOURS, INK, SMALL
from cardgen.charts._text import short, width_in
from cardgen.language import say, say_count
from cardgen.numbers import number_text
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Spread over seeds"
RUNS, MEAN = "res.seeds", "res.over_seeds"
MOST_STRIPS = 8
"""Metrics that are drawn, the first ones."""
STRIP_IN, AXIS_IN, TOP_IN, FOOT_IN, PAD_IN = 0.36, 0.36, 0.05, 0.24, 0.1
LEVELS, NEAR = (0.7, 1.05, 1.4, 1.75), 0.025
"""Heights that points have so that equal values are seen apart, the mean lies at 0; and from which
share of the strip on they have one height."""
LONGEST_NAME = 26


@dataclass(frozen=True, slots=True)
class Strip:
    """One metric's values, the lowest first, with the names of their runs."""

    metric: str
    values: tuple[tuple[float, str], ...]
    mean: Estimate


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """All metrics of one evaluation; a run alone has no spread."""
    for own in together([fact for name in (RUNS, MEAN) for fact in drawn(facts, name)], "metric"):
        if strips(own) != []:
            yield tuple(own)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The evaluation."""
    return evaluation(facts[0], apart=("metric",))


def strips(facts: Sequence[Fact]) -> list[Strip]:
    """A strip for each metric that two runs or more have a value of."""
    means = {fact.where.get("metric"): estimate(fact) for fact in facts if fact.id == MEAN}
    found = []
    for fact in facts:
        known = [
            (value, str(row.get("run")))
            for row in (rows(fact) if fact.id == RUNS else ())
            if math.isfinite(value := finite(row.get("value")))
        ]
        if len(known) > 1:
            metric = fact.where.get("metric")
            mean = means.get(metric, (math.nan,) * 3)
            found.append(Strip(metric or "", tuple(sorted(known)), mean))
    return found


def words(facts: tuple[Fact, ...]) -> str:
    """Of each metric the runs, the mean with its interval, the lowest and the highest."""
    return " ".join([*map(_strip_words, strips(facts)), levels(facts)]).strip()


def _strip_words(strip: Strip) -> str:
    (low, lowest), (high, highest) = strip.values[0], strip.values[-1]
    return say(
        "{metric}: {n} runs, mean {mean}, lowest {low} ({lowest}), highest {high} ({highest}).",
        metric=strip.metric,
        n=number_text(len(strip.values)),
        mean=estimate_text(strip.mean),
        low=number_text(low),
        lowest=lowest,
        high=number_text(high),
        highest=highest,
    )


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """A strip with an axis of its own for each metric, since metrics have no scale in common."""
    found = strips(facts)
    shown = found[:MOST_STRIPS]
    names = [short(strip.metric, LONGEST_NAME) for strip in shown]
    own_in = STRIP_IN + AXIS_IN
    high = TOP_IN + own_in * len(shown) + FOOT_IN
    canvas.set_size_inches(WIDTH_IN, high)
    left = max(width_in(name, SMALL) for name in names) + 2 * PAD_IN
    wide = (WIDTH_IN - left - 2 * RIGHT_IN) / WIDTH_IN
    for index, (name, strip) in enumerate(zip(names, shown, strict=True)):
        below = high - TOP_IN - own_in * index - STRIP_IN
        axes = canvas.add_axes((left / WIDTH_IN, below / high, wide, STRIP_IN / high))
        _draw(axes, strip, name, PAD_IN / (wide * WIDTH_IN))
    more = len(found) - len(shown)
    undrawn = say_count(more, "{n} more metric is not drawn.", "{n} more metrics are not drawn.")
    foot = [
        say("Circles: runs. Diamond: their mean with its interval."),
        undrawn if more > 0 else "",
    ]
    canvas.text(PAD_IN / WIDTH_IN, 0.07 / high, " ".join(foot).strip(), fontsize=SMALL)


def _draw(axes: Axes, strip: Strip, name: str, pad: float) -> None:
    by, power = scale([*(value for value, _ in strip.values), *strip.mean])
    values = scaled((value for value, _ in strip.values), by)
    mean, low, high = scaled(strip.mean, by)
    circle: dict[str, Any] = {"markerfacecolor": "none", "markersize": 5.0}
    axes.plot(values, _heights(values), "o", color=COLOURS[0], **circle)
    if math.isfinite(low) and math.isfinite(high):
        axes.plot((low, high), (0, 0), color=INK, solid_capstyle="butt")
    axes.plot((mean,), (0,), "D", color=INK, markersize=5.0)
    axes.set(ylim=(-0.45, 2.0), yticks=())
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.05)
    axes.grid(visible=True, axis="x")
    axes.locator_params(axis="x", nbins=6)
    beside: dict[str, Any] = {"transform": axes.transAxes, "ha": "right", "va": "center"}
    axes.text(-pad, 0.5, labelled(name, power), fontsize=SMALL, **beside)
    in_language(axes)


def _heights(values: list[float]) -> list[float]:
    """The lowest height each, at which no other of *values*, which rise, stands close before it."""
    near = (values[-1] - values[0]) * NEAR
    last = [-math.inf] * len(LEVELS)
    found = []
    for value in values:
        level = next((i for i, other in enumerate(last) if value - other > near), len(LEVELS) - 1)
        last[level] = value
        found.append(LEVELS[level])
    return found
