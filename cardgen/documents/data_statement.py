"""The data statement: schema version 3 (McMillan-Major & Bender 2024), 17 elements, in its order.

`views` shows the same answers in the order of version 1 (Bender & Friedman 2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from cardgen.documents._base import Document, SummaryLine
from cardgen.documents._statement_contents import (
    CurationRationale,
    ExecutiveSummary,
    Header,
    LanguageVarieties,
    SourceDatasets,
)
from cardgen.documents._statement_life import (
    Disclosures,
    Distribution,
    Glossary,
    Maintenance,
    Metadata,
    Other,
)
from cardgen.documents._statement_people import (
    AnnotatorDemographic,
    LanguageUserDemographic,
    LinguisticSituation,
)
from cardgen.documents._statement_process import CaptureQuality, Limitations, Preprocessing
from cardgen.documents._statement_v1 import elements


class DataStatement(Document):
    """Whose language a data set holds, from which situation, and how it was chosen and treated."""

    kind: ClassVar[str] = "data_statement"
    title: ClassVar[str] = "Data statement"
    citation: ClassVar[str] = (
        "Angelina McMillan-Major, Emily M. Bender (2024). A Guide for Creating and Documenting"
        " Language Datasets with Data Statements Schema Version 3."
        " https://github.com/TechPolicyLab/Data-Statements. Version 1 of the schema: Emily M."
        " Bender, Batya Friedman (2018). Data Statements for Natural Language Processing: Toward"
        " Mitigating System Bias and Enabling Better Science. Transactions of the Association for"
        " Computational Linguistics 6, 587-604. https://doi.org/10.1162/tacl_a_00041."
    )
    remark: ClassVar[str | None] = (
        "The guide asks authors to state what is unknown as unknown, to report demographics for the"
        " data set as a whole with their date and source, and recommends against inferring them with"
        " classifiers. cardgen infers nothing about people; statements about them come from people."
    )

    views: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "Version 1 of the schema (Bender & Friedman 2018)": elements()
    }

    summary: ClassVar[tuple[SummaryLine, ...]] = (
        SummaryLine("What it is", "executive_summary.summary"),
        SummaryLine("What it is for", "curation_rationale.purpose"),
        SummaryLine("What limits its use", "limitations.limits"),
        SummaryLine("Languages", "language_varieties.tags"),
        SummaryLine(
            "What it holds",
            "curation_rationale.instance",
            ("ds.n_instances", "ds.n_per_split", "ds.n_per_class"),
        ),
        SummaryLine("Licence", "distribution.licence"),
    )

    header: Header = Field(default_factory=Header)
    executive_summary: ExecutiveSummary = Field(default_factory=ExecutiveSummary)
    curation_rationale: CurationRationale = Field(default_factory=CurationRationale)
    source_datasets: SourceDatasets = Field(default_factory=SourceDatasets)
    language_varieties: LanguageVarieties = Field(default_factory=LanguageVarieties)
    language_users: LanguageUserDemographic = Field(default_factory=LanguageUserDemographic)
    annotators: AnnotatorDemographic = Field(default_factory=AnnotatorDemographic)
    linguistic_situation: LinguisticSituation = Field(default_factory=LinguisticSituation)
    preprocessing: Preprocessing = Field(default_factory=Preprocessing)
    capture_quality: CaptureQuality = Field(default_factory=CaptureQuality)
    limitations: Limitations = Field(default_factory=Limitations)
    metadata: Metadata = Field(default_factory=Metadata)
    disclosures: Disclosures = Field(default_factory=Disclosures)
    distribution: Distribution = Field(default_factory=Distribution)
    maintenance: Maintenance = Field(default_factory=Maintenance)
    other: Other = Field(default_factory=Other)
    glossary: Glossary = Field(default_factory=Glossary)


document_type = DataStatement
