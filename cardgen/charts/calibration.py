"""Calibration: the observed share against the mean score, in bins of scores (reliability diagram).

Guo et al. 2017 (ICML), section 2; a calibrated model's points lie on the diagonal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from cardgen.charts._axes import WIDTH_IN, finite, in_language, share
from cardgen.charts._facts import (
    Estimate,
    drawn,
    estimate,
    estimate_text,
    evaluation,
    rows,
    together,
)
from cardgen.charts._square import REFERENCE, TICKS, key_beside, shares
from cardgen.charts._style import COLOURS, INK, SMALL
from cardgen.charts._text import short
from cardgen.language import say, say_count
from cardgen.numbers import number_text
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Calibration"
BINS, ERROR = "res.calibration", "res.ece"
MOST_CHARTS, MOST_PANELS, COLUMNS = 3, 6, 3
"""Charts, which take much room: of all examples and of the first groups. Slices that are drawn, those
with the most examples, and how many stand in a row at most."""
LONGEST_NAME, MOST_EXAMPLES = 22, 1e15
FEW_TICKS = (0.0, 0.5, 1.0)
"""Of panels among others."""
SIDE_IN, ALONE_IN, BARS_IN, GAP_IN = 1.5, 1.8, 0.22, 0.06
"""A panel's side among others and alone, and the bars' height and distance."""
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN, FOOT_IN = 0.55, 0.15, 0.4, 0.45, 0.2


@dataclass(frozen=True, slots=True)
class Bin:
    """Examples with scores near each other."""

    score: float
    """Their mean score."""
    observed: Estimate
    """The share of positives among them."""
    n: float


@dataclass(frozen=True, slots=True)
class Panel:
    """The bins of all examples, or of one slice."""

    name: str
    bins: tuple[Bin, ...]
    error: Estimate
    """Expected calibration error."""

    @property
    def n(self) -> float:
        """How many examples there are."""
        return math.fsum(own.n for own in self.bins)


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """All examples of an evaluation in one chart, the slices of each group in another."""
    own = [fact for name in (BINS, ERROR) for fact in drawn(facts, name)]
    found = (tuple(group) for group in together(own) if panels(group) != [])
    yield from islice(found, MOST_CHARTS)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The group, where there is one, and the evaluation."""
    return evaluation(facts[0], "group")


def panels(facts: Sequence[Fact]) -> list[Panel]:
    """A panel for each table of bins, the one with the most examples first."""
    errors = {fact.where.get("slice"): estimate(fact) for fact in facts if fact.id == ERROR}
    found = []
    for fact in facts:
        bins = tuple(_bins(fact)) if fact.id == BINS else ()
        if bins != ():
            error = errors.get(fact.where.get("slice"), (math.nan,) * 3)
            found.append(Panel(fact.where.get("slice", ""), bins, error))
    return sorted(found, key=lambda panel: -panel.n)


def _bins(fact: Fact) -> Iterator[Bin]:
    """The bins with examples; those without have no score."""
    for row in rows(fact):
        score, n = share(row.get("mean score")), finite(row.get("n"))
        observed = share(row.get("observed")), share(row.get("low")), share(row.get("high"))
        if math.isfinite(score) and math.isfinite(observed[0]) and 0 < n < MOST_EXAMPLES:
            yield Bin(score, observed, n)


def words(facts: tuple[Fact, ...]) -> str:
    """Of each panel the error, the examples, and the bin that is farthest from the diagonal."""
    found = panels(facts)
    said = [_panel_words(panel) for panel in found[:MOST_PANELS]]
    return " ".join([*said, _undrawn(found)]).strip()


def _panel_words(panel: Panel) -> str:
    worst = max(panel.bins, key=lambda own: abs(own.observed[0] - own.score))
    farthest = say(
        "farthest from the diagonal: mean score {score}, observed {observed}",
        score=number_text(worst.score),
        observed=estimate_text(worst.observed),
    )
    name = f"{panel.name}: " if panel.name != "" else ""
    return f"{name}{_figures(panel)}; {farthest}."


def _figures(panel: Panel, *, is_brief: bool = False) -> str:
    """The expected calibration error, where it is known, and the number of examples."""
    error = number_text(panel.error[0], 2) if is_brief else estimate_text(panel.error)
    known = f"ECE {error}, " if math.isfinite(panel.error[0]) else ""
    return f"{known}n = {number_text(int(panel.n))}"


def _undrawn(found: Sequence[Panel]) -> str:
    more = len(found) - MOST_PANELS
    return (
        say_count(more, "{n} smaller slice is not drawn.", "{n} smaller slices are not drawn.")
        if more > 0
        else ""
    )


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """A square panel each, with bars of the examples in the bins below it."""
    found = panels(facts)
    shown = found[:MOST_PANELS]
    side, ticks = (ALONE_IN, TICKS) if len(shown) == 1 else (SIDE_IN, FEW_TICKS)
    own_wide, own_high = LEFT_IN + side + RIGHT_IN, TOP_IN + side + GAP_IN + BARS_IN + BOTTOM_IN
    lines = -(-len(shown) // COLUMNS)
    columns = -(-len(shown) // lines)
    wide, high = max(WIDTH_IN, own_wide * columns), own_high * lines + FOOT_IN
    canvas.set_size_inches(wide, high)
    for index, panel in enumerate(shown):
        row, column = divmod(index, columns)
        left, top = own_wide * column + LEFT_IN, high - own_high * row - TOP_IN
        below = top - side - GAP_IN - BARS_IN
        upper = (left / wide, (top - side) / high, side / wide, side / high)
        lower = (left / wide, below / high, side / wide, BARS_IN / high)
        points, bars = canvas.add_axes(upper), canvas.add_axes(lower)
        _draw_points(points, panel, ticks)
        _draw_bars(bars, panel, ticks)
        points.set_ylabel(say("observed") if column == 0 else "")
        if len(shown) == 1:
            key_beside(points)
    foot = [say("Bars: examples with such scores."), _undrawn(found)]
    canvas.text(0.1 / wide, 0.06 / high, " ".join(foot).strip(), fontsize=SMALL)


def _draw_points(axes: Axes, panel: Panel, ticks: tuple[float, ...]) -> None:
    shares(axes, ticks)
    axes.plot((0, 1), (0, 1), label=f" {say('perfectly calibrated')}", **REFERENCE)
    scores, observed = [own.score for own in panel.bins], [own.observed for own in panel.bins]
    lows, highs = [low for _, low, _ in observed], [high for _, _, high in observed]
    axes.vlines(scores, lows, highs, color=COLOURS[0], linewidth=1.1)
    style: dict[str, Any] = {"color": COLOURS[0], "linewidth": 0.7, "label": f" {say('model')}"}
    axes.plot(scores, [value for value, _, _ in observed], "o-", **style)
    name = f"{short(panel.name, LONGEST_NAME)}\n" if panel.name != "" else ""
    axes.set_title(f"{name}{_figures(panel, is_brief=name != '')}", fontsize=SMALL)
    axes.tick_params(axis="x", labelbottom=False)


def _draw_bars(axes: Axes, panel: Panel, ticks: tuple[float, ...]) -> None:
    style: dict[str, Any] = {"color": INK, "alpha": 0.5, "linewidth": 4}
    axes.vlines([own.score for own in panel.bins], 0, [own.n for own in panel.bins], **style)
    axes.set(xlim=(-0.02, 1.02), xticks=ticks, yticks=(), xlabel=say("mean score"))
    axes.set_ylim(bottom=0)
    axes.spines["left"].set_visible(False)
    in_language(axes)
