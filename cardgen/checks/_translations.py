"""Translations of answers: L101 the original changed, L102 it names no original, L103 there is none.

Each says the digest of the original, which the translation names as `translates:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cardgen.documents._base import Place
from cardgen.documents._translations import has_prose, original_digest, translations_file
from cardgen.findings import Finding, Severity
from cardgen.language import is_same, language_of
from cardgen.values import Status

if TYPE_CHECKING:
    from cardgen.checks._project import Kept


def translation_findings(kept: Kept) -> Iterator[Finding]:
    """Findings about the translations of the answers in one document's own file."""
    for place in kept.document.places():
        # An answer that stands in another file is translated, and looked at, there.
        if place.path in kept.answers.answers:
            yield from _finding(kept, place)


def _finding(kept: Kept, place: Place) -> Iterator[Finding]:
    answer, wanted = place.answer, kept.document.head.language
    title = place.about.title
    if answer.translation is not None:
        name = answer.translation.original
        if answer.translation.of is None:
            message = f"{title}: the translation does not say which original it translates."
            advice = f"Compare it with the original, then write `translates: {name}` beside it."
            yield _at(kept, place, "L102", message, advice)
        elif not answer.translation.is_current:
            message = f"{title}: the original changed after it was translated."
            advice = f"Bring the translation up to date, then write `translates: {name}` beside it."
            yield _at(kept, place, "L101", message, advice)
    elif (
        answer.status is Status.ANSWERED
        and has_prose(answer.value)
        and not is_same(answer.language, wanted)
    ):
        own = kept.answers.answers[place.path].value
        name = original_digest(answer.value if own is None else own)
        message = f"{title} is not translated into {wanted}."
        advice = (
            f"Let a person translate it, in {_file(kept)}, with `translates: {name}`"
            " and who did it as `translated_by:`."
        )
        yield _at(kept, place, "L103", message, advice)


def _file(kept: Kept) -> str:
    return translations_file(kept.answers.file, language_of(kept.document.head.language))


def _at(kept: Kept, place: Place, code: str, message: str, advice: str) -> Finding:
    translation = kept.answers.translation
    lines = kept.answers.lines if translation is None or code == "L103" else translation.lines
    return Finding(
        code=code,
        severity=Severity.NOTE if code == "L103" else Severity.WARNING,
        where=f"{kept.document.kind}.{place.path}",
        message=message,
        advice=advice,
        file=kept.answers.file if code == "L103" else _file(kept),
        line=lines.get(place.path),
    )
