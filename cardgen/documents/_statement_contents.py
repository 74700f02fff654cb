"""Data statement, elements 1 to 5: header, summary, rationale, sources, varieties (DS v3)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import (
    Agent,
    IsoDate,
    LanguageTag,
    Prose,
    Reference,
    SourceLicence,
    Text,
    Translation,
)
from cardgen.values import Answer


class Header(Section):
    """What the data set and this statement are called, and who answers for them."""

    title: ClassVar[str] = "Header"

    name: Answer[Text] = question("Data set title", "DS3:1.1", how="auto", fact="ds.name")
    """What is the data set called? (DS v3 1.1)"""

    curators: Answer[tuple[Agent, ...]] = question(
        "Data set curators",
        "DS3:1.2",
        how="derived",
        partly=("ds.creators", "ds.creator_affil", "ds.creator_role"),
    )
    """Who curated the data set? Give each one's affiliation and role. (DS v3 1.2)"""

    version: Answer[Text] = question(
        "Data set version", "DS3:1.3", how="derived", partly=("ds.version",)
    )
    """Which version of the data set does this statement describe? (DS v3 1.3)"""

    version_date: Answer[IsoDate] = question(
        "Date of that version", "DS3:1.3", how="derived", partly=("ds.version_date",)
    )
    """What is the date of that version? (DS v3 1.3)"""

    citation: Answer[Prose] = question(
        "Data set citation", "DS3:1.4", how="derived", fact="ds.citation", partly=("ds.doi",)
    )
    """How should the data set be cited? Include its DOI if it has one. (DS v3 1.4)"""

    authors: Answer[tuple[Agent, ...]] = question(
        "Authors of this statement",
        "DS3:1.5",
        how="derived",
        fact="doc.authors_ds",
        shows=("prj.authors",),
    )
    """Who wrote this data statement? Give each one's affiliation and role. (DS v3 1.5)"""

    statement_version: Answer[Text] = question(
        "Version and date of this statement", "DS3:1.6", how="auto", fact="doc.version"
    )
    """Which version of the data statement is this, and from when? It moves with the data set's
    version. (DS v3 1.6)"""

    statement_citation: Answer[Prose] = question(
        "Citation of this statement", "DS3:1.7", how="auto", fact="doc.citation"
    )
    """How should this data statement itself be cited, version included, and its DOI if it has one?
    (DS v3 1.7)"""

    translations: Answer[tuple[Translation, ...]] = question(
        "This statement in other languages", "DS3:1.8", fact="ds.other_langs"
    )
    """Where can this statement be read in other languages, above all those of the data? (DS v3
    1.8)"""


class ExecutiveSummary(Section):
    """The data set in one paragraph, also for papers and system documents."""

    title: ClassVar[str] = "Executive summary"

    summary: Answer[Prose] = question(
        "Executive summary",
        "DS3:2",
        how="derived",
        fact="ds.summary",
        shows=("ds.n_instances",),
    )
    """Sum the data set up in 60 to 100 words: why it was curated, in one sentence, its languages,
    and its size. Papers and the documents of systems trained on the data repeat it. (DS v3 2)"""


class CurationRationale(Section):
    """Why these texts and not others."""

    title: ClassVar[str] = "Curation rationale"

    purpose: Answer[Prose] = question("Purpose", "DS3:3.1", fact="ds.purpose")
    """Why was the data set made? (DS v3 3.1)"""

    task: Answer[Prose] = question("Task or research question", "DS3:3.2", fact="ds.task")
    """Which task or research question should it serve? (DS v3 3.2)"""

    selection: Answer[Prose] = question("Selection", "DS3:3.3", fact="ds.selection")
    """Which texts, recordings or signing were taken, and what was the aim in choosing them, at
    first and whenever a part was picked out later? Warn here of content that may distress. (DS v3
    3.3)"""

    organisation: Answer[Prose] = question(
        "Internal organisation",
        "DS3:3.4",
        how="derived",
        fact="ds.org",
        shows=("ds.splits", "ds.n_per_split", "ds.columns"),
    )
    """How is the data set organised inside: files, parts, splits, columns? (DS v3 3.4)"""

    instance: Answer[Prose] = question(
        "What an instance is", "DS3:3.5", how="derived", fact="ds.instance_kind"
    )
    """What is one instance of the data, such as a sentence, a document or a turn in a conversation?
    (DS v3 3.5)"""


class SourceDatasets(Section):
    """Data sets that this one was built from."""

    title: ClassVar[str] = "Documentation for source datasets"
    note: ClassVar[str | None] = "Only direct sources; their own sources are for their documents."

    documentation: Answer[tuple[Reference, ...]] = question(
        "Documents of the sources", "DS3:4.1", how="derived", fact="col.sources"
    )
    """If the data set was built from others, where is the data statement of each, or else its paper
    or documentation? (DS v3 4.1)"""

    licences: Answer[tuple[SourceLicence, ...]] = question(
        "Licences of the sources", "DS3:4.2", how="derived", fact="col.source_lic"
    )
    """Under which licence, copyright or terms of use does each source stand? (DS v3 4.2)"""


class LanguageVarieties(Section):
    """Which languages, and which varieties of them, the data hold."""

    title: ClassVar[str] = "Language varieties"

    tags: Answer[tuple[LanguageTag, ...]] = question(
        "Language tags", "DS3:5.1", how="derived", fact="lang.bcp47"
    )
    """Which language varieties are in the data, as BCP 47 tags? Examples: en-US, zh-Hans, and ase
    for American Sign Language. (DS v3 5.1)"""

    description: Answer[Prose] = question(
        "Description of the varieties",
        "DS3:5.2",
        fact="lang.prose",
        partly=("lang.share",),
    )
    """Describe each variety in words: dialect, region, script or orthography, mixing of languages,
    and its share of the data. (DS v3 5.2)"""
