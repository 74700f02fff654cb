"""Expected best result of a search against the number of its trials.

Dodge et al. 2019 (EMNLP), and the unbiased estimate of Tang et al. 2020 (ACL).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cardgen.charts._axes import arrange, grid_of_panels, labelled, scale, scaled
from cardgen.charts._facts import Points, evaluation, series
from cardgen.charts._style import COLOURS, DASHES
from cardgen.charts._text import short
from cardgen.language import in_words, say
from cardgen.numbers import number_text
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Expected best result of a search"
CURVE = "res.expected"
LONGEST_NAME, MOST_MARKED = 60, 40


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Each curve of two trials or more, alone."""
    for fact in facts:
        if fact.id == CURVE and lines(fact) != {}:
            yield (fact,)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The metric and the evaluation."""
    return evaluation(facts[0], "metric")


def lines(fact: Fact) -> dict[str, Points]:
    """The curve by each estimate, the fewest trials first."""
    return {name: tuple(sorted(own)) for name, own in series(fact).items() if len(own) > 1}


def words(facts: tuple[Fact, ...]) -> str:
    """The expected best of one trial, of half of them and of all."""
    said = []
    for name, own in lines(facts[0]).items():
        shown = dict.fromkeys((own[0], own[(len(own) - 1) // 2], own[-1]))
        at = [
            say("{value} with {n}", value=number_text(value), n=number_text(int(trials)))
            for trials, value in shown
        ]
        said.append(say("{name}, by trials: {values}.", name=in_words(name), values=", ".join(at)))
    return " ".join(said)


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """A line an estimate."""
    (axes,) = panels = grid_of_panels(canvas, 1)
    found = lines(facts[0])
    by_x, x_power = scale(x for own in found.values() for x, _ in own)
    by, power = scale(y for own in found.values() for _, y in own)
    for index, (name, own) in enumerate(found.items()):
        axes.plot(
            scaled((x for x, _ in own), by_x),
            scaled((y for _, y in own), by),
            color=COLOURS[index % len(COLOURS)],
            linestyle=DASHES[index % len(DASHES)],
            marker="o" if len(own) <= MOST_MARKED else None,
            label=f" {short(in_words(name), LONGEST_NAME)}",
        )
    axes.set_title(labelled(facts[0].where.get("metric", ""), power))
    axes.set_xlabel(labelled(say("trials"), x_power))
    axes.grid(visible=True)
    axes.legend(loc="lower right")
    arrange(canvas, panels)
