"""Charts of one row a name: the name, what is drawn in its row, and how many examples it has."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cardgen.charts._axes import LINE_IN, RIGHT_IN, WIDTH_IN, in_language, labelled, scale, scaled
from cardgen.charts._style import COLOURS, INK, SMALL
from cardgen.charts._text import short, width_in
from cardgen.language import say
from cardgen.numbers import number_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS, END, MOST_WITHOUT = 60, 20, 8
"""Rows with a number that are all drawn; of more, how many of the lowest and of the highest; rows
without."""
MOST_IN_COLUMN = 30
"""Rows of a panel; more stand in two, side by side."""
TWO_WIDE_IN = 7.2
ROW_IN, LOW_ROW_IN, MOST_HIGH_ROWS = 0.19, 0.15, 12
"""Height of a row, that of one among many, and how many have the first."""
TOP_IN, BOTTOM_IN, PAD_IN = 0.28, 0.45, 0.08
LONGEST_NAME, LONGEST_IN_TWO, LONGEST_COUNT = 30, 18, 13


@dataclass(frozen=True, slots=True)
class Row:
    """A name with the numbers of its row, the first of which it is ordered by."""

    name: str
    numbers: tuple[float, ...] = ()
    """None of them is drawn where the first is NaN."""
    n: int | None = None
    note: str = ""
    """What stands in the row in place of numbers, without what it has in brackets."""
    is_marked: bool = False
    """Whether an asterisk stands behind its name, which the chart's foot explains."""

    @property
    def value(self) -> float:
        """The number that rows are ordered by."""
        return self.numbers[0] if self.numbers != () else math.nan


@dataclass(frozen=True, slots=True)
class Across:
    """A value that holds for all rows, as a line across them with its interval as a band."""

    label: str
    value: float
    low: float = math.nan
    high: float = math.nan


Painter = Callable[["Axes", list[int], list[list[float]]], object]
"""Draws rows at their places from above: a list for each of the numbers that they have."""


def listed(rows: Sequence[Row]) -> list[Row]:
    """*rows*, the lowest first and those without a number last; of many, those at both ends.

    A row in place of those left out says how many they are.
    """
    known = sorted((r for r in rows if math.isfinite(r.value)), key=lambda row: row.value)
    others = [row for row in rows if not math.isfinite(row.value)]
    if len(known) > MOST_ROWS:
        between = number_text(len(known) - 2 * END)
        known[END:-END] = [Row("", note=say("{n} more in between", n=between))]
    if len(others) > MOST_WITHOUT:
        more = number_text(len(others) - MOST_WITHOUT + 1)
        others[MOST_WITHOUT - 1 :] = [Row("", note=say("{n} more without a value", n=more))]
    return [*known, *others]


def draw_rows(
    canvas: Figure,
    rows: Sequence[Row],
    paint: Painter,
    label: str,
    across: Across | None = None,
    foot: str = "",
) -> None:
    """Let *paint* draw each of *rows*, from above; *label* names the numbers, *foot* stands below."""
    every = [number for row in rows for number in row.numbers]
    line = () if across is None else (across.value, across.low, across.high)
    by, power = scale([*every, *line])
    panels = _panels(canvas, rows, LINE_IN if foot != "" else 0.0)
    canvas.text(PAD_IN / canvas.get_figwidth(), 0.02, foot, fontsize=SMALL, va="bottom")
    for axes, own in panels:
        known = [(place, row) for place, row in enumerate(own) if math.isfinite(row.value)]
        _draw_across(axes, across, by, len(known))
        columns = zip(*(row.numbers for _, row in known), strict=True)
        if known != []:
            paint(axes, [place for place, _ in known], [scaled(one, by) for one in columns])
        axes.set_xlabel(labelled(label, power))
    _widen(panels, scaled((n for n in (*every, *line) if math.isfinite(n)), by))
    if across is not None and math.isfinite(across.value):
        _name_across(panels[0][0], across.label, *scaled((across.value,), by))


def points(axes: Axes, places: list[int], numbers: list[list[float]]) -> None:
    """Values as points with their intervals as lines: value, low, high."""
    values, lows, highs = numbers
    axes.hlines(places, lows, highs, color=COLOURS[0], linewidth=1.4)
    axes.plot(values, places, "o", color=COLOURS[0])


