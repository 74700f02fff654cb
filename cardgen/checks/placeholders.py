"""Text that stands for an answer: P101 nothing but a placeholder, P102 one in a text, P103 a look-up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardgen.checks._words import words
from cardgen.documents._base import Document
from cardgen.findings import Finding, Severity, finding

# As a whole answer these say nothing; "none" and "no" are answers.
_ALONE = re.compile(
    r"n/?a|not applicable|tbd|tba|tbc|todo|fixme|xxx+|to do|unknown|"
    r"placeholder|to be (added|announced|completed|decided|defined|determined|done)|coming soon|"
    r"(more|further) information needed|insert .{0,40} here|your .{0,40} here",
    re.IGNORECASE,
)
_AROUND = " .…?!_*<>[](){}-"
LONGEST_PLACEHOLDER = 60
_INSIDE = re.compile(
    r"\b(TODO|FIXME|TBD|XXX)\b|(?i:\[(more|further) information needed\]|lorem ipsum|<insert\b)"
)
# Only forms of a look-up that was not resolved: other braces are a person's own text.
_LOOKUP = re.compile(r"(?<![.\w])(?:metric|slice|fact)s?\s?[(\"']")
LONGEST_LOOKUP = 200


def check(document: Document) -> Iterator[Finding]:
    for place in document.places():
        for text in words(place.answer):
            found = _placeholder(text)
            if found is not None:
                code, severity, message, advice = found
                where = f"{document.kind}.{place.path}"
                yield finding(code, severity, where, f"{place.about.title}: {message}", advice)
                break


def _placeholder(text: str) -> tuple[str, Severity, str, str] | None:
    if _says_nothing(text):
        shown = " ".join(text.split())[:LONGEST_PLACEHOLDER]
        message = "the text is empty." if shown == "" else f"{shown!r} is only a placeholder."
        advice = "Answer it, or use a status (unknown, not_applicable, pending) with a reason."
        return "P101", Severity.ERROR, message, advice
    inside = _INSIDE.search(text)
    if inside is not None:
        message = f"the answer still holds the placeholder {inside[0]!r}."
        return "P102", Severity.WARNING, message, "Finish the text, or take the placeholder out."
    lookup = _unresolved(text)
    if lookup is not None:
        message = f"{lookup!r} was not read as a look-up and would stand so on the page."
        advice = 'Write it as {{ metric("accuracy", split="test") }}, with quoted arguments.'
        return "P103", Severity.ERROR, message, advice
    return None


def _says_nothing(text: str) -> bool:
    bare = " ".join(text.split()).strip(_AROUND)
    return bare == "" or (len(bare) <= LONGEST_PLACEHOLDER and _ALONE.fullmatch(bare) is not None)


def _unresolved(text: str) -> str | None:
    """The first look-up that is left in *text*: fill has resolved all that it could read."""
    for part in text.split("{{")[1:]:
        inside, closing, _ = part.partition("}}")
        if _LOOKUP.search(inside[:LONGEST_LOOKUP]) is not None:
            return "{{" + inside[:LONGEST_LOOKUP] + closing
    return None
