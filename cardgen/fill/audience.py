"""What the public edition does not get: answers for internal readers, and figures kept back.

An edition is filled from its own inputs. Whatever is made of them (drafts, answers that serve
another document, citations, tables, charts) can therefore hold nothing that was left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cardgen.documents._answers import AnswerFile
from cardgen.documents._base import Document
from cardgen.documents._text import Text
from cardgen.evaluation.codes import CROSS
from cardgen.values import (
    OPEN,
    QUOTED,
    Answer,
    Evidence,
    Fact,
    Frozen,
    Method,
    Scalar,
    Status,
    Table,
    Withheld,
)

REASON = "the answer is for internal readers"
LEFT_OUT = "Rows are withheld"
GENERATED_BY = f"{__name__}:without@1"
EVIDENCE = "evidence"
OF_COLUMNS = ("ds.columns", "ds.column_stats", "ds.missing_rate")
"""Facts whose tables have one row a column of the data; a group is a column."""
TOLD = ("tr.problems", "tr.losses")
"""Facts that are lists of messages, which may name a group."""


class Appendices(Frozen):
    """Parts of a page that the public edition does not get."""

    evidence: Text | None = None
    """Why the public may not read where figures come from: runs, files, functions and people."""


class Internal(Frozen):
    """What is for internal readers beside answers; each with the reason that the public reads."""

    groups: dict[str, Text] = {}
    """Columns by which results and counts are broken down: everything about them, their name too."""
    slices: dict[str, dict[str, Text]] = {}
    """Single values of such a column, by its name."""
    figures: dict[str, Text] = {}
    """Kinds of figures by their identifier, such as tr.curves for the learning curves."""
    appendices: Appendices = Appendices()
    """Parts of the page."""


NOTHING = Internal()


@dataclass(frozen=True)
class Parted:
    """Facts as the public may see them, and notices of what it may not."""

    facts: tuple[Fact, ...]
    withheld: tuple[Withheld, ...] = ()
    hidden: tuple[Fact, ...] = ()
    """The facts that are withheld as a whole."""

    def beside(self, every: Sequence[Fact]) -> Parted:
        """The same, with all of *every* that the public does not get among the hidden ones."""
        known = {fact.address for fact in self.facts}
        return replace(self, hidden=tuple(fact for fact in every if fact.address not in known))


def public_answers(file: AnswerFile) -> AnswerFile:
    """*file* without a word of its internal answers; its text and lines only serve messages."""
    answers = {path: _public(answer) for path, answer in file.answers.items()}
    translation = file.translation
    if translation is not None:
        inside = {path for path, answer in answers.items() if answer.audience == "internal"}
        kept = {p: answer for p, answer in translation.answers.items() if p not in inside}
        translation = public_answers(replace(translation, answers=kept))
    return replace(file, answers=answers, translation=translation)


def _public(answer: Answer[Any]) -> Answer[Any]:
    if answer.audience == "public":
        return answer
    if answer.status in OPEN and answer.accept is None:
        # There is nothing to withhold yet; and a pending question gets no draft.
        return type(answer)(status=Status.PENDING, audience="internal")
    # Beside an answer its reason says why the public may not read it, else it is itself internal.
    given = answer.reason if answer.status is Status.ANSWERED or answer.accept else None
    reason = given if given is not None and given.strip() != "" else REASON
    return type(answer)(status=Status.WITHHELD, reason=reason, audience="internal")


def part(facts: Sequence[Fact], internal: Internal, written: str | None = None) -> Parted:
    """*facts* without what is *internal*, whose reasons are *written* in that language."""
    if internal == NOTHING:
        return Parted(tuple(facts))
    kept: list[Fact] = []
    hidden: list[Fact] = []
    withheld: dict[Withheld, None] = {}
    for fact in facts:
        reason = _whole(fact, internal)
        if reason is None:
            public, reasons = _without_rows(fact, internal)
            kept.append(public)
        else:
            hidden.append(fact)
            reasons = [reason]
        for reason in reasons:
            notice = Withheld(id=fact.id, subject=fact.subject, reason=reason, language=written)
            withheld[notice] = None
    return Parted(tuple(kept), tuple(withheld), tuple(hidden))


def unmatched(facts: Sequence[Fact], internal: Internal) -> Iterator[str]:
    """Keys of *internal* that leave nothing out of *facts*, such as `groups.hospitol`."""
    for group in internal.groups:
        if not _leaves_out(facts, Internal(groups={group: Text("-")})):
            yield f"groups.{group}"
    for group, values in internal.slices.items():
        for value in values:
            if not _leaves_out(facts, Internal(slices={group: {value: Text("-")}})):
                yield f"slices.{group}.{value}"
    for name in internal.figures:
        if not any(fact.id == name for fact in facts):
            yield f"figures.{name}"


def _leaves_out(facts: Sequence[Fact], internal: Internal) -> bool:
    return part(facts, internal).withheld != ()


def _whole(fact: Fact, internal: Internal) -> str | None:
    """Why the whole *fact* is withheld, or None."""
    group, value = fact.where.get("group"), fact.where.get("slice")
    if fact.id in internal.figures:
        return internal.figures[fact.id]
    if group is None:
        return None
    reason = _group_reason(group, internal)
    return reason if reason is not None or value is None else _slice_reason(group, value, internal)


def _group_reason(group: str, internal: Internal) -> str | None:
    """Why a group column, or columns that are crossed, are withheld, or None."""
    columns = [group, *group.split(CROSS)]
    return next((internal.groups[name] for name in columns if name in internal.groups), None)


def _slice_reason(group: str, value: str, internal: Internal) -> str | None:
    """Why a slice, or one of those that are crossed in it, is withheld, or None."""
    columns, values = group.split(CROSS), value.split(CROSS)
    pairs = [(group, value)]
    if len(columns) == len(values):
        pairs += zip(columns, values, strict=True)
    else:  # a name holds the sign itself, so nobody can tell which value is whose
        pairs += [(column, one) for column in columns for one in values]
    known = (internal.slices.get(column, {}).get(one) for column, one in pairs)
    return next((reason for reason in known if reason is not None), None)


def _without_rows(fact: Fact, internal: Internal) -> tuple[Fact, list[str]]:
    """*fact* without the rows of its table, or items of its list, that say what is internal."""
    match fact.value:
        case Table(rows=rows):
            why = [_row_reason(fact, fact.value.columns, row, internal) for row in rows]
            part_of: dict[str, Any] = {"rows": tuple(_where_none(rows, why))}
        case Scalar(value=list(items)) if fact.id in TOLD:
            why = [_told_reason(str(item), internal) for item in items]
            part_of = {"value": _where_none(items, why)}
        case _:
            return fact, []
    reasons = list(dict.fromkeys(reason for reason in why if reason is not None))
    if reasons == []:
        return fact, []
    note = " ".join(p for p in (fact.evidence.note, f"{LEFT_OUT}: {'; '.join(reasons)}") if p)
    evidence = Evidence(
        method=fact.evidence.method,
        derived_from=fact.evidence.derived_from,
        generated_by=GENERATED_BY,
        note=note,
    )
    changes = {"value": fact.value.model_copy(update=part_of), "evidence": evidence}
    return fact.model_copy(update=changes), reasons


def _where_none(items: Sequence[Any], reasons: Sequence[str | None]) -> list[Any]:
    return [item for item, reason in zip(items, reasons, strict=True) if reason is None]


def _row_reason(
    fact: Fact, columns: tuple[str, ...], row: tuple[Any, ...], internal: Internal
) -> str | None:
    """Why *row* is withheld, or None: it is about an internal column, or an internal value."""
    if row == ():
        return None
    cells = dict(zip(columns, map(str, row), strict=False))
    group = fact.where.get("group", cells.get("group"))
    if group is None:
        return internal.groups.get(str(row[0])) if fact.id in OF_COLUMNS else None
    first = [str(row[0])] if "group" in fact.where else []
    slices = [*first, *(cells[name] for name in ("slice", "worst", "best") if name in cells)]
    reasons = [_group_reason(group, internal), *(_slice_reason(group, v, internal) for v in slices)]
    if "slices" in cells:  # names of several, in a sentence
        of_group = Internal(slices={group: internal.slices.get(group, {})})
        reasons.append(_told_reason(cells["slices"], of_group))
    return next((reason for reason in reasons if reason is not None), None)


def _told_reason(words: str, internal: Internal) -> str | None:
    """Why a message is withheld, or None: it names an internal column or value."""
    named = [*internal.groups.items()]
    for values in internal.slices.values():
        named += values.items()
    found = (why for name, why in named if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))
    return next(found, None)


def without_origins(document: Document, reason: str, written: str | None = None) -> Document:
    """*document* without where its figures, drafts and answers come from, for *reason*.

    The reason is *written* in that language.
    """
    sections = {}
    for name, section in document.sections().items():
        own = getattr(document, name)
        answers = {field: _without_origin(getattr(own, field)) for field in section.model_fields}
        sections[name] = own.model_copy(update=answers)
    facts = tuple(
        fact.model_copy(update={"evidence": _bare(fact.evidence)}) for fact in document.facts
    )
    notice = Withheld(id=EVIDENCE, subject="document", reason=reason, language=written)
    changes = {"facts": facts, "withheld": (*document.withheld, notice), **sections}
    return document.model_copy(update=changes)


def _without_origin(answer: Answer[Any]) -> Answer[Any]:
    draft = answer.draft
    if draft is not None:
        draft = draft.model_copy(update={"evidence": _bare(draft.evidence)})
    evidence = tuple(map(_bare, answer.evidence))
    return answer.model_copy(update={"draft": draft, "evidence": evidence})


def _bare(evidence: Evidence) -> Evidence:
    """How the value came about and what to know of it, not where it comes from."""
    quoted = tuple(source for source in evidence.derived_from if source.startswith(QUOTED))
    # A note beside what people said tells in which file they said it.
    note = None if evidence.method is Method.DECLARED else evidence.note
    return Evidence(method=evidence.method, derived_from=quoted, note=note)
