"""What is still open: C101 unanswered, C102 pending, C103 lapsed acceptance, C104 draft to accept."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.documents._base import Document, Place
from cardgen.findings import Finding, Severity, finding
from cardgen.values import Status

SUMMARY = "ds.summary"


def check(document: Document) -> Iterator[Finding]:
    for place in document.places():
        finding = _open(document.kind, place)
        if finding is not None:
            yield finding


def _open(kind: str, place: Place) -> Finding | None:
    answer, where = place.answer, f"{kind}.{place.path}"
    title = place.about.title
    if answer.status is Status.PENDING:
        return finding(
            "C102", Severity.NOTE, where, f"{title} is pending.", "Answer it when you can."
        )
    if answer.status is not Status.UNANSWERED:
        return None
    draft = answer.draft
    if answer.accept is not None:
        now = "there is no draft any more" if draft is None else f"the draft is now {draft.digest}"
        message = f"{title}: draft {answer.accept} was accepted, but {now}."
        advice = "Read the draft again and accept it, or answer in your own words."
        return finding("C103", Severity.WARNING, where, message, advice)
    if draft is not None:
        message = f"{title} has a draft that nobody has accepted."
        advice = f"Write `accept: {draft.digest}` to accept it, or answer in your own words."
        return finding("C104", Severity.NOTE, where, message, advice)
    advice = "Answer it, or give a status and a reason."
    if place.about.how == "auto":
        advice = f"It is filled from {_source(place)}; or say why it is unknown."
    return finding("C101", Severity.NOTE, where, f"{title} is not answered.", advice)


def _source(place: Place) -> str:
    """Where the answer of a question comes from that nobody is asked."""
    wanted = {place.about.fact, *place.about.shows}
    if any(fact is not None and fact.startswith("doc.") for fact in wanted):
        return "`version` and `date` in cardgen.yaml"
    if SUMMARY in wanted:
        return "the summary in the data set's own document"
    return "a tracked run or data files, as far as this version of cardgen works it out"
