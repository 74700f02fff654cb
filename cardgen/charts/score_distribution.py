"""Distribution of scores: the middle and the spread of each slice's scores, as boxes.

Mitchell et al. 2019, 4.4: how scores differ between groups.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cardgen.charts._axes import finite
from cardgen.charts._facts import drawn, evaluation, together
from cardgen.charts._facts import rows as rows_of
from cardgen.charts._rows import Across, Row, draw_rows, listed
from cardgen.charts._style import COLOURS, INK, PRINT, SHADES
from cardgen.language import in_words, say, say_count
from cardgen.numbers import number_text
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Distribution of scores"
SCORES = "res.scoredist"
COLUMNS = ("50 %", "5 %", "25 %", "75 %", "95 %", "mean")
"""What is drawn of each slice; it is ordered by the first."""
MOST_CHARTS = 4
"""Groups of an evaluation that are drawn, the first ones."""
HALF = 0.27
"""Half the height of a box, in rows."""


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """The table of each group, with that of all examples; this one alone where there is no group."""
    for own in together(drawn(facts, SCORES), "group"):
        known = [fact for fact in own if any(math.isfinite(row.value) for row in rows(fact))]
        of_groups = [fact for fact in known if "group" in fact.where]
        whole = [fact for fact in known if "group" not in fact.where][:1]
        for fact in of_groups[:MOST_CHARTS]:
            yield (fact, *whole)
        if of_groups == []:
            yield from zip(whole)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The group and the evaluation."""
    return evaluation(facts[0], "group")


def rows(fact: Fact) -> list[Row]:
    """A row for each slice."""
    return [
        Row(
            in_words(str(row.get("slice"))),
            tuple(finite(row.get(name)) for name in COLUMNS),
            _n(finite(row.get("n"))),
            "" if math.isfinite(finite(row.get(COLUMNS[0]))) else say("no value"),
        )
        for row in rows_of(fact)
    ]


def _n(number: float) -> int | None:
    return int(number) if math.isfinite(number) else None


def words(facts: tuple[Fact, ...]) -> str:
    """How many slices, and those with the lowest and the highest median with their middle halves."""
    every = rows(facts[0])
    known = sorted((r for r in every if math.isfinite(r.value)), key=lambda row: row.value)
    said = [
        say_count(len(every), "{n} slice.", "{n} slices, the lowest median first."),
        say(
            "Lines go from the 5% to the 95% quantile; boxes hold the middle half, bars are medians, diamonds means."
        ),
        *map(_row_words, dict.fromkeys((known[0], known[-1]))),
    ]
    whole = _whole(facts)
    said += [] if whole is None else [f"{whole.label}."]
    return " ".join(said)


def _row_words(row: Row) -> str:
    middle, _, low, high, _, _ = map(number_text, row.numbers)
    return say(
        "{slice}: median {median}, middle half {low}–{high}.",
        slice=row.name,
        median=middle,
        low=low,
        high=high,
    )


def _whole(facts: tuple[Fact, ...]) -> Across | None:
    """The median of all examples, where it is known beside the slices."""
    for row in (row for fact in facts[1:] for row in rows(fact)):
        label = say("All examples: median {median}", median=number_text(row.value))
        return Across(label, row.value)
    return None


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """A box a slice; the median of all examples across."""
    draw_rows(canvas, listed(rows(facts[0])), _boxes, say("score"), _whole(facts))


def _boxes(axes: Axes, places: list[int], numbers: list[list[float]]) -> None:
    middles, lowest, lows, highs, highest, means = numbers
    axes.hlines(places, lowest, highest, color=INK, linewidth=0.9, zorder=0.9)
    wide = [high - low for low, high in zip(lows, highs, strict=True)]
    box: dict[str, Any] = {"facecolor": SHADES[1], "edgecolor": INK, "linewidth": 0.7}
    axes.barh(places, wide, 2 * HALF, left=lows, **box)
    below, above = [place + HALF for place in places], [place - HALF for place in places]
    axes.vlines(middles, below, above, color=PRINT, linewidth=1.8)
    edge: dict[str, Any] = {"markeredgecolor": PRINT, "markeredgewidth": 0.5}
    axes.plot(means, places, "D", color=COLOURS[1], markersize=3.5, **edge)
