"""Text that stands for an answer: P101 nothing but a placeholder, P102 one in a text, P103 a look-up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardgen.checks._words import words
from cardgen.documents._base import Document
from cardgen.findings import Finding, Severity

# As a whole answer these say nothing; "none" and "no" are answers.
_ALONE = re.compile(
    r"[\s.…?_*<\[({-]*(n/?a|not applicable|tbd|tba|tbc|todo|fixme|xxx+|to do|unknown|"
    r"placeholder|to be (added|announced|completed|decided|defined|determined|done)|coming soon|"
    r"(more|further) information needed|insert .{0,40} here|your .{0,40} here)?[\s.…?!_*>\])}-]*",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(TODO|FIXME|TBD|XXX)\b|(?i:\[(more|further) information needed\]|lorem ipsum|<insert\b)"
)
# Only forms of a look-up that was not resolved: other braces are a person's own text.
_LOOKUP = re.compile(r"\{\{\s*(metric|slice|fact)\b[^{}\n]*\}\}")


def check(document: Document) -> Iterator[Finding]:
    for place in document.places():
        for text in words(place.answer):
            found = _placeholder(text)
            if found is not None:
                code, severity, message, advice = found
                where = f"{document.kind}.{place.path}"
                message = f"{place.about.title}: {message}"
                yield Finding(
                    code=code, severity=severity, where=where, message=message, advice=advice
                )
                break


def _placeholder(text: str) -> tuple[str, Severity, str, str] | None:
    if _ALONE.fullmatch(text) is not None:
        message = (
            f"{text.strip()!r} stands where an answer should."
            if text.strip() != ""
            else ("the answer is empty.")
        )
        advice = "Answer it, or use a status (unknown, not_applicable, pending) with a reason."
        return "P101", Severity.ERROR, message, advice
    inside = _INSIDE.search(text)
    if inside is not None:
        message = f"the answer still holds the placeholder {inside[0]!r}."
        return "P102", Severity.WARNING, message, "Finish the text, or take the placeholder out."
    lookup = _LOOKUP.search(text)
    if lookup is not None:
        advice = 'Write it as {{ metric("accuracy", split="test") }}, with quoted arguments.'
        return "P103", Severity.WARNING, f"{lookup[0]!r} was not read as a look-up.", advice
    return None
