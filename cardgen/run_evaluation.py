"""What was recorded of a run's evaluations: arrays, metrics, threshold, and what splits chose by."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from cardgen.values import Frozen

CLASSIFICATION = frozenset({"binary", "multiclass"})
"""Tasks with one class for each example."""
MULTILABEL, REGRESSION, RANKING, GENERATION = "multilabel", "regression", "ranking", "generation"
GROUP, METRIC, RESAMPLES = "group.", "metric.", "resamples."
"""Before the name of a group column, of a metric's values and of its resamples in the arrays."""

Finite = Annotated[float, Field(allow_inf_nan=False)]
Direction = Literal["higher is better", "lower is better"]


class SliceValue(Frozen):
    """A metric of the whole, on the examples with one value of one or two group columns."""

    groups: tuple[str, ...] = Field(min_length=1, max_length=2)
    """Names of the group columns, in the order in which they were given."""
    values: tuple[str, ...] = Field(min_length=1, max_length=2)
    """The examples' value in each of them."""
    n: int = Field(ge=0)
    value: Finite | None
    """None where the function gave no finite number."""

    @model_validator(mode="after")
    def _one_value_each(self) -> SliceValue:
        if len(self.groups) != len(self.values):
            message = "groups and values differ in number"
            raise ValueError(message)
        return self


class WholeMetric(Frozen):
    """A metric that a function of the run gave as one number for all examples.

    The function was called while the run lived: nothing that reads the run calls it. What it gave on
    bootstrap resamples is in the evaluation's arrays, `resamples.<name>`.
    """

    value: Finite | None
    """On all examples; None where the function gave no finite number."""
    slices: tuple[SliceValue, ...] = ()
    """On slices of 30 examples or more, and on such cells of two group columns."""
    minimum: int
    """Examples below which a slice was left out."""
    complete: bool
    """False where time or the number of slices had an end before all was done."""
    seed: int
    """Of the resamples: `numpy.random.RandomState(seed).randint(0, m, m, numpy.int64)` for each."""
    resampled: Literal["examples", "queries"]
    """What was drawn with replacement: m examples, or m queries with all their rows."""


class MetricRecord(Frozen):
    """A metric of the run's own: what it is, and where its values come from."""

    name: str
    unit: str = "1"
    direction: Direction | None = None
    """Which way is better; None when the run did not say."""
    definition: str | None = None
    """What it is, in a sentence."""
    judge: str | None = None
    """The model, as `MODEL@version`, that gave the values: they are its estimates then."""
    shows: str | None = None
    """What it is a test of."""
    does_not_show: str | None = None
    """What it is no test of."""
    whole: WholeMetric | None = None
    """Where one number was given for all examples; else the arrays hold a value for each."""


class EvaluationRecord(Frozen):
    """One saved evaluation: `evaluation/<data>.<split>[.<system>].npz`, never pickled.

    Arrays: `example_id` (n), `query` (n), `label`, `prediction` (n; multilabel n by k), `score` (n
    or n by k), `weight` (n), `group.<name>` (n, text), `metric.<name>` (n, float), and
    `resamples.<name>` (as many as there are, float). Ranking: `label` is the relevance of an item.
    """

    data: str
    split: str
    system: str = "model"
    file: str
    """Path relative to the run folder."""
    sha256: str
    task: str
    """`binary`, `multiclass`, `multilabel`, `regression`, `ranking`, `generation` or another name."""
    classes: tuple[str, ...] = ()
    n: int
    metrics: tuple[MetricRecord, ...] = ()
    """The run's own metrics; records of before have none, though their arrays may."""
    threshold: Finite | dict[str, Finite] | None = None
    """Predictions are the classes whose score reaches this; by class where thresholds differ."""
    positive: str | None = None
    """Name of the positive class of a binary task, or its label where classes have no names."""
    fingerprint: str | None = None
    """SHA-256 over ids and labels of the examples, in order; see `cardgen.fingerprint`."""


class SelectionRecord(Frozen):
    """A split by which something was chosen, so that results on it are no test."""

    split: str
    data: str | None = None
    """The data set; None when the run named only the split."""
    metric: str | None = None
    why: str | None = None
    """What was chosen, such as "early stopping"."""
