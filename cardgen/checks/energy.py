"""Energy: E101 none where a run was, E102 a zero, E103 a text that says "measured" of an estimate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardgen.checks._words import denied, sentences, words
from cardgen.documents._base import Document
from cardgen.findings import Finding, Severity, finding
from cardgen.values import Fact, Method, Quantity

ENERGY = "en.kwh"
NOT_MEASURED = {
    Method.ESTIMATED: "estimated",
    Method.PARTLY_MEASURED: "partly measured",
    Method.NOT_MEASURED: "not measured",
}
_CLAIM = re.compile(
    r"(?<!partly )\bmeasured (?:the )?(?:energy|power|electricity|emissions)\b"
    r"|\b(?:energy|power|electricity|emissions)(?: \w+){0,2} (?:was|were|is|are) measured\b",
    re.IGNORECASE,
)


def check(document: Document) -> Iterator[Finding]:
    asks = [place for place in document.places() if ENERGY in place.about.shows]
    if asks == []:
        return
    totals = [fact for fact in document.facts if fact.id == ENERGY]
    where = f"{document.kind}.{asks[0].path}"
    yield from _figures(document, totals, where)
    methods = [fact.evidence.method for fact in totals if "phase" not in fact.where]
    # Where one figure was measured, the text may be about that one.
    if methods != [] and all(method in NOT_MEASURED for method in methods):
        yield from _claims(document, NOT_MEASURED[methods[0]])


def _figures(document: Document, totals: list[Fact], where: str) -> Iterator[Finding]:
    if document.head.run is not None and not any(_value(fact) is not None for fact in totals):
        message = "The run has no figure for its energy."
        advice = "Train with the `jax` extra installed, or state why it is unknown."
        yield finding("E101", Severity.NOTE, where, message, advice)
    for fact in totals:
        if _value(fact) == 0:
            message = f"{fact.address} is zero: a run always uses energy, so it was not measured."
            advice = "Check that the tracker could read the machine's counters."
            yield finding("E102", Severity.ERROR, where, message, advice)


def _value(fact: Fact) -> float | None:
    return fact.value.value if isinstance(fact.value, Quantity) else None


def _claims(document: Document, how: str) -> Iterator[Finding]:
    for place in document.places():
        if any(_claimed(sentence) for text in words(place.answer) for sentence in sentences(text)):
            message = f"{place.about.title} says that energy was measured; it was {how}."
            where = f"{document.kind}.{place.path}"
            yield finding("E103", Severity.WARNING, where, message, f'Write "{how}".')


def _claimed(sentence: str) -> bool:
    match = _CLAIM.search(sentence)
    return match is not None and not denied(sentence[: match.end()])
