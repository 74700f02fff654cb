"""The marks of a page: a symbol, a word and what it means, for figures and for gaps.

Each pair of symbol and word says the same without colour, on paper and to a screen reader. The symbols
are of the WGL4 set, which common fonts have.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from cardgen.language import say
from cardgen.markdown.escape import Md
from cardgen.values import Method, Status


class Mark(NamedTuple):
    """One mark of the legend."""

    symbol: str
    word: str
    meaning: str

    @property
    def text(self) -> str:
        """The mark as it stands on a page."""
        return f"{self.symbol} {say(self.word)}"


class Other(StrEnum):
    """What is marked beside methods and states of answers."""

    NOT_RECORDED = "not_recorded"
    DRAFT = "draft"

    __hash__ = str.__hash__


METHODS = {
    Method.MEASURED: Mark("●", "measured", "read from an instrument or a counter"),
    Method.PARTLY_MEASURED: Mark(
        "●≈", "partly measured", "some parts measured, for the rest there is no figure"
    ),
    Method.ESTIMATED: Mark("≈", "estimated", "worked out from a model or from assumptions"),
    Method.NOT_MEASURED: Mark("○", "not measured", "nothing was read and nothing is guessed"),
    Method.RECORDED: Mark("▪", "recorded", "written down by the training run or read from a file"),
    Method.COMPUTED: Mark("∑", "computed", "worked out from recorded data"),
    Method.IMPORTED: Mark("→", "imported", "taken over from another tool"),
    Method.DECLARED: Mark("“", "stated", "by a person, in an answer or a file"),
}
GAPS: dict[Status | Other, Mark] = {
    Status.UNANSWERED: Mark("□", "Not answered", "open: nobody has answered yet"),
    Status.PENDING: Mark("…", "Answer pending", "open: an answer is on its way"),
    Other.NOT_RECORDED: Mark("○", "Not recorded", "open: cardgen has nothing to show"),
    Other.DRAFT: Mark("◊", "Draft", "open: proposed by cardgen, accepted by nobody yet"),
    Status.UNKNOWN: Mark("?", "Unknown", "asked and not known; the reason stands with it"),
    Status.NOT_APPLICABLE: Mark(
        "×", "Not applicable", "the question does not arise, for the reason given"
    ),
    Status.WITHHELD: Mark("■", "Withheld", "not published, for the reason given"),
}


def classes() -> dict[str, str]:
    """Names by which a style sheet knows the marks, by the marks as they stand on this page."""
    methods = {mark.text: f"method {_class(method)}" for method, mark in METHODS.items()}
    return methods | {mark.text: f"state {_class(state)}" for state, mark in GAPS.items()}


def _class(name: StrEnum) -> str:
    return name.value.replace("_", "-")


def method_mark(method: Method) -> Md:
    """How a figure came about, as it stands beside the figure: *≈ estimated*."""
    return Md(f"*{METHODS[method].text}*")


def legend(methods: Iterable[Method], gaps: Iterable[Status | Other]) -> tuple[Mark, ...]:
    """The marks that a page uses, each once, in the order of the tables above."""
    used, missing = set(methods), set(gaps)
    return (
        *(mark for method, mark in METHODS.items() if method in used),
        *(mark for gap, mark in GAPS.items() if gap in missing),
    )
