"""Confusion matrix: which class is taken for which, as shares of each label's examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cardgen.charts._axes import finite
from cardgen.charts._facts import drawn, evaluation
from cardgen.charts._style import FIRST_DARK, INK, PAPER, PRINT, SHADES, SMALL
from cardgen.charts._text import ADVANCE, POINTS_PER_INCH, short, width_in
from cardgen.language import in_words, say, say_count
from cardgen.numbers import number_text
from cardgen.values import Fact, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Confusion matrix"
MATRIX = "res.confusion"
MOST_CLASSES, MOST_WITH_NUMBERS, MOST_WITH_LINES, MOST_NAMES = 200, 15, 60, 50
"""Classes of a chart, of one with numbers in its cells, of one with lines, and names on an axis."""
UPPER = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Shares of a label's examples up to which each shade stands."""
MOST_IN_WORDS = 5
CELL_IN, LEAST_SIDE_IN, MOST_SIDE_IN = 0.45, 1.8, 3.9
KEY_IN, EDGE_IN, TITLE_IN, PAD_IN = 1.0, 0.1, 0.25, 0.05
SMALLEST = 5.0
"""Size of letters, in points, below which a number is not written."""
LONGEST_NAME = 16

Counts = tuple[tuple[float, ...], ...]


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Each square table of counts of at most `MOST_CLASSES` classes, alone."""
    for fact in drawn(facts, MATRIX):
        if counts(fact) != ():
            yield (fact,)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """What the matrix holds for: data, split and system."""
    return evaluation(facts[0])


def counts(fact: Fact) -> Counts:
    """A row for each label, a column for each prediction; empty when the table is no such thing."""
    table = fact.value
    size = len(table.rows) if isinstance(table, Table) else 0
    if not isinstance(table, Table) or not 0 < size <= MOST_CLASSES:
        return ()
    if any(len(row) != size + 1 for row in (*table.rows, table.columns)):
        return ()
    found = tuple(tuple(finite(cell) for cell in row[1:]) for row in table.rows)
    return found if all(0 <= n < 1e15 for row in found for n in row) else ()


def _names(fact: Fact) -> list[str]:
    return [str(row[0]) for row in fact.value.rows] if isinstance(fact.value, Table) else []


def words(facts: tuple[Fact, ...]) -> str:
    """How many examples are right, the most frequent confusions, and the classes missed most."""
    found, names = counts(facts[0]), _names(facts[0])
    right, all_of_them = sum(row[i] for i, row in enumerate(found)), sum(map(sum, found))
    sentences = [
        say(
            "{n} classes; rows are labels, columns predictions, shades the share of a label's examples.",
            n=number_text(len(names)),
        ),
        say(
            "{n} of {total} examples are on the diagonal.",
            n=_count(right),
            total=_count(all_of_them),
        ),
    ]
    wrong = [
        (n, a, b) for a, row in enumerate(found) for b, n in enumerate(row) if a != b and n > 0
    ]
    worst = sorted(wrong, key=lambda item: -item[0])[:MOST_IN_WORDS]
    if worst != []:
        texts = [
            say("{label} taken for {prediction} once", label=names[a], prediction=names[b])
            if n == 1
            else say(
                "{label} taken for {prediction} {n} times",
                label=names[a],
                prediction=names[b],
                n=_count(n),
            )
            for n, a, b in worst
        ]
        sentences.append(say("Most frequent confusions: {list}.", list=", ".join(texts)))
    shares = [(row[i] / sum(row), names[i]) for i, row in enumerate(found) if sum(row) > 0]
    if shares != []:
        (low, worst_name), (high, best_name) = min(shares), max(shares)
        sentences.append(
            say(
                "The share on the diagonal is lowest for {worst} ({low}%) and highest for {best} ({high}%).",
                worst=worst_name,
                low=f"{low * 100:.0f}",
                best=best_name,
                high=f"{high * 100:.0f}",
            )
        )
    if len(shares) < len(names):
        sentences.append(
            say_count(
                len(names) - len(shares),
                "{n} class is the label of no example.",
                "{n} classes are the label of no example.",
            )
        )
    return " ".join(sentences)


def _count(number: float) -> str:
    return number_text(int(number) if number.is_integer() else number)


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """Shaded cells; their numbers where there is room; a key of the shades beside."""
    found, names = counts(facts[0]), _names(facts[0])
    step = -(-len(names) // MOST_NAMES)
    named = range(0, len(names), step)
    labels = [short(names[i], LONGEST_NAME) for i in named]
    side = min(MOST_SIDE_IN, max(LEAST_SIDE_IN, CELL_IN * len(names)))
    cell_pt = side / len(names) * POINTS_PER_INCH
    points = max(SMALLEST, min(SMALL, cell_pt * step * 0.9))
    longest = max(width_in(label, points) for label in labels)
    is_upright = longest > side / len(names)
    left = longest + TITLE_IN + EDGE_IN
    below = (longest if is_upright else points / POINTS_PER_INCH) + TITLE_IN + EDGE_IN
    wide, high = left + side + KEY_IN, below + side + EDGE_IN
    canvas.set_size_inches(wide, high)
    axes = canvas.add_axes((left / wide, below / high, side / wide, side / high))
    _shade(axes, found)
    if len(names) <= MOST_WITH_NUMBERS:
        _write(axes, found, cell_pt)
    pad = PAD_IN / side
    _name(axes, dict(zip(named, labels, strict=True)), points, pad, is_upright=is_upright)
    centre, middle = (left + side / 2) / wide, (below + side / 2) / high
    canvas.text(centre, EDGE_IN / high, in_words("prediction"), ha="center", va="bottom")
    upright: dict[str, Any] = {"ha": "left", "va": "center", "rotation": "vertical"}
    canvas.text(EDGE_IN / wide, middle, in_words("label"), **upright)
    _explain(canvas, (left + side) / wide)


def _name(
    axes: Axes, labels: dict[int, str], points: float, pad: float, *, is_upright: bool
) -> None:
    """Write the classes' names beside their rows and under their columns.

    As plain text: a tick, with its lines, takes matplotlib several times as long.
    """
    axes.set(xticks=(), yticks=())
    for spine in axes.spines.values():
        spine.set_visible(True)
    below, beside = axes.get_xaxis_transform(), axes.get_yaxis_transform()
    row: dict[str, Any] = {"fontsize": points, "rotation_mode": "anchor", "transform": beside}
    column = row | {"transform": below}
    column |= {"rotation": "vertical"} if is_upright else {"ha": "center", "va": "top"}
    side = {"ha": "right", "va": "center"}
    for index, label in labels.items():
        axes.text(-pad, index + 0.5, label, **(row | side))
        axes.text(index + 0.5, -pad, label, **(side | column))


def _shade(axes: Axes, found: Counts) -> None:
    """One vector path a shade: a raster image would break PDF/A, a path a cell be slow and large."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    size = len(found)
    boxes: dict[int, list[Any]] = {}
    for y, row in enumerate(found):
        for begin, end, shade in _stretches(row):
            boxes.setdefault(shade, []).append(
                ((begin, y), (end, y), (end, y + 1), (begin, y + 1), (begin, y))
            )
    axes.set_xlim(0, size)
    axes.set_ylim(size, 0)
    axes.set_facecolor(PAPER)
    codes = (Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY)
    for shade, own in sorted(boxes.items()):
        path = Path([corner for box in own for corner in box], [*codes] * len(own))
        axes.add_patch(PathPatch(path, facecolor=SHADES[shade], linewidth=0, zorder=0.5))
    if size <= MOST_WITH_LINES:
        style: dict[str, Any] = {"colors": "#999999", "linewidth": 0.3}
        axes.hlines(range(1, size), 0, size, **style)
        axes.vlines(range(1, size), 0, size, **style)


