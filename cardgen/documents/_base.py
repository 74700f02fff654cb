"""What all document types share: sections, questions, and a document's head.

A document type is a Pydantic model. Its sections are sub-models in the paper's order; a question is
a field of type `Answer[T]` made by `question(...)`; the docstring below the field is the question
in cardgen's own words and ends with the source's own number, in brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Literal, NamedTuple, Self, cast

from pydantic import Field, model_validator
from pydantic.fields import FieldInfo

from cardgen.values import Answer, Audience, Fact, Frozen, Withheld

How = Literal["auto", "derived", "human"]


class Question(Frozen):
    """What cardgen knows about a question, beside its type and its words."""

    title: str
    """Short heading, as a page shows it."""
    source: tuple[str, ...]
    """The framework's own numbers: `DFD:Q6`, `DS3:6.1`, `DS1:A`, `MC:1.a`, or `SP:3` (Stochastic Parrots)."""
    how: How
    """auto: facts answer it. derived: the machine drafts, a person accepts. human: only a person."""
    fact: str | None = None
    """The one fact that the question asks for, exactly; documents with the same `fact` share an answer."""
    partly: tuple[str, ...] = ()
    """Facts that the question asks for only in part; an answer elsewhere is offered as a draft."""
    shows: tuple[str, ...] = ()
    """Ids of the machine's facts that bear on the question and are shown with it."""
    people_only: bool = False
    """True for a question that falls away when the data do not relate to people."""


def question(
    title: str,
    *source: str,
    how: How = "human",
    fact: str | None = None,
    partly: tuple[str, ...] = (),
    shows: tuple[str, ...] = (),
    people_only: bool = False,
) -> Any:
    """A field that holds the answer to one question; its default is an unanswered `Answer`."""
    about = Question(
        title=title,
        source=source,
        how=how,
        fact=fact,
        partly=partly,
        shows=shows,
        people_only=people_only,
    )
    return Field(
        default_factory=Answer,
        title=title,
        json_schema_extra={"x-cardgen": about.model_dump(mode="json")},
    )


class Section(Frozen):
    """One section of a document: its questions in the source's order."""

    title: ClassVar[str]
    note: ClassVar[str | None] = None
    """A sentence shown under the section's heading, when the reader needs one."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Join the lines of each docstring: they break where the source code had to, not the text."""
        super().__pydantic_init_subclass__(**kwargs)
        for field in cls.model_fields.values():
            if field.description is not None:
                field.description = " ".join(field.description.split())


class Place(NamedTuple):
    """One question of a document, with where it stands and what it holds."""

    path: str
    """`section.field`."""
    section: type[Section]
    field: FieldInfo
    about: Question
    answer: Answer[Any]


class SummaryLine(NamedTuple):
    """One line of page 1, which a document type declares: what it is called and what fills it."""

    label: str
    question: str | None = None
    """Path of the question whose answer the line gives."""
    facts: tuple[str, ...] = ()
    """Ids of the facts that stand with it; one that nobody recorded is named as missing."""


class Head(Frozen):
    """What identifies a document; from the project file, never from the clock."""

    name: str
    """Name of the model or data set that the document is about."""
    version: str | None = None
    date: str | None = None
    """ISO 8601 date of this version, as the project states it."""
    language: str = "en"
    """BCP-47 tag of the document's own language."""
    run: str | None = None
    """Id of the run that the facts come from; None when there is none."""
    outcome: Literal["finished", "failed", "interrupted"] | None = None
    """How that run ended."""
    audience: Audience = "public"
    """Whom this edition is for."""


class Document(Frozen):
    """Base of all document types."""

    kind: ClassVar[str]
    """`model_card`, `datasheet`, `data_statement`: the file name of its module."""
    schema_version: ClassVar[int] = 1
    title: ClassVar[str]
    citation: ClassVar[str]
    """The source that the document follows, cited as a page prints it."""
    remark: ClassVar[str | None] = None
    """What the source's authors want every reader to know, in our own words."""

    summary: ClassVar[tuple[SummaryLine, ...]] = ()
    """What stands on page 1, before the sections."""

    views: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    """The same answers under another scheme: by the scheme's name, paths by its elements."""

    head: Head
    facts: tuple[Fact, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    """Figures that this edition leaves out, with the reasons."""

    @model_validator(mode="after")
    def _public_edition_holds_nothing_internal(self) -> Self:
        if self.head.audience == "public":
            for name, section in type(self).sections().items():
                for field in section.model_fields:
                    answer: Answer[Any] = getattr(getattr(self, name), field)
                    if answer.audience == "internal" and _says_something(answer):
                        message = f"{name}.{field} is internal; a public document must withhold it"
                        raise ValueError(message)
        return self

    @classmethod
    def sections(cls) -> dict[str, type[Section]]:
        """The document's sections by field name, in order."""
        return {
            name: field.annotation
            for name, field in cls.model_fields.items()
            if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
        }

    @classmethod
    def questions(cls) -> Iterator[tuple[str, type[Section], FieldInfo, Question]]:
        """Every question of the type as (path, section, field, about), in order."""
        yield from _questions(cls)

    def places(self) -> Iterator[Place]:
        """Every question of this document with its answer, in order."""
        for asked in self.questions():
            yield Place(*asked, _answer_at(asked[0])(self))

    def view(self, name: str) -> dict[str, tuple[Place, ...]]:
        """The questions and answers under the elements of the scheme *name* of `views`."""
        places = {place.path: place for place in self.places()}
        return {
            element: tuple(places[path] for path in paths)
            for element, paths in type(self).views[name].items()
        }

    def fact(self, address: str) -> Fact:
        """The fact at *address*; KeyError when the document has none there."""
        for fact in self.facts:
            if fact.address == address:
                return fact
        raise KeyError(address)


def _says_something(answer: Answer[Any]) -> bool:
    words = (answer.value, answer.by, answer.date, answer.draft)
    return any(part is not None for part in words) or answer.evidence != ()


@cache
def _answer_at(path: str) -> Callable[[Document], Answer[Any]]:
    return attrgetter(path)


@cache
def _questions(
    document_type: type[Document],
) -> tuple[tuple[str, type[Section], FieldInfo, Question], ...]:
    return tuple(
        (f"{name}.{field_name}", section, field, _about(field))
        for name, section in document_type.sections().items()
        for field_name, field in section.model_fields.items()
    )


def _about(field: FieldInfo) -> Question:
    return Question.model_validate(cast("dict[str, Any]", field.json_schema_extra)["x-cardgen"])
