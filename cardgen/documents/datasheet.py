"""The datasheet: Gebru et al. 2021, 57 questions in seven sections, in the paper's order.

The paper prints no numbers; Q1 to Q57 count its questions in the order of version 8.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from cardgen.documents._base import Document, SummaryLine
from cardgen.documents._datasheet_contents import Composition, Motivation, Overview
from cardgen.documents._datasheet_life import Distribution, Maintenance, Uses
from cardgen.documents._datasheet_process import CollectionProcess, Preprocessing


class Datasheet(Document):
    """A data set's history, contents, uses and upkeep, for its makers and its users."""

    kind: ClassVar[str] = "datasheet"
    title: ClassVar[str] = "Datasheet"
    citation: ClassVar[str] = (
        "Timnit Gebru, Jamie Morgenstern, Briana Vecchione, Jennifer Wortman Vaughan, Hanna"
        " Wallach, Hal Daumé III, Kate Crawford (2021). Datasheets for Datasets. Communications of"
        " the ACM 64(12), 86-92. https://doi.org/10.1145/3458723. Version 8 of arXiv:1803.09010."
    )
    remark: ClassVar[str | None] = (
        "Gebru et al. do not want datasheets to be made automatically: writing one is meant to make"
        " people reflect on their data. cardgen therefore fills in counts, columns, files and"
        " recorded splits, and proposes drafts that count only once a person accepts them. Purpose,"
        " representativeness, consent, harm and every other judgement are left to people."
    )

    summary: ClassVar[tuple[SummaryLine, ...]] = (
        SummaryLine("What it is", "overview.summary"),
        SummaryLine("What it is for", "motivation.purpose"),
        SummaryLine("What it is not for", "uses.avoid"),
        SummaryLine(
            "What it holds",
            "composition.instances",
            ("ds.n_instances", "ds.n_per_split", "ds.n_per_class"),
        ),
        SummaryLine("Whether it relates to people", "overview.relates_to_people"),
        SummaryLine("Licence", "distribution.licence"),
    )

    overview: Overview = Field(default_factory=Overview)
    motivation: Motivation = Field(default_factory=Motivation)
    composition: Composition = Field(default_factory=Composition)
    collection: CollectionProcess = Field(default_factory=CollectionProcess)
    preprocessing: Preprocessing = Field(default_factory=Preprocessing)
    uses: Uses = Field(default_factory=Uses)
    distribution: Distribution = Field(default_factory=Distribution)
    maintenance: Maintenance = Field(default_factory=Maintenance)


document_type = Datasheet
