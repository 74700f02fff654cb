"""Words that facts hold: cardgen's own, English when they were measured, and names out of the data."""

from __future__ import annotations

from typing import Any

from cardgen.language import SOURCE, date_form, recognised, spoken
from cardgen.language.phases import phase_name
from cardgen.markdown.escape import Md, md_text
from cardgen.pages.values import inline

OWN = (
    "doc.",
    "en.",
    "m.base",
    "m.repo",
    "m.trained",
    "m.weights",
    "tr.algo",
    "tr.outcome",
    "tr.precision",
    "tr.search",
    "res.baseline",
    "tr.space",
    "ev.metrics",
    "ev.not_observable",
    "ev.variation",
    "res.comparable",
    "ds.checksum",
    "ds.columns",
    "plan.",
    "pm.",
)
"""How the ids of facts begin whose words are cardgen's; those of others may be names out of the data."""

PHASES = "en.activity"
"""The fact whose words are names of phases."""


def note_words(note: str | None) -> Md:
    """*note* in the page's language; one that the catalogue lacks stays English and is marked so."""
    if note is None or note == "":
        return Md("")
    text = recognised(note)
    if text is None and spoken() != SOURCE:
        return Md(f'<span lang="{SOURCE}">{md_text(note)}</span>')
    return md_text(note if text is None else text)


def own_words(id: str, value: Any) -> Md:  # noqa: A002 - the fact's own word
    """A plain value of a fact with *id*: words of cardgen's own in the page's language."""
    if not (isinstance(value, str) and value != "" and id.startswith(OWN)):
        return inline(value)
    if id == PHASES:
        return md_text(phase_name(value))
    said = recognised(value)
    return md_text(date_form(value) if said is None else said)
