"""Which facts bear on a document and on each of its questions."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.documents._answers import AnswerFile
from cardgen.documents._base import Document, Head, Question
from cardgen.fill.references import Resolver
from cardgen.fill.shared import Given, Shared
from cardgen.findings import PROJECT_FILE
from cardgen.values import Answer, Evidence, Fact, Method, Scalar, Status


def fitting(facts: Sequence[Fact], data: str | None) -> tuple[Fact, ...]:
    """*facts* without those about other data sets than *data*; one fact an address, the first."""
    by_address: dict[str, Fact] = {}
    for fact in facts:
        foreign = fact.subject.startswith("data:") and fact.subject != f"data:{data}"
        if data is None or not foreign:
            by_address.setdefault(fact.address, fact)
    return tuple(by_address.values())


def bearing(about: Question, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Addresses of the facts that the question asks for or shows, in the order of *facts*."""
    wanted = {about.fact, *about.shows}
    return tuple(fact.address for fact in facts if fact.id in wanted)


def stated(
    document_type: type[Document],
    given: Sequence[Given],
    facts: Sequence[Fact],
    others: Sequence[Shared],
) -> list[Fact]:
    """Facts that people stated in other documents and that this one shows, such as `ds.summary`.

    Look-ups in their texts are resolved against *facts*; internal answers are nobody else's facts.
    """
    wanted = {fact for _, _, _, about in document_type.questions() for fact in about.shows}
    found: dict[str, Fact] = {}
    for one in given:
        text = one.answer.value
        is_text = one.answer.status is Status.ANSWERED and isinstance(text, str) and one.public
        if not is_text or one.about.fact not in wanted or one.shared.data is None:
            continue
        resolver = Resolver(fitting(facts, one.shared.data))
        text = resolver.value(text)
        evidence = one.answer.evidence[0] if one.answer.evidence else _from_project(())
        fact = Fact(
            id=str(one.about.fact),
            subject=f"data:{one.shared.data}",
            where=_page(str(one.about.fact), one.shared.data, others),
            value=Scalar(value=str.__str__(text)),
            evidence=resolver.named_in(evidence),
        )
        found.setdefault(f"{fact.id}@{fact.subject}", fact)
    return list(found.values())


def _page(fact: str, data: str, others: Sequence[Shared]) -> dict[str, str]:
    """The page to read on: the last document about *data* that asks for *fact*.

    A data statement's summary points to its long form (Bender & Friedman 2018, short form); by
    default it stands last in the project file.
    """
    stems = [
        shared.stem
        for shared in others
        if shared.data == data
        and shared.stem is not None
        and any(about.fact == fact for _, _, _, about in shared.document_type.questions())
    ]
    return {} if stems == [] else {"document": stems[-1]}


def of_head(
    document_type: type[Document], head: Head, data: str | None, answers: AnswerFile | None
) -> list[Fact]:
    """What the project file says about the document itself: name, version, date and citation."""
    subject = "model" if data is None else f"data:{data}"
    facts = []
    if data is not None:
        facts.append(_fact("ds.name", subject, head.name, ("documents",)))
    elif head.version is not None:
        facts.append(_fact("prj.stated_version", "project", head.version, ("version",)))
    # A heading of a version that nobody stated would say nothing.
    keys = tuple(key for key in ("version", "date") if getattr(head, key) is not None)
    if keys != ():
        version = ", ".join(getattr(head, key) for key in keys)
        facts.append(_fact("doc.version", subject, version, keys))
        citation = _citation(document_type, head, answers)
        facts.append(_fact("doc.citation", subject, citation, ("documents", *keys)))
    return facts


def _fact(id_: str, subject: str, text: str, keys: tuple[str, ...]) -> Fact:
    return Fact(id=id_, subject=subject, value=Scalar(value=text), evidence=_from_project(keys))


def _from_project(keys: tuple[str, ...]) -> Evidence:
    places = tuple(f"{PROJECT_FILE}#/{key}" for key in keys)
    return Evidence(method=Method.DECLARED, derived_from=places)


def _citation(document_type: type[Document], head: Head, answers: AnswerFile | None) -> str:
    """Such as `Jane Doe: Data Statement: Place names. Version 1.0, 2026-11-24.`."""
    version = "" if head.version is None else f" Version {head.version}"
    date = "" if head.date is None else head.date
    rest = ", ".join(part for part in (version, date) if part != "").strip()
    return f"{_authors(document_type, answers)}{document_type.title}: {head.name}. {rest}."


def _authors(document_type: type[Document], answers: AnswerFile | None) -> str:
    for path, _, _, about in document_type.questions():
        if about.fact in {"doc.authors_ds", "doc.authors"} and answers is not None:
            answer = answers.answers.get(path, Answer())
            names = [getattr(agent, "name", str(agent)) for agent in answer.value or ()]
            return "; ".join(names) + ": " if names != [] else ""
    return ""
