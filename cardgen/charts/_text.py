"""Labels of charts: on one line, short, and how much room they take."""

from __future__ import annotations

from unicodedata import east_asian_width

from cardgen.markdown.escape import visible

POINTS_PER_INCH = 72
ADVANCE = 0.62
"""Width of a usual letter or digit of the font, in its size; wide characters take a whole one."""


def short(label: str, most: int) -> str:
    """*label* on one line of at most *most* usual letters; the words beside the chart have it all."""
    # Far longer than fits: the rest need not be looked at.
    line = " ".join(visible(label[: 20 * most]).split())
    if len(line) == len(label) and _letters(line) <= most:
        return line
    cut = ""
    for letter in line:
        if _letters(cut + letter) > most - 1:
            return f"{cut}…"
        cut += letter
    return line if len(label) <= 20 * most else f"{line}…"


def width_in(text: str, points: float) -> float:
    """About how wide *text* is in letters of *points*, in inches."""
    return _letters(text) * ADVANCE * points / POINTS_PER_INCH


def _letters(text: str) -> float:
    return sum(1 / ADVANCE if east_asian_width(c) in "WF" else 1 for c in text)
