"""Step 4, fill: document type + people's answers + facts → `Document`.

The only place where documents meet runs. People's words, facts and drafts stand side by side in an
answer; none replaces another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic.fields import FieldInfo

from cardgen.documents._answers import AnswerFile
from cardgen.documents._base import Document, Head, Question
from cardgen.documents._text import Text
from cardgen.documents._translations import original_digest, translation_of
from cardgen.errors import InputError
from cardgen.fill import drafts
from cardgen.fill.audience import (
    NOTHING,
    Internal,
    Parted,
    part,
    public_answers,
    unmatched,
    without_origins,
)
from cardgen.fill.bearing import bearing, fitting, of_head, stated
from cardgen.fill.outcomes import divided
from cardgen.fill.references import Resolver
from cardgen.fill.repository import project_facts
from cardgen.fill.shared import GATE, Given, Shared, exact, given, starred
from cardgen.fill.timing import timing
from cardgen.language import is_same, nearest, speaking
from cardgen.values import Answer, Evidence, Fact, Method, Status, Translated, Withheld

__all__ = ["Internal", "Shared", "divided", "fill", "project_facts", "unmatched"]

NO_PEOPLE = "the data do not relate to people, as answered above"


def fill(  # noqa: PLR0913 - what a document is made of
    document_type: type[Document],
    head: Head,
    answers: AnswerFile | None,
    facts: Sequence[Fact],
    *,
    public: Sequence[Fact] | None = None,
    data: str | None = None,
    others: Sequence[Shared] = (),
    internal: Internal = NOTHING,
    written: str | None = None,
) -> Document:
    """A document of *document_type* with every question as far as it can be filled.

    Args:
        document_type: Whose questions are asked.
        head: What identifies the document, and the edition: the public one is made without a word
            of internal answers and without *internal* figures.
        answers: What people answered; None when there is no file.
        facts: Everything measured; those about other data sets than *data* are left out.
        public: The same as the public may see it, where some figures were measured without what is
            withheld; *internal* is left out of it still.
        data: Data set that the document is about; None for a model card, which takes all facts.
        others: The project's other documents, whose answers serve where they ask for the same.
        internal: What the project keeps for internal readers beside answers.
        written: Language of the reasons that *internal* gives.

    Raises:
        InputError: A look-up in an answer finds no fact or several; all of them at once.
    """
    parted = part(facts if public is None else public, internal, written)
    if public is not None:
        parted = parted.beside(facts)
    filler = _Filler(document_type, head, answers, facts, parted, data, others)
    filled = {
        path: filler.answer(path, field, about)
        for path, _, field, about in document_type.questions()
    }
    if filler.problems != []:
        raise InputError(filler.problems)
    sections = {
        name: section(**{field: filled[f"{name}.{field}"] for field in section.model_fields})
        for name, section in document_type.sections().items()
    }
    document = document_type(
        head=head, facts=filler.kept(filled), withheld=filler.withheld, **sections
    )
    why = internal.appendices.evidence
    if head.audience == "internal" or why is None:
        return document
    return without_origins(document, why, written)


class _Filler:
    """What filling one document needs to know; it writes nothing but its list of problems."""

    def __init__(  # noqa: PLR0913 - as `fill`
        self,
        document_type: type[Document],
        head: Head,
        answers: AnswerFile | None,
        facts: Sequence[Fact],
        parted: Parted,
        data: str | None,
        others: Sequence[Shared],
    ) -> None:
        self.head = head
        self.is_public = head.audience == "public"
        self.withheld = _shown(parted.withheld, document_type, data) if self.is_public else ()
        self.hidden = parted.hidden
        # In both editions: what everybody reads must not rest on what only some may see.
        open_answers = None if answers is None else public_answers(answers)
        if self.is_public:
            facts, answers = parted.facts, open_answers
            others = [shared.public for shared in others]
        self.answers = answers
        self.data = data
        self.given: list[Given] = list(given(others))
        known = {(fact.id, fact.subject) for fact in facts}
        added = [
            *of_head(document_type, head, data, open_answers),
            *stated(document_type, self.given, parted.facts, others),
            *timing(document_type, answers, facts),
        ]
        new = [fact for fact in added if (fact.id, fact.subject) not in known]
        self.facts = fitting([*facts, *new], data)
        self.public_facts = fitting([*parted.facts, *new], data)
        self.no_people = self._gate(document_type)
        self.problems: list[str] = []
        self.used: set[str] = set()

    def answer(self, path: str, field: FieldInfo, about: Question) -> Answer[Any]:
        """What the question at *path* holds."""
        own = self._own(path)
        found = own if own is not None else Answer[Any]()
        source, place = self.answers, path
        untouched = found.status is Status.UNANSWERED and found.accept is None
        if untouched and about.people_only and self.no_people is not None:
            found = self.no_people
        elif untouched:
            elsewhere = exact(about, field, self.given, self.data)
            if elsewhere is not None:
                found, source, place = elsewhere.answer, elsewhere.shared.answers, elsewhere.path
        # Groups of what is not about people are no subpopulations.
        addresses = () if found is self.no_people else bearing(about, self.facts)
        found = found.model_copy(update={"facts": addresses})
        if found.status is Status.UNANSWERED:
            found = self._proposed(found, field, about)
        found = self._translated(found, source, place)
        found = self._resolved(path, found)
        annotation: Any = field.annotation
        made: Answer[Any] = annotation(
            **{name: getattr(found, name) for name in Answer.model_fields}
        )
        return made

    def kept(self, filled: dict[str, Answer[Any]]) -> tuple[Fact, ...]:
        """The document's facts: all of a model card's, else those about its data or shown in it."""
        shown = {address for answer in filled.values() for address in answer.facts} | self.used
        own = {f"data:{self.data}", "project"}
        return tuple(
            fact
            for fact in self.facts
            if self.data is None or fact.subject in own or fact.address in shown
        )

    def _withheld_of(self, about: Question) -> str | None:
        """Why figures that the question asks for or shows are withheld, or None."""
        wanted = {about.fact, *about.shows}
        return next((one.reason for one in self.withheld if one.id in wanted), None)

    def _own(self, path: str) -> Answer[Any] | None:
        return None if self.answers is None else self.answers.answers.get(path)

    def _gate(self, document_type: type[Document]) -> Answer[Any] | None:
        """What people-only questions hold when the data do not relate to people, else None."""
        for path, _, _, about in document_type.questions():
            gate = self._own(path) if GATE in about.source else None
            if gate is not None and gate.status is Status.ANSWERED and gate.value is False:
                return Answer[Any](
                    status=Status.NOT_APPLICABLE,
                    reason=NO_PEOPLE,
                    by=gate.by,
                    evidence=gate.evidence,
                )
        return None

    def _proposed(self, found: Answer[Any], field: FieldInfo, about: Question) -> Answer[Any]:
        """An unanswered question: facts answer it, a draft may, and a person may have accepted one."""
        if about.how == "auto" and found.facts != () and found.accept is None:
            return found.model_copy(update={"status": Status.ANSWERED})
        why = self._withheld_of(about)
        if about.how == "auto" and why is not None and found.accept is None:
            return found.model_copy(update={"status": Status.WITHHELD, "reason": why})
        # From public facts in every edition, so that an acceptance holds in each.
        draft = drafts.from_facts(about, field, self.public_facts)
        if draft is None:
            found_elsewhere = starred(about, field, self.given, self.data)
            draft = drafts.from_answers(field, found_elsewhere, self.public_facts)
        found = found.model_copy(update={"draft": draft})
        if draft is None or found.accept != draft.digest:
            return found
        by = Evidence(method=Method.DECLARED, attributed_to=found.by, note="accepted as drafted")
        return found.model_copy(
            update={
                "status": Status.ANSWERED,
                "value": drafts.accepted(field, draft),
                "evidence": (draft.evidence, by),
            }
        )

    def _translated(self, found: Answer[Any], source: AnswerFile | None, place: str) -> Answer[Any]:
        """The answer in the edition's language, where the file it stands in has a translation."""
        if found.value is None and found.reason is None:
            return found
        written = found.language or (None if source is None else source.language)
        found = found.model_copy(update={"language": written})
        translation = translation_of(source, place)
        wanted = self.head.language
        if translation is None or found.status is not Status.ANSWERED or is_same(written, wanted):
            return found
        about = Translated(
            by=translation.by,
            original_language=written,
            of=translation.of,
            original=original_digest(found.value),
        )
        language = translation.answer.language or wanted
        changes = {"value": translation.answer.value, "language": language, "translation": about}
        return found.model_copy(update=changes)

    def _resolved(self, path: str, found: Answer[Any]) -> Answer[Any]:
        """The answer with the look-ups in its words resolved, and what they found as evidence."""
        quotable = self.public_facts if found.audience == "public" else self.facts
        hidden = self.hidden if found.audience == "public" else ()
        resolver = Resolver(quotable, hidden)
        with speaking(nearest(found.language)):
            value = resolver.value(found.value)
            reason = None if found.reason is None else str(resolver.value(Text(found.reason)))
        if resolver.problems != [] and self._own(path) is not None:
            self.problems.extend(
                f"{self._place(path, p.look_up)}: {path}: {p}" for p in resolver.problems
            )
        if resolver.used == []:
            return found
        self.used.update(resolver.used)
        evidence = found.evidence or (Evidence(method=Method.DECLARED),)
        last = resolver.named_in(evidence[-1])
        changes = {"value": value, "reason": reason, "evidence": (*evidence[:-1], last)}
        return found.model_copy(update=changes)

    def _place(self, path: str, words: str) -> str:
        if self.answers is None:
            return ""
        line = self.answers.line_of(path, words)
        return self.answers.file if line is None else f"{self.answers.file}:{line}"


def _shown(
    withheld: Sequence[Withheld], document_type: type[Document], data: str | None
) -> tuple[Withheld, ...]:
    """What of *withheld* a document about *data* would show."""
    asked = {name for *_, about in document_type.questions() for name in (about.fact, *about.shows)}
    return tuple(
        one
        for one in withheld
        if one.id in asked
        and (data is None or not one.subject.startswith("data:") or one.subject == f"data:{data}")
    )
