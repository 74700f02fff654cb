"""The types of people's answers: checked text, identifiers, and small records of them.

Records have no field called `answer`, `status` or `accept`: a mapping with one of these is an
envelope in an answer file.
"""

from __future__ import annotations

from typing import Literal

from cardgen.documents._identifiers import Commit, Doi, LanguageTag, Link, Orcid, SpdxExpression
from cardgen.documents._text import Amount, CheckedText, IsoDate, Prose, Text, Timespan
from cardgen.values import Frozen

__all__ = [
    "Agent",
    "Amount",
    "CheckedText",
    "Commit",
    "Doi",
    "IsoDate",
    "LanguageTag",
    "Level",
    "Link",
    "Orcid",
    "Prose",
    "Reference",
    "SourceLicence",
    "SpdxExpression",
    "Term",
    "Text",
    "Timespan",
    "Translation",
]

Level = Literal["low", "medium", "high", "unknown"]
"""A rating; one that nobody gave is unknown, never blank."""


class Agent(Frozen):
    """A person or an organisation, and the part they had."""

    name: Text
    """Name, as they want it printed."""
    affiliation: Text | None = None
    """Organisation on whose behalf they acted."""
    role: Text | None = None
    """What they did, such as curator, annotator or funder."""
    contact: Text | None = None
    """E-mail address or web address."""
    orcid: Orcid | None = None
    """ORCID iD of a person."""


class Reference(Frozen):
    """Something published elsewhere."""

    title: Text
    """What it is."""
    link: Link | None = None
    """Where it can be read."""
    doi: Doi | None = None
    accessed: IsoDate | None = None
    """When it was read."""
    note: Prose | None = None
    """What a reader should know about it."""


class SourceLicence(Frozen):
    """The terms under which a source of the data stands."""

    source: Text
    """Which source."""
    licence: SpdxExpression | None = None
    """Its licence, where SPDX lists it."""
    link: Link | None = None
    """Where its terms can be read."""
    note: Prose | None = None
    """What the terms ask for, in short."""


class Translation(Frozen):
    """This document in another language."""

    language: LanguageTag
    link: Link


class Term(Frozen):
    """A word of the glossary."""

    term: Text
    meaning: Prose
