"""Model card, 4.4 to 4.7: metrics, evaluation and training data, results (Mitchell et al. 2019)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Prose
from cardgen.values import Answer


class Metrics(Section):
    """What was measured, and why that."""

    title: ClassVar[str] = "Metrics"

    measures: Answer[Prose] = question(
        "Performance measures",
        "MC:4.a",
        how="derived",
        partly=("ev.metrics", "ev.metrics_why"),
        shows=("ev.metrics",),
    )
    """Which measures of performance are reported, and why these and not others? (Mitchell et al.
    2019, 4.4)"""

    thresholds: Answer[Prose] = question(
        "Decision thresholds",
        "MC:4.b",
        how="derived",
        partly=("ev.threshold", "ev.threshold_why"),
        shows=("ev.threshold", "res.thresholds", "res.roc", "res.pr"),
    )
    """If the model decides at a threshold, which one is it and why? (Mitchell et al. 2019, 4.4)"""

    uncertainty: Answer[Prose] = question(
        "Uncertainty and variability",
        "MC:4.c",
        how="auto",
        fact="ev.variation",
        partly=("tr.seed", "ev.nruns"),
        shows=("ev.variation", "ev.nruns"),
    )
    """How was it estimated how much the figures may vary, for example by intervals or repeated
    runs? (Mitchell et al. 2019, 4.4)"""

    error_types: Answer[Prose] = question(
        "Error types of a classifier",
        "MC:4.d",
        how="derived",
        partly=("res.confusion", "res.err_priority"),
        shows=("res.confusion", "res.error_rates", "res.error_groups"),
    )
    """Of a classifier's errors (rates of false positives, false negatives, false discoveries and
    false omissions), which matter most in its intended use, and which were given priority?
    (Mitchell et al. 2019, 4.4)"""

    score_distribution: Answer[Prose] = question(
        "Distribution of scores",
        "MC:4.e",
        how="auto",
        fact="res.scoredist",
        shows=("res.scoredist", "res.ece", "res.calibration"),
    )
    """If the model gives scores, how do they differ between groups: middle, spread, shape?
    (Mitchell et al. 2019, 4.4)"""


class EvaluationData(Section):
    """On which data the results were measured."""

    title: ClassVar[str] = "Evaluation data"

    datasets: Answer[Prose] = question(
        "Data sets",
        "MC:5.a",
        how="derived",
        fact="ev.data",
        partly=("ds.splits",),
        shows=("ev.data",),
    )
    """On which data sets was the model evaluated, and where can one get them? (Mitchell et al.
    2019, 4.5)"""

    motivation: Answer[Prose] = question(
        "Why these data", "MC:5.b", fact="ev.data_why", partly=("ds.split_why",)
    )
    """Why were these data chosen, and how close are they to the intended use? (Mitchell et al.
    2019, 4.5)"""

    preprocessing: Answer[Prose] = question(
        "Preprocessing", "MC:5.c", how="derived", fact="ev.pre", partly=("pre.steps", "pre.why")
    )
    """What was done to the data before evaluation, such as tokenising or filtering? (Mitchell et
    al. 2019, 4.5)"""


class TrainingData(Section):
    """On which data the model was trained."""

    title: ClassVar[str] = "Training data"

    datasets: Answer[Prose] = question(
        "Data sets",
        "MC:6.a",
        how="derived",
        fact="tr.data",
        partly=("ds.name",),
        shows=("tr.data",),
    )
    """On which data sets was the model trained, and where can one get them? (Mitchell et al. 2019,
    4.6)"""

    summaries: Answer[Prose] = question(
        "Executive summaries of the data", "DS3:2", how="auto", shows=("ds.summary",)
    )
    """What are the data, in the 60 to 100 words that each data set's own document gives? Every
    system trained on a data set should repeat them. (DS v3 2)"""

    motivation: Answer[Prose] = question(
        "Why these data", "MC:6.b", fact="tr.data_why", partly=("ds.task",)
    )
    """Why were these data chosen? (Mitchell et al. 2019, 4.6)"""

    preprocessing: Answer[Prose] = question(
        "Preprocessing", "MC:6.c", how="derived", partly=("pre.steps", "pre.why")
    )
    """What was done to the data before training, such as tokenising or filtering? (Mitchell et al.
    2019, 4.6)"""

    distribution: Answer[Prose] = question(
        "Distribution over factors",
        "MC:6.d",
        how="auto",
        partly=("ds.n_per_class", "ds.subpop_dist"),
        shows=("ds.n_per_split", "ds.n_per_class", "ds.subpop_dist"),
    )
    """How are the data spread over classes and groups? Where nothing else can be told about the
    training data, give at least this. (Mitchell et al. 2019, 4.6)"""


class QuantitativeAnalyses(Section):
    """The results, by factor, with their uncertainty."""

    title: ClassVar[str] = "Quantitative analyses"

    unitary: Answer[Prose] = question(
        "Unitary results",
        "MC:7.a",
        how="auto",
        fact="res.unitary",
        partly=("res.overall", "res.disparity"),
        shows=(
            "res.overall",
            "res.baseline",
            "res.over_seeds",
            "res.seeds",
            "res.unitary",
            "res.disparity",
            "res.comparisons",
            "res.fairness",
        ),
    )
    """How well does the model do overall, and for each factor taken alone? (Mitchell et al. 2019,
    4.7)"""

    intersectional: Answer[Prose] = question(
        "Intersectional results",
        "MC:7.b",
        how="auto",
        fact="res.intersect",
        shows=("res.intersect",),
    )
    """How well does it do where factors meet, such as age by gender or language by length?
    (Mitchell et al. 2019, 4.7)"""

    intervals: Answer[Prose] = question(
        "Confidence intervals",
        "MC:7.c",
        how="auto",
        fact="res.ci",
        shows=("ev.variation", "res.comparable"),
    )
    """Between which bounds do the figures above lie, at which level and by which method? (Mitchell
    et al. 2019, 4.7)"""
