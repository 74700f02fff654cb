"""The model card: Mitchell et al. 2019, nine sections (4.1 to 4.9), then cardgen's appendices.

The appendices hold what the paper has no place for: the training record, and the planning,
premortem, carbon and compute that Bender et al. 2021 ("Stochastic Parrots") ask for.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from cardgen.documents._base import Document, SummaryLine
from cardgen.documents._card_appendices import Compute, TrainingRecord
from cardgen.documents._card_evaluation import (
    EvaluationData,
    Metrics,
    QuantitativeAnalyses,
    TrainingData,
)
from cardgen.documents._card_model import Factors, IntendedUse, ModelDetails
from cardgen.documents._card_planning import Planning, Premortem
from cardgen.documents._card_risks import Caveats, EthicalConsiderations


class ModelCard(Document):
    """What a model is, what it is for, how well it does for whom, and what may go wrong."""

    kind: ClassVar[str] = "model_card"
    title: ClassVar[str] = "Model card"
    citation: ClassVar[str] = (
        "Margaret Mitchell, Simone Wu, Andrew Zaldivar, Parker Barnes, Lucy Vasserman, Ben"
        " Hutchinson, Elena Spitzer, Inioluwa Deborah Raji, Timnit Gebru (2019). Model Cards for"
        " Model Reporting. FAT* '19, 220-229. https://doi.org/10.1145/3287560.3287596."
        " arXiv:1810.03993. The appendices after: Emily M. Bender, Timnit Gebru, Angelina"
        " McMillan-Major, Shmargaret Shmitchell (2021). On the Dangers of Stochastic Parrots: Can"
        " Language Models Be Too Big? FAccT '21, 610-623. https://doi.org/10.1145/3442188.3445922."
    )

    summary: ClassVar[tuple[SummaryLine, ...]] = (
        SummaryLine("What it is", "model_details.type", ("m.params",)),
        SummaryLine("What it is for", "intended_use.uses"),
        SummaryLine("What it is not for", "intended_use.out_of_scope"),
        SummaryLine("How good it is", "quantitative_analyses.unitary", ("res.overall",)),
        SummaryLine(
            "What it cost",
            "compute.energy",
            ("en.duration", "en.kwh", "en.co2", "en.hw"),
        ),
    )

    model_details: ModelDetails = Field(default_factory=ModelDetails)
    intended_use: IntendedUse = Field(default_factory=IntendedUse)
    factors: Factors = Field(default_factory=Factors)
    metrics: Metrics = Field(default_factory=Metrics)
    evaluation_data: EvaluationData = Field(default_factory=EvaluationData)
    training_data: TrainingData = Field(default_factory=TrainingData)
    quantitative_analyses: QuantitativeAnalyses = Field(default_factory=QuantitativeAnalyses)
    ethical_considerations: EthicalConsiderations = Field(default_factory=EthicalConsiderations)
    caveats: Caveats = Field(default_factory=Caveats)
    training_record: TrainingRecord = Field(default_factory=TrainingRecord)
    compute: Compute = Field(default_factory=Compute)
    planning: Planning = Field(default_factory=Planning)
    premortem: Premortem = Field(default_factory=Premortem)


document_type = ModelCard
