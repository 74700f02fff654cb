"""Panels of a chart: their places, and axes whose numbers stay short and finite."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cardgen.charts._style import SMALL
from cardgen.charts._text import width_in
from cardgen.language import SOURCE, number_form, spoken
from cardgen.numbers import superscript

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_IN, PANEL_WIDTH_IN = 5.2, 3.6
"""A panel's width where it is alone in its row, and where two are."""
HEIGHT_IN, LOW_IN = 2.2, 1.9
"""A panel's height, and that in several rows: four rows must fit a page."""
MOST_STACKED = 2
"""Panels that stand one above the other, so that a phone's page shows them large enough."""
TOP_IN, BOTTOM_IN, RIGHT_IN, GAP_IN, LINE_IN = 0.3, 0.5, 0.12, 0.14, 0.2
PLAIN_POWERS = range(-3, 5)
"""Powers of ten of an axis's largest number that is written as it is."""
NEARLY_ZERO = 1e-300


def finite(value: object) -> float:
    """*value* as a number; NaN for all that is no finite one, such as the word "Infinity"."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return math.nan
    # A whole number may be larger than any float.
    return float(value) if abs(value) <= sys.float_info.max else math.nan


def share(value: object) -> float:
    """*value* as a number from 0 to 1; NaN for all that is none."""
    number = finite(value)
    return number if 0 <= number <= 1 else math.nan


def scale(numbers: Iterable[float]) -> tuple[float, str]:
    """A power of ten to divide *numbers* by, and its name for a label: "10⁻⁵", or "" for 1."""
    largest = max((abs(n) for n in numbers if math.isfinite(n)), default=0.0)
    if largest < NEARLY_ZERO:
        return 1.0, ""
    power = math.floor(math.log10(largest))
    return (1.0, "") if power in PLAIN_POWERS else (10.0**power, f"10{superscript(power)}")


def scaled(numbers: Iterable[float], by: float) -> list[float]:
    """*numbers* over *by*; those that axes cannot tell from 0 are 0."""
    return [0.0 if abs(n) < NEARLY_ZERO else n / by for n in numbers]


def labelled(name: str, *units: str) -> str:
    """*name* with the units that there are: "energy (10⁻⁵ kWh)"."""
    unit = " ".join(part for part in units if part != "")
    return f"{name} ({unit})" if unit != "" else name


def grid_of_panels(canvas: Figure, count: int) -> list[Axes]:
    """*count* empty panels; `arrange` gives them their places."""
    rows, columns = _shape(count)
    return [canvas.add_subplot(rows, columns, index + 1) for index in range(count)]


def in_language(axes: Axes) -> None:
    """Write the numbers of both axes as the language of the page does."""
    from matplotlib.ticker import ScalarFormatter

    class Formatter(ScalarFormatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return number_form(super().__call__(x, pos))

    if spoken() != SOURCE:
        for axis in (axes.xaxis, axes.yaxis):
            if type(axis.get_major_formatter()) is ScalarFormatter:
                axis.set_major_formatter(Formatter())


def arrange(canvas: Figure, panels: list[Axes], footer: str = "") -> None:
    """Size *canvas* and place the filled *panels* of `grid_of_panels`, with a line below them.

    Labels are measured by their letters: matplotlib's own layouts draw everything twice.
    """
    for axes in panels:
        in_language(axes)
    rows, columns = _shape(len(panels))
    left = max(_left_in(axes) for axes in panels)
    wide = PANEL_WIDTH_IN * columns if columns > 1 else WIDTH_IN
    below = LINE_IN if footer != "" else 0.0
    panel = HEIGHT_IN if rows == 1 else LOW_IN
    high = panel * rows + below
    own_width = wide / columns - left - RIGHT_IN
    own_height = panel - TOP_IN - BOTTOM_IN
    canvas.set_size_inches(wide, high)
    canvas.subplots_adjust(
        left=left / wide,
        right=1 - RIGHT_IN / wide,
        bottom=(BOTTOM_IN + below) / high,
        top=1 - TOP_IN / high,
        wspace=(left + RIGHT_IN) / own_width,
        hspace=(TOP_IN + BOTTOM_IN) / own_height,
    )
    if footer != "":
        canvas.text(0.1 / wide, 0.08 / high, footer, fontsize=SMALL)


def _shape(count: int) -> tuple[int, int]:
    """Rows and columns of *count* panels."""
    columns = 1 if count <= MOST_STACKED else 2
    return -(-count // columns), columns


def _left_in(axes: Axes) -> float:
    longest = max((width_in(t.get_text(), SMALL) for t in axes.get_yticklabels()), default=0.0)
    return min(1.2, longest + GAP_IN) + (LINE_IN if axes.get_ylabel() != "" else 0.0)