def _stretches(row: Sequence[float]) -> Iterator[tuple[int, int, int]]:
    """Neighbours of one shade in a row: where they begin and end, and the shade. 0 has none."""
    total = sum(row)
    begin = 0
    shades = [_shade_of(n, total) for n in row]
    for end in range(1, len(shades) + 1):
        if end == len(shades) or shades[end] != shades[begin]:
            shade = shades[begin]
            if shade is not None:
                yield begin, end, shade
            begin = end


def _shade_of(number: float, total: float) -> int | None:
    if number <= 0:
        return None
    return next((i for i, upper in enumerate(UPPER) if number / total <= upper), len(UPPER) - 1)


def _write(axes: Axes, found: Counts, cell_pt: float) -> None:
    longest = max(len(_count(n)) for row in found for n in row)
    points = min(SMALL, 0.9 * cell_pt / (longest * ADVANCE))
    if points < SMALLEST:
        return
    for y, row in enumerate(found):
        for x, number in enumerate(row):
            shade = _shade_of(number, sum(row))
            ink = PRINT if shade is None or shade < FIRST_DARK else PAPER
            text = axes.text(x + 0.5, y + 0.5, _count(number), color=ink, fontsize=points)
            text.set(ha="center", va="center")


def _explain(canvas: Figure, left: float) -> None:
    from matplotlib.patches import Patch

    style: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.4}
    keys = [Patch(facecolor=PAPER, label="0", **style)]
    for shade, upper in zip(SHADES, UPPER, strict=True):
        keys.append(Patch(facecolor=shade, label=f"≤ {upper:.0%}", **style))
    canvas.legend(
        handles=keys,
        title=say("share of label"),
        title_fontsize=SMALL,
        loc="upper left",
        bbox_to_anchor=(left, 1.0),
        handlelength=1.2,
        handleheight=1.2,
    )
