"""Answers of a project's other documents: exact matches serve, starred ones are offered as drafts.

An answer moves only between documents about the same data set, and only where both questions ask
for the same fact (`Question.fact`) in the same type. The question whether the data relate to people
has no such fact, so it never answers for language users or annotators; nor does "not applicable" to
a question on data subjects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic.fields import FieldInfo

from cardgen.documents._answers import AnswerFile, answer_type
from cardgen.documents._base import Document, Question
from cardgen.fill.audience import public_answers
from cardgen.fill.references import Resolver
from cardgen.values import OPEN, Answer, Evidence, Status

GATE = "DFD:gate"
"""The question whether the data relate to people."""


@dataclass(frozen=True)
class Shared:
    """Another document of the same project, as people answered it."""

    document_type: type[Document]
    answers: AnswerFile | None
    data: str | None = None
    """Data set that it is about; None for a model card."""
    stem: str | None = None
    """File name of its pages without suffix, where they lie beside those of the filled document."""

    @property
    def public(self) -> Shared:
        """The same without internal answers."""
        return self if self.answers is None else replace(self, answers=public_answers(self.answers))


@dataclass(frozen=True)
class Given:
    """One answer that stands in another document."""

    shared: Shared
    path: str
    field: FieldInfo
    about: Question
    answer: Answer[Any]

    @property
    def file(self) -> str:
        """The file that the answer stands in."""
        return "" if self.shared.answers is None else self.shared.answers.file

    def resolved(self, resolver: Resolver) -> Given:
        """The same with the look-ups in the answer's words resolved."""
        value = resolver.value(self.answer.value)
        return replace(self, answer=self.answer.model_copy(update={"value": value}))

    @property
    def public(self) -> bool:
        """False for an answer for internal readers: its words go into no draft and no fact."""
        return self.answer.audience == "public"


def given(others: Sequence[Shared]) -> Iterator[Given]:
    """Every answer in *others*, in the order of their questions; open questions are left out."""
    for shared in others:
        if shared.answers is None:
            continue
        for path, _, field, about in shared.document_type.questions():
            answer = shared.answers.answers.get(path)
            if answer is not None and answer.status not in OPEN:
                yield Given(shared, path, field, about, answer)


def exact(
    about: Question, field: FieldInfo, candidates: Sequence[Given], data: str | None
) -> Given | None:
    """The answer to exactly this question from another document, with a note where it stands."""
    if about.fact is None:
        return None
    for found in candidates:
        same_type = answer_type(found.field.annotation) == answer_type(field.annotation)
        # Data about nobody may still be somebody's language: see the module's docstring.
        falls_away = found.about.people_only and found.answer.status is Status.NOT_APPLICABLE
        if falls_away and not about.people_only:
            continue
        if found.about.fact == about.fact and found.shared.data == data and same_type:
            note = f"answered in {found.file}"
            evidence = tuple(one.model_copy(update={"note": note}) for one in found.answer.evidence)
            return replace(found, answer=found.answer.model_copy(update={"evidence": evidence}))
    return None


def starred(
    about: Question, field: FieldInfo, candidates: Sequence[Given], data: str | None
) -> list[Given]:
    """Answers elsewhere that say part of what this question asks for."""
    data_sets = {found.shared.data for found in candidates if found.shared.data is not None}
    near = {data} if data is not None or len(data_sets) != 1 else {None, *data_sets}
    return [
        found
        for found in candidates
        if found.answer.status is Status.ANSWERED
        and found.public
        and found.shared.data in near
        and found.answer.value is not None
        and _overlap(about, field, found)
    ]


def _overlap(about: Question, field: FieldInfo, found: Given) -> bool:
    theirs, ours = found.about, about
    if theirs.fact is not None and theirs.fact in (*ours.partly, ours.fact):
        return True
    if ours.fact is not None and ours.fact in theirs.partly:
        return True
    # Two questions that both lump facts together match only where they are answered alike.
    same_type = answer_type(field.annotation) == answer_type(found.field.annotation)
    return same_type and not set(ours.partly).isdisjoint(theirs.partly)


def evidence_of(found: Sequence[Given]) -> tuple[str, ...]:
    """Where the answers *found* stand, as evidence names them."""
    sources: list[Evidence] = [one for each in found for one in each.answer.evidence]
    return tuple(dict.fromkeys(place for one in sources for place in one.derived_from))
