"""What a kind of chart offers, and the charts that the kinds have for some facts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from cardgen import _plugins
from cardgen.language import say
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PACKAGE = "cardgen.charts"
LONGEST_PART = 40
"""Characters of a part of a file name."""


class Kind(Protocol):
    """What a module of this package offers."""

    TITLE: str
    """What a chart of this kind is called, such as "Learning curves"."""

    def groups(self, facts: Sequence[Fact]) -> Iterable[tuple[Fact, ...]]:
        """Those of *facts* that make up each chart; none, where there is nothing to look at.

        The first is the one that the chart stands with on its page.
        """

    def about(self, facts: tuple[Fact, ...]) -> tuple[str, ...]:
        """What tells the chart of *facts* from others of its kind on a page, such as its split."""

    def words(self, facts: tuple[Fact, ...]) -> str:
        """What the chart shows, with its numbers, in sentences."""

    def draw(self, canvas: Figure, facts: tuple[Fact, ...]) -> None:
        """Draw *facts* on the empty *canvas* and give it its size.

        Any number must come through, and any text, shortened; colours other than those of
        `cardgen.charts._style` must be seen on white and on black.
        """


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is not drawn yet."""

    kind: str
    name: str
    """Its file's name without ending, unlike those of the other charts of its page."""
    page: str
    """Name of its page, so that charts of several pages share no ids either."""
    caption: str
    alt: str
    """What it shows, with its numbers, for those who do not see it."""
    facts: tuple[Fact, ...]


def charts_for(facts: Sequence[Fact], page: str) -> list[Chart]:
    """The charts that the kinds have for *facts*, all those of *page*.

    Each belongs where the first of its facts is shown; others that bear on it may be shown elsewhere.
    """
    return [chart for name in _names() for chart in _charts(name, facts, page)]


def kind(name: str) -> Kind:
    """The kind of chart *name*: the module of that name."""
    return cast("Kind", _plugins.load(PACKAGE, name))


@cache
def _names() -> tuple[str, ...]:
    return tuple(_plugins.names(PACKAGE))


def _charts(name: str, facts: Sequence[Fact], page: str) -> Iterator[Chart]:
    made = kind(name)
    for group in made.groups(facts):
        about = made.about(group)
        caption = say(made.TITLE) + (f" ({', '.join(about)})" if about != () else "")
        yield Chart(
            kind=name,
            name=".".join(map(file_part, (name, *about))),
            page=page,
            caption=caption,
            alt=f"{caption}. {made.words(group)}",
            facts=group,
        )


def file_part(text: str) -> str:
    """*text* as a part of a file name; no two texts have the same."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:LONGEST_PART]
    if plain == text.replace("_", "-"):
        return plain
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain}-{mark}" if plain != "" else mark
