"""Drafts: what the machine proposes for a question that a person should answer.

A draft is made of facts and of answers that stand elsewhere, never of words of its own, and does
not count before a person accepts it. Judgement questions get none, except another document's words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from cardgen.documents._answers import answer_type
from cardgen.documents._base import Question
from cardgen.documents._text import Prose
from cardgen.fill.references import Resolver
from cardgen.fill.shared import Given, evidence_of
from cardgen.numbers import number_text
from cardgen.values import Draft, Evidence, Fact, Method, Quantity, Scalar, Table, digest

VERSION = 1
DIGEST_LENGTH = 12
UNKNOWN = "unknown"
Made = tuple[JsonValue, Sequence[Fact]]


def authors(facts: Sequence[Fact]) -> Made | None:
    """The authors that CITATION.cff names, as agents."""
    return _only(facts, "prj.authors")


def licence(facts: Sequence[Fact]) -> Made | None:
    """The licence, where every file that states one states the same."""
    found = [fact for fact in facts if fact.id == "prj.licence"]
    values = [fact.value.value for fact in found if isinstance(fact.value, Scalar)]
    stated = [value for value in values if value != UNKNOWN]
    if stated == [] or any(value != stated[0] for value in stated):
        return None
    return stated[0], found


def citation(facts: Sequence[Fact]) -> Made | None:
    """How CITATION.cff asks to be cited."""
    return _only(facts, "prj.citation")


def version(facts: Sequence[Fact]) -> Made | None:
    """The version that cardgen.yaml states, else the one that CITATION.cff names."""
    return _only(facts, "prj.stated_version") or _only(facts, "prj.version")


def organisation(facts: Sequence[Fact]) -> Made | None:
    """Splits with their sizes, and the columns' names."""
    splits = [fact for fact in facts if fact.id == "ds.n_per_split" and _sized(fact)]
    columns = [f for f in facts if f.id == "ds.columns" and isinstance(f.value, Table)]
    sentences = []
    if splits != []:
        sizes = ", ".join(f"{fact.where['split']} ({_size(fact)})" for fact in splits)
        sentences.append(f"Instances by split: {sizes}.")
    names = [str(row[0]) for f in columns if isinstance(f.value, Table) for row in f.value.rows]
    if names != []:
        sentences.append(f"Columns: {', '.join(dict.fromkeys(names))}.")
    return (" ".join(sentences), [*splits, *columns]) if sentences != [] else None


BY_FACT: dict[str, Callable[[Sequence[Fact]], Made | None]] = {
    "doc.authors_ds": authors,
    "m.developers": authors,
    "m.license": licence,
    "m.citation": citation,
    "m.version": version,
    "ds.org": organisation,
}
"""The function that drafts the answer to the question that asks for this fact."""


def from_facts(about: Question, field: FieldInfo, facts: Sequence[Fact]) -> Draft | None:
    """The draft that *facts* make for the question, where a function knows how."""
    function = BY_FACT.get(about.fact) if about.fact is not None else None
    if function is None or about.how != "derived":
        return None
    made = function(facts)
    if made is None:
        return None
    value, sources = made
    evidence = Evidence(
        method=Method.COMPUTED,
        derived_from=tuple(dict.fromkeys(p for f in sources for p in f.evidence.derived_from)),
        generated_by=f"{__name__}:{function.__name__}@{VERSION}",
    )
    return _draft(field, value, evidence)


def from_answers(
    field: FieldInfo, found: Sequence[Given], facts: Sequence[Fact] = ()
) -> Draft | None:
    """The draft that answers in other documents make: all their texts, or the first that fits.

    Look-ups in their texts are resolved against *facts*, so an acceptance lapses with its figures.
    """
    if found == []:
        return None
    resolver = Resolver(facts)
    found = [one.resolved(resolver) for one in found]
    files = ", ".join(dict.fromkeys(one.file for one in found))
    evidence = resolver.named_in(
        Evidence(
            method=Method.DECLARED,
            derived_from=evidence_of(found),
            note=f"answered in {files} to a question that asks for part of this",
        )
    )
    texts = [text for text in map(_text, found) if text is not None]
    if answer_type(field.annotation) is Prose and len(texts) > 1:
        paragraphs = [f"{title}:{space}{text}" for title, space, text in texts]
        return _draft(field, "\n\n".join(paragraphs), evidence)
    for one in found:
        value = TypeAdapter(answer_type(one.field.annotation)).dump_python(
            one.answer.value, mode="json"
        )
        forms = [value, [value], *([text[2]] if (text := _text(one)) is not None else [])]
        for form in forms:
            draft = _draft(field, form, evidence)
            if draft is not None:
                return draft
    return None


def _text(given: Given) -> tuple[str, str, str] | None:
    """Title, what parts it from the words, and the words of an answer that is text or texts."""
    title, value = given.about.title, given.answer.value
    if isinstance(value, Prose):
        return title, " ", str(value)
    if isinstance(value, tuple) and value != () and all(isinstance(v, str) for v in value):
        return title, "\n\n", "\n".join(f"- {item}" for item in value)
    return None


def accepted(field: FieldInfo, draft: Draft) -> Any:
    """The draft's value in the question's own type."""
    return TypeAdapter(answer_type(field.annotation)).validate_python(draft.value)


def _draft(field: FieldInfo, value: JsonValue, evidence: Evidence) -> Draft | None:
    """A draft of *value*, or None where the question takes no such value."""
    try:
        TypeAdapter(answer_type(field.annotation)).validate_python(value)
        code = digest(value)[:DIGEST_LENGTH]
    except (ValidationError, ValueError):
        return None
    return Draft(value=value, digest=code, evidence=evidence)


def _only(facts: Sequence[Fact], id_: str) -> Made | None:
    found = [fact for fact in facts if fact.id == id_]
    if len(found) != 1 or not isinstance(found[0].value, Scalar):
        return None
    return found[0].value.value, found


def _sized(fact: Fact) -> bool:
    return isinstance(fact.value, Quantity) and "split" in fact.where


def _size(fact: Fact) -> str:
    return number_text(fact.value.value) if isinstance(fact.value, Quantity) else ""