def _panels(canvas: Figure, rows: Sequence[Row], foot_in: float) -> list[tuple[Axes, list[Row]]]:
    """Axes with names and counts beside them, and the rows of each."""
    columns = 1 if len(rows) <= MOST_IN_COLUMN else 2
    longest = LONGEST_NAME if columns == 1 else LONGEST_IN_TWO
    named = [replace(row, name=_name(row, longest)) for row in rows]
    size = -(-len(rows) // columns)
    row_in = ROW_IN if size <= MOST_HIGH_ROWS else LOW_ROW_IN
    wide = WIDTH_IN if columns == 1 else TWO_WIDE_IN
    high = TOP_IN + BOTTOM_IN + foot_in + size * row_in
    canvas.set_size_inches(wide, high)
    left = max(width_in(row.name, SMALL) for row in named) + 2 * PAD_IN
    counts = max(width_in(_count(row), SMALL) for row in named)
    right = RIGHT_IN if counts == 0 else counts + 2 * PAD_IN
    own = wide / columns - left - right
    found = []
    for column in range(columns):
        part = named[column * size : (column + 1) * size]
        box = (
            (column * wide / columns + left) / wide,
            1 - (TOP_IN + len(part) * row_in) / high,
            own / wide,
            len(part) * row_in / high,
        )
        axes = canvas.add_axes(box)
        axes.set_ylim(len(part) - 0.5, -0.5)
        _write(axes, part, own)
        found.append((axes, part))
    return found


def _name(row: Row, longest: int) -> str:
    return f"{short(row.name, longest)} *" if row.is_marked else short(row.name, longest)


def _write(axes: Axes, rows: Sequence[Row], wide_in: float) -> None:
    """Names to the left, counts to the right; as plain text, which is drawn faster than ticks."""
    axes.set_yticks(())
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")
    pad = PAD_IN / wide_in
    end = 1 + pad + max(width_in(_count(row), SMALL) for row in rows) / wide_in
    style: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "fontsize": SMALL}
    style |= {"va": "center_baseline"}
    for place, row in enumerate(rows):
        axes.text(-pad, place, row.name, ha="right", **style)
        if row.n is not None:
            axes.text(end, place, _count(row), ha="right", **style)
        if row.note != "":
            longest = int(wide_in / width_in("n", SMALL))
            note = row.note.partition(" (")[0]
            axes.text(0.01, place, short(note, longest), ha="left", style="italic", **style)
    if any(row.n is not None for row in rows):
        above = style | {"transform": axes.transAxes, "va": "bottom"}
        axes.text(end, 1.0, "n", ha="right", style="italic", **above)


def _count(row: Row) -> str:
    return "" if row.n is None else short(number_text(row.n), LONGEST_COUNT)


def _draw_across(axes: Axes, across: Across | None, by: float, count: int) -> None:
    """The line and its band, down to where the rows end that have numbers."""
    if across is None or not math.isfinite(across.value):
        return
    value, low, high = scaled((across.value, across.low, across.high), by)
    if math.isfinite(low) and math.isfinite(high):
        axes.fill_betweenx((-0.5, count - 0.5), low, high, facecolor=INK, alpha=0.13, linewidth=0)
    style: dict[str, Any] = {"color": INK, "linewidth": 0.9, "linestyle": (0, (4, 2))}
    axes.vlines(value, -0.5, count - 0.5, **style)


def _widen(panels: Sequence[tuple[Axes, list[Row]]], numbers: Sequence[float]) -> None:
    """Give all panels the same limits."""
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    margin = (high - low) * 0.04 if high > low else max(abs(high) * 0.05, 0.05)
    for axes, _ in panels:
        axes.set_xlim(low - margin, high + margin)
        axes.locator_params(axis="x", nbins=6 if len(panels) == 1 else 4)
        in_language(axes)


def _name_across(axes: Axes, label: str, value: float) -> None:
    low, high = axes.get_xlim()
    place = (value - low) / (high - low)
    # Towards the middle, where there is room.
    side = "left" if place < 1 / 3 else "right" if place > 2 / 3 else "center"
    where = axes.get_xaxis_transform()
    axes.text(value, 1.01, label, ha=side, va="bottom", fontsize=SMALL, transform=where)
