"""Label balance: how many instances each class has in each split."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardgen.charts._axes import RIGHT_IN, finite, in_language, labelled, scale, scaled
from cardgen.charts._style import INK, SHADES, SMALL
from cardgen.charts._text import short, width_in
from cardgen.language import in_words, say
from cardgen.numbers import number_text
from cardgen.values import Fact, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Label balance"
CLASSES = "ds.n_per_class"
MOST_CLASSES, LARGEST, SMALLEST = 20, 12, 7
"""Classes that are all drawn; of more, how many of the largest and of the smallest."""
FILLS = (SHADES[6], SHADES[3], SHADES[0])
"""Of the splits: far apart in black and white too."""
LONGEST_NAME = 20
WIDTH_IN, CLASS_IN, TOP_IN, BOTTOM_IN = 5.2, 0.22, 0.35, 0.5


@dataclass(frozen=True, slots=True)
class Balance:
    """Instances of each class by split, the class with the most first; NaN where not counted."""

    splits: tuple[str, ...]
    classes: tuple[tuple[str, tuple[float, ...]], ...]


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Each table of counts by class, alone."""
    for fact in facts:
        if fact.id == CLASSES and balance(fact).classes != ():
            yield (fact,)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The data set, and what else the counts hold for."""
    fact = facts[0]
    return (fact.subject.removeprefix("data:"), *fact.where.values())


def balance(fact: Fact) -> Balance:
    """The counts that the table holds; without classes when it holds none."""
    if not isinstance(fact.value, Table):
        return Balance((), ())
    splits = fact.value.columns[1:]
    rows = [
        (str(row[0]), tuple(_counted(cell) for cell in row[1:]))
        for row in fact.value.rows
        if len(row) == len(splits) + 1
    ]
    known = [row for row in rows if any(map(math.isfinite, row[1]))]
    return Balance(splits, tuple(sorted(known, key=lambda row: -_total(row[1]))))


def _counted(cell: object) -> float:
    number = finite(cell)
    return number if number >= 0 else math.nan


def _total(numbers: Sequence[float]) -> float:
    return math.fsum(n / 2 for n in numbers if math.isfinite(n))  # a half, so that none overflows


def words(facts: tuple[Fact, ...]) -> str:
    """The largest and the smallest class of each split, and what is not drawn."""
    found = balance(facts[0])
    sentences = [say("{n} classes.", n=number_text(len(found.classes)))]
    for index, split in enumerate(found.splits):
        counted = [(n[index], name) for name, n in found.classes if math.isfinite(n[index])]
        if counted == []:
            sentences.append(say("{split}: not counted by class.", split=split))
            continue
        (most, largest), (least, smallest) = max(counted, key=_first), min(counted, key=_first)
        if most == least:
            sentences.append(
                say("{split}: {n} instances of every class.", split=split, n=_count(most))
            )
            continue
        sentences.append(
            say(
                "{split}: from {least} instances ({smallest}) to {most} ({largest}).",
                split=split,
                least=_count(least),
                smallest=smallest,
                most=_count(most),
                largest=largest,
            )
        )
    undrawn = len(found.classes) - len(_shown(found))
    if undrawn > 0:
        sentences.append(
            say("{what}: their numbers are in the JSON file.", what=_undrawn_words(undrawn))
        )
    left_out = found.splits[len(FILLS) :]
    if left_out != ():
        sentences.append(say("Not drawn: {names}.", names=", ".join(left_out)))
    return " ".join(sentences)


def _first(pair: tuple[float, str]) -> float:
    return pair[0]


def _count(number: float) -> str:
    return number_text(int(number) if number.is_integer() and number < 1e15 else number)


def _undrawn_words(number: int) -> str:
    return say(
        "{n} classes between the {largest} largest and the {smallest} smallest are not drawn",
        n=number_text(number),
        largest=LARGEST,
        smallest=SMALLEST,
    )


def _shown(found: Balance) -> tuple[tuple[str, tuple[float, ...]], ...]:
    if len(found.classes) <= MOST_CLASSES:
        return found.classes
    return (*found.classes[:LARGEST], *found.classes[-SMALLEST:])


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """A group of bars for each class, the largest above; the first splits only."""
    found = balance(facts[0])
    shown, splits = _shown(found), found.splits[: len(FILLS)]
    undrawn = len(found.classes) - len(shown)
    # The bars of the smallest classes stand apart from those of the largest.
    places = [i + (1 if undrawn > 0 and i >= LARGEST else 0) for i in range(len(shown))]
    labels = [short(name, LONGEST_NAME) for name, _ in shown]
    beside = max(width_in(label, SMALL) for label in labels) + 0.15
    high = TOP_IN + BOTTOM_IN + CLASS_IN * (places[-1] + 1)
    canvas.set_size_inches(WIDTH_IN, high)
    wide = WIDTH_IN - beside - RIGHT_IN
    axes = canvas.add_axes(
        (
            beside / WIDTH_IN,
            BOTTOM_IN / high,
            wide / WIDTH_IN,
            1 - (TOP_IN + BOTTOM_IN) / high,
        )
    )
    by, unit = scale(n for _, numbers in shown for n in numbers[: len(splits)])
    thick = 0.8 / len(splits)
    for index, split in enumerate(splits):
        axes.barh(
            [place + (index - (len(splits) - 1) / 2) * thick for place in places],
            scaled((numbers[index] for _, numbers in shown), by),
            height=thick,
            color=FILLS[index],
            edgecolor=INK,
            linewidth=0.5,
            label=f" {short(split, LONGEST_NAME)}",
        )
    axes.set_yticks(places, labels)
    axes.set_ylim(places[-1] + 0.6, -0.6)
    axes.tick_params(axis="y", length=0)
    in_language(axes)
    axes.set_xlabel(labelled(in_words("instances"), unit))
    axes.grid(visible=True, axis="x")
    if undrawn > 0:
        axes.annotate(
            _undrawn_words(undrawn),
            (0, LARGEST),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
        )
    canvas.legend(
        loc="upper left", ncols=len(splits), bbox_to_anchor=(beside / WIDTH_IN, 1.0), borderpad=0.2
    )
