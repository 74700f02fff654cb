"""What contradicts itself: R102 late plan, R103 length of the summary, R104 licences, R109 version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardgen.documents._base import Document
from cardgen.fill.timing import TIMING
from cardgen.findings import Finding, Severity, finding
from cardgen.values import Scalar

SUMMARY = "ds.summary"
WORDS = (60, 100)
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
UNSPACED_SHARE = 0.2
"""Share of such characters above which words cannot be counted by spaces."""
LICENCE = "m.license"
VERSION = "m.version"
UNKNOWN = "unknown"


def check(document: Document) -> Iterator[Finding]:
    yield from _plans(document)
    yield from _summary(document)
    yield from _licences(document)
    yield from _versions(document)


def _plans(document: Document) -> Iterator[Finding]:
    """Plans and premortems that `cardgen.fill.timing` found to be later than the run's start."""
    late = {fact.address: fact.value for fact in document.facts if fact.id in TIMING}
    for place in document.places():
        for value in (late.get(address) for address in place.answer.facts):
            if isinstance(value, Scalar):
                message = f"{str(value.value).capitalize()}."
                advice = "Leave it; the card says so. Next time write it before training."
                where = f"{document.kind}.{place.path}"
                yield finding("R102", Severity.WARNING, where, message, advice)


def _summary(document: Document) -> Iterator[Finding]:
    for place in document.places():
        if place.about.fact != SUMMARY or place.answer.value is None:
            continue
        count = _word_count(str(place.answer.value))
        if count is not None and not WORDS[0] <= count <= WORDS[1]:
            counted = "1 word" if count == 1 else f"{count} words"
            message = f"{place.about.title} has {counted}; Data Statements v3 asks for 60 to 100."
            advice = "Shorten it." if count > WORDS[1] else "Say more."
            where = f"{document.kind}.{place.path}"
            yield finding("R103", Severity.WARNING, where, message, advice)


def _word_count(text: str) -> int | None:
    """The number of words; None where no spaces part them, as in Chinese."""
    words = text.split()
    unspaced = len(_UNSPACED.findall(text))
    return None if unspaced > UNSPACED_SHARE * sum(map(len, words)) else len(words)


def _licences(document: Document) -> Iterator[Finding]:
    """The project's files among themselves, then the model's licence beside them."""
    stated = {
        fact.where.get("file", ""): str(fact.value.value)
        for fact in document.facts
        if fact.id == "prj.licence" and isinstance(fact.value, Scalar)
    }
    known = {file: licence for file, licence in stated.items() if licence != UNKNOWN}
    said = ", ".join(f"{file} says {licence}" for file, licence in known.items())
    if known != {} and not set.intersection(*map(_licence_names, known.values())):
        advice = "Make the files agree."
        yield finding("R104", Severity.WARNING, document.kind, f"Licences differ: {said}.", advice)
    for place in document.places():
        if place.about.fact == LICENCE and place.answer.value is not None and known != {}:
            named = _licence_names(str(place.answer.value))
            if all(named.isdisjoint(_licence_names(licence)) for licence in known.values()):
                message = f"{place.about.title} is {place.answer.value}; {said}."
                advice = "Make them agree, or leave it if the model's licence is not the code's."
                where = f"{document.kind}.{place.path}"
                yield finding("R104", Severity.WARNING, where, message, advice)


def _licence_names(expression: str) -> set[str]:
    """Every licence that an SPDX expression names; `GPL-3.0`, which says neither, is both kinds."""
    names = set()
    for name in re.findall(r"[a-z0-9.+-]+", expression.lower()):
        base = name.removesuffix("+")
        gnu = re.fullmatch(r"(?:a|l)?gpl-\d\.\d", base) is not None
        endings = ("-or-later",) if base != name else ("-only", "-or-later")
        names |= {base + ending for ending in endings} if gnu else {name}
    return names - {"and", "or", "with"}


def _versions(document: Document) -> Iterator[Finding]:
    version = document.head.version
    for place in document.places():
        if place.about.fact == VERSION and place.answer.value is not None and version is not None:
            said = str(place.answer.value)
            if not set(_version_numbers(said)) & set(_version_numbers(version)):
                message = f"{place.about.title} is {said}; the card is of version {version}."
                advice = "Make the answer and `version` in cardgen.yaml agree."
                where = f"{document.kind}.{place.path}"
                yield finding("R109", Severity.WARNING, where, message, advice)


def _version_numbers(text: str) -> list[str]:
    """The versions in *text*, without a leading `v`: `v1.0 of June` names 1.0."""
    return [word.lower().removeprefix("v").strip(".,;:()") for word in text.split()]
