"""What a page is made of, as templates see it: text is escaped when it is inserted, `Md` is not.

What a page has many of is a named tuple: a frozen dataclass takes three times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cardgen.charts import Chart
from cardgen.markdown.escape import Md
from cardgen.pages.evidence import Origin
from cardgen.pages.marks import Mark, Other
from cardgen.values import Status


class Words(NamedTuple):
    """Blocks of Markdown: what people said, or a sentence of cardgen's own."""

    md: Md
    lang: Md | None = None
    """BCP 47 tag of their language, where it is not the page's."""
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Draft:
    """The machine's proposal, quoted."""

    md: Md
    mark: Md
    lang: Md | None = None
    """BCP 47 tag of its language, where that is not the page's."""
    kind: Literal["draft"] = "draft"


class Gap(NamedTuple):
    """A question without an answer: one quiet line that begins with its mark."""

    state: Status | Other
    mark: str
    reason: str
    """Why there is no answer, as a sentence; empty when nobody gave a reason."""
    kind: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, its value, how it came about, and where from."""

    label: str
    value: Md
    method: Md
    mark: Md
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Figures as a list."""

    lines: tuple[Line, ...]
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; figures stand to the right, words to the left."""

    name: str
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Figures as a table; `rows` have as many cells as there are columns."""

    caption: str
    method: Md
    marks: Md
    columns: tuple[Column, ...]
    rows: tuple[tuple[Md, ...], ...]
    note: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with how its figures came about; `path` is its file beside the page."""

    chart: Chart
    path: Md
    method: Md
    marks: Md
    kind: Literal["figure"] = "figure"


Block = Words | Draft | Gap | Lines | Grid | Figure


class QuestionView(NamedTuple):
    """One question with what is there to show."""

    path: str
    anchor: str
    """The name by which links lead here."""
    title: str
    asked: str | None
    """The question in full, with the source's own number."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section with its questions."""

    title: str
    note: Md | None
    questions: tuple[QuestionView, ...]


class Link(NamedTuple):
    """The title of a question and the anchor where it stands; `symbol` says what state it is in."""

    title: str
    anchor: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class SummaryItem:
    """One line of the summary: a person's words, figures, or the gap where neither is."""

    label: str
    words: Md | None
    is_cut: bool
    gap: Gap | None
    blocks: tuple[Block, ...]
    missing: Gap | None
    """Figures that the line should have and nothing recorded; the reason names them."""
    full: Link | None
    """The question that holds the whole answer."""


@dataclass(frozen=True, slots=True)
class OpenSection:
    """The open questions of one section."""

    title: str
    questions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of the document is answered; `closed` counts the states that need no answer."""

    asked: int
    answered: int
    drafts: int
    closed: tuple[tuple[str, int], ...]
    open: tuple[OpenSection, ...]

    @property
    def open_count(self) -> int:
        """Questions that nobody and nothing has answered; an unaccepted draft is no answer."""
        return sum(len(section.questions) for section in self.open)


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element of another scheme: its heading, and the titles and states of its questions."""

    title: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document as a page shows it."""

    title: str
    name: str
    kind: str
    head: tuple[tuple[str, str], ...]
    summary: tuple[SummaryItem, ...]
    standing: Standing
    legend: tuple[Mark, ...]
    citation: Md
    remark: Md | None
    sections: tuple[SectionView, ...]
    views: tuple[tuple[str, tuple[ElementView, ...]], ...]
    evidence: tuple[Origin, ...]
    evidence_withheld: Md | None
    """Why the edition has no appendix of evidence, where it is withheld."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every chart of the page, in order."""
        blocks = [b for s in self.sections for q in s.questions for b in q.blocks]
        return tuple(block for block in blocks if isinstance(block, Figure))
