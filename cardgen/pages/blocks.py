"""What a page is made of, as templates see it: text is escaped when it is inserted, `Md` is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cardgen.charts._drawing import Chart
from cardgen.markdown.escape import Md
from cardgen.pages.evidence import Origin


@dataclass(frozen=True, slots=True)
class Words:
    """Blocks of Markdown: what people said, or a sentence of cardgen's own."""

    md: Md
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Draft:
    """The machine's proposal, quoted."""

    md: Md
    mark: Md
    kind: Literal["draft"] = "draft"


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer: one quiet line."""

    text: str
    kind: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, its value, how it came about, and where from."""

    label: str
    value: Md
    method: str
    mark: Md
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Figures as a list."""

    lines: tuple[Line, ...]
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True, slots=True)
class Grid:
    """Figures as a table; `rows` have as many cells as there are columns."""

    caption: str
    method: str
    marks: Md
    columns: tuple[str, ...]
    rows: tuple[tuple[Md, ...], ...]
    note: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with how its figures came about; `path` is its file beside the page."""

    chart: Chart
    path: Md
    method: str
    marks: Md
    kind: Literal["figure"] = "figure"


Block = Words | Draft | Gap | Lines | Grid | Figure


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with what is there to show."""

    path: str
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


@dataclass(frozen=True, slots=True)
class OpenSection:
    """The open questions of one section: their titles and where to answer them."""

    title: str
    questions: tuple[tuple[str, str], ...]


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
    head: tuple[tuple[str, str], ...]
    citation: Md
    remark: Md | None
    sections: tuple[SectionView, ...]
    views: tuple[tuple[str, tuple[ElementView, ...]], ...]
    answers_file: str | None
    open: tuple[OpenSection, ...]
    not_recorded: tuple[str, ...]
    has_facts: bool
    has_drafts: bool
    has_gaps: bool
    evidence: tuple[Origin, ...]
    evidence_withheld: str | None
    """Why the edition has no appendix of evidence, where it is withheld."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every chart of the page, in order."""
        blocks = [b for s in self.sections for q in s.questions for b in q.blocks]
        return tuple(block for block in blocks if isinstance(block, Figure))
