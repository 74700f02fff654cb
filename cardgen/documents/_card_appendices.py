"""Model card, appendices from the run: training record; carbon, cost and compute.

Bender et al. 2021, section 3, want the cost of training reported beside its results: training time,
sensitivity to hyper-parameters, energy. Mitchell et al. 2019 have no place for it.
"""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Prose
from cardgen.values import Answer


class TrainingRecord(Section):
    """What was recorded of the run that made the model."""

    title: ClassVar[str] = "Training record"
    note: ClassVar[str | None] = "An appendix of cardgen's, from the run record."

    course: Answer[Prose] = question(
        "Learning curves",
        "cardgen:curves",
        how="auto",
        fact="tr.curves",
        shows=("tr.curves", "tr.kept", "tr.val_score"),
    )
    """How did the logged metrics develop during training? (cardgen)"""

    outcome: Answer[Prose] = question(
        "Command and outcome",
        "cardgen:outcome",
        how="auto",
        fact="tr.command",
        shows=("tr.command", "tr.outcome", "tr.problems", "tr.losses"),
    )
    """Which command started the run, and how did it end? (cardgen)"""

    search: Answer[Prose] = question(
        "Hyper-parameter search",
        "REP:D6",
        "REP:D8",
        "REP:D9",
        "REP:D10",
        how="auto",
        partly=("tr.space", "tr.search", "tr.evp"),
        shows=("tr.space", "tr.search", "tr.trials", "res.expected"),
    )
    """In which space, by which method and criterion, and in how many trials were hyper-parameters
    chosen, and how good would fewer trials have been? (Dodge et al. 2019)"""

    environment: Answer[Prose] = question(
        "Software", "cardgen:environment", how="auto", fact="en.env", shows=("en.env",)
    )
    """Which operating system, Python and packages did the run use? (cardgen)"""


class Compute(Section):
    """What making the model cost in time, energy and money."""

    title: ClassVar[str] = "Carbon, cost and compute"
    note: ClassVar[str | None] = (
        "An appendix after Bender et al. 2021, section 3"
        " (https://doi.org/10.1145/3442188.3445922), who point out that those who bear the costs"
        " of large models are often not those who gain from them."
    )

    training_time: Answer[Prose] = question(
        "Training time",
        "SP:3",
        how="auto",
        fact="en.duration",
        shows=("en.duration", "en.startend", "en.cpu_time"),
    )
    """How long did training take? (Bender et al. 2021, section 3)"""

    hardware: Answer[Prose] = question(
        "Hardware", "cardgen:hardware", how="auto", fact="en.hw", shows=("en.hw",)
    )
    """On which machines did training run? (cardgen)"""

    energy: Answer[Prose] = question(
        "Energy",
        "SP:3",
        how="auto",
        fact="en.kwh",
        shows=(
            "en.kwh",
            "en.kwh_parts",
            "en.wall",
            "en.util",
            "en.method",
            "en.tool",
            "en.flags",
            "en.activity",
            "en.pue",
            "en.idle",
            "en.water",
            "en.infer",
            "en.infer_time",
            "en.latency",
            "en.compare",
        ),
    )
    """How much energy did the run use, in kWh, and how is that known? (Bender et al. 2021, section
    3)"""

    emissions: Answer[Prose] = question(
        "Emissions",
        "SP:3",
        how="auto",
        fact="en.co2",
        shows=("en.co2", "en.intensity", "en.region", "en.embodied", "en.sci", "en.offset"),
    )
    """How much greenhouse gas did that energy cause, with which carbon intensity and for which
    place? (Bender et al. 2021, section 3)"""

    operations: Answer[Prose] = question(
        "Floating-point operations",
        "cardgen:operations",
        how="auto",
        fact="en.flops",
        shows=("en.flops",),
    )
    """How many floating-point operations did training take? (cardgen)"""

    all_runs: Answer[Prose] = question(
        "All runs of the search",
        "SP:3",
        how="auto",
        fact="en.kwh_all",
        shows=("en.kwh_all", "en.totalcompute", "en.wall_time", "en.breakeven"),
    )
    """What did all runs cost together, with trials, failures and baselines, not only the last one?
    (Bender et al. 2021, section 3)"""

    sensitivity: Answer[Prose] = question(
        "Sensitivity to hyper-parameters",
        "SP:3",
        how="auto",
        fact="tr.sensitivity",
        shows=("tr.importance",),
    )
    """How strongly do the results depend on the choice of hyper-parameters? (Bender et al. 2021,
    section 3)"""

    cost: Answer[Prose] = question("Money", "SP:3", fact="sp.cost", shows=("en.cost",))
    """What did computing, data and work cost in money, and who paid? (Bender et al. 2021, section
    3)"""
