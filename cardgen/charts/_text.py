"""Labels of charts: on one line, short, and how much room they take."""

from __future__ import annotations

from itertools import accumulate, takewhile
from unicodedata import east_asian_width

from cardgen.markdown.escape import visible

POINTS_PER_INCH = 72
ADVANCE = 0.62
"""Width of a usual letter or digit of the font, in its size; wide characters take a whole one."""


def short(label: str, most: int) -> str:
    """*label* on one line of at most *most* usual letters; the words beside the chart have it all.

    Its end stays, since names often differ only there.
    """
    # Far longer than fits: what is between need not be looked at.
    far = 10 * most
    near = label if len(label) <= 2 * far else f"{label[:far]} {label[-far:]}"
    line = " ".join(visible(near).split())
    if _letters(line) <= most and near is label:
        return line
    end = _fitting(line[::-1], most // 3)[::-1]
    return f"{_fitting(line, most - 1 - _letters(end)).rstrip()}…{end.lstrip()}"


def _fitting(line: str, most: float) -> str:
    """As much of the beginning of *line* as has *most* usual letters."""
    sums = accumulate(map(_letters, line))
    return line[: sum(1 for width in takewhile(lambda width: width <= most, sums))]


def width_in(text: str, points: float) -> float:
    """About how wide *text* is in letters of *points*, in inches."""
    return _letters(text) * ADVANCE * points / POINTS_PER_INCH


def _letters(text: str) -> float:
    return sum(1 / ADVANCE if east_asian_width(c) in "WF" else 1 for c in text)
