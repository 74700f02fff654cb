"""What single examples contribute to a metric, kept so that a later release is compared pair by pair.

Metrics that are plain means over examples have such outcomes. Weighted means, functions of several
means (F-measures, RMSE) and functions of an order (ROC AUC) do not: they are compared unpaired.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.evaluation.arrays import Array, pointers
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.estimates import measured
from cardgen.evaluation.measures.ends import first
from cardgen.evaluation.measures.shares import Shares
from cardgen.evaluation.measures.smooth import Smooth
from cardgen.evaluation.metrics import names
from cardgen.evaluation.outcomes import pack
from cardgen.evaluation.results import MODEL, SUBJECT, where
from cardgen.evaluation.settings import Evaluation
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Scalar

VERSION = 1
NONE = Scalar(value=None)


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """The packed outcomes of each of the model's metrics that has some."""
    for index, record in enumerate(run.record.evaluations):
        if record.system != MODEL or record.n == 0 or record.fingerprint is None:
            continue
        evaluation = evaluated(run, index)
        for name in names(evaluation, settings.metrics):
            if _values(evaluation, name) is None:
                continue
            fact = fact_by(
                outcomes,
                run,
                id="res.outcomes",
                subject=SUBJECT,
                where={**where(record), "metric": name},
                method=Method.COMPUTED,
                derived_from=pointers(run, index),
                parameters={"index": index, "metric": name},
            )
            if fact.value != NONE:  # values that 32 bits do not hold
                yield fact


def outcomes(run: Run, *, index: int, metric: str) -> Scalar:
    """The values of *metric* for each example, as `cardgen.evaluation.outcomes.pack` gives them.

    None where it has no such values, or the test set has no fingerprint.
    """
    evaluation = evaluated(run, index)
    values, test_set = _values(evaluation, metric), evaluation.record.fingerprint
    packed = None if values is None or test_set is None else pack(metric, values, test_set)
    return Scalar(value=None if packed is None else packed.model_dump())


def _values(evaluation: Evaluated, metric: str) -> Array | None:
    """What each example (n) contributes to the plain mean that *metric* is; None where it is none."""
    measure = measured(evaluation, metric)
    if measure.bad is not None and bool(measure.bad.any()):
        return None
    if isinstance(measure, Shares) and measure.among is None and measure.weight is None:
        return measure.hit
    if isinstance(measure, Smooth) and measure.function is first and measure.weight is None:
        return measure.rows[:, 0]
    return None
