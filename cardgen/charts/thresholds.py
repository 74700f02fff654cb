"""Results at each decision threshold: precision, recall, F1 and the false positive rate."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cardgen.charts._axes import (
    BOTTOM_IN,
    WIDTH_IN,
    finite,
    in_language,
    labelled,
    scale,
    scaled,
    share,
)
from cardgen.charts._facts import Points, drawn, evaluation, rows
from cardgen.charts._style import COLOURS, DASHES, INK
from cardgen.charts._threshold import TABLE, about_threshold, in_use, results_in_use
from cardgen.language import in_words, say
from cardgen.numbers import exact_text, number_text
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Results at each threshold"
NAMES = ("precision", "recall", "F1", "FPR")
MARKERS = ("o", "s", "^", "v")
HIGH_IN, TOP_IN, LEFT_IN, SIDE_IN = 2.2, 0.1, 0.5, 1.5
"""Height of the chart, and room above, to the left, and to the right for the key."""


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Each table of thresholds with the one in use."""
    for fact in drawn(facts, TABLE):
        if lines(fact) != {}:
            yield (fact, *(other for other in about_threshold(fact, facts) if other.id != TABLE))


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The evaluation."""
    return evaluation(facts[0])


def lines(fact: Fact) -> dict[str, Points]:
    """Each measure by threshold, the lowest first; a gap is NaN."""
    found = [(finite(row.get("threshold")), row) for row in rows(fact)]
    known = sorted((pair for pair in found if math.isfinite(pair[0])), key=lambda pair: pair[0])
    every = {name: tuple((at, share(row.get(name))) for at, row in known) for name in NAMES}
    return {
        name: own for name, own in every.items() if sum(map(math.isfinite, (y for _, y in own))) > 1
    }


def words(facts: tuple[Fact, ...]) -> str:
    """The range of thresholds, the highest F1, and the results at the threshold in use."""
    found = lines(facts[0])
    every = [x for own in found.values() for x, _ in own]
    low, high = number_text(min(every)), number_text(max(every))
    said = [say("Thresholds from {low} to {high}.", low=low, high=high)]
    if "F1" in found:
        best, at = max((y, -x) for x, y in found["F1"] if math.isfinite(y))
        said.append(
            say(
                "F1 is highest, {value}, at {threshold}.",
                value=number_text(best),
                threshold=number_text(-at),
            )
        )
    row = results_in_use(facts)
    results = [f"{in_words(name)} {number_text(share(row[name]))}" for name in NAMES if name in row]
    if results != []:
        threshold = exact_text(in_use(facts))
        said.append(
            say(
                "At the threshold in use, {threshold}: {results}.",
                threshold=threshold,
                results=", ".join(results),
            )
        )
    return " ".join(said)


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """A line a measure, told apart by dashes and marks; the threshold in use as a line across."""
    canvas.set_size_inches(WIDTH_IN, HIGH_IN)
    box = (
        LEFT_IN / WIDTH_IN,
        BOTTOM_IN / HIGH_IN,
        1 - (LEFT_IN + SIDE_IN) / WIDTH_IN,
        1 - (TOP_IN + BOTTOM_IN) / HIGH_IN,
    )
    axes = canvas.add_axes(box)
    found, threshold = lines(facts[0]), in_use(facts)
    by, power = scale([*(x for own in found.values() for x, _ in own), threshold])
    for index, (name, own) in enumerate(found.items()):
        style: dict[str, Any] = {"color": COLOURS[index], "linestyle": DASHES[index]}
        style |= {"marker": MARKERS[index], "markevery": (index * 3, max(1, len(own) // 5))}
        axes.plot(
            scaled((x for x, _ in own), by),
            [y for _, y in own],
            label=f" {in_words(name)}",
            **style,
        )
    if math.isfinite(threshold):
        label = f" {say('in use: {value}', value=exact_text(threshold))}"
        (place,) = scaled((threshold,), by)
        axes.axvline(place, color=INK, linewidth=0.9, linestyle=(0, (1, 1.5)), label=label)
    axes.set(xlabel=labelled(say("threshold"), power), ylim=(-0.02, 1.02))
    axes.grid(visible=True)
    in_language(axes)
    axes.legend(loc="upper left", bbox_to_anchor=(1.02, 1.02), borderaxespad=0.0)
