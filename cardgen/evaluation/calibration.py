"""Whether scores are probabilities: in bins of the score, how often the positive class really comes.

DeGroot and Fienberg 1983, The Statistician 32:12 (reliability diagram); Naeini, Cooper and Hauskrecht
2015, AAAI (expected calibration error, ECE).
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.evaluation.arrays import Array, pointers
from cardgen.evaluation.binary import EVERYTHING, binary, groupings, named
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.results import SUBJECT, UNWEIGHTED, where
from cardgen.evaluation.scored import of_positive, probabilities
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.statistics.proportion import wilson
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 1
BINS = 10
HEADS = ("mean score", "observed", "low", "high", "n")
NOTE = f"Over {BINS} bins of equal width; it depends on the bins and is above 0 by chance alone."


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """Bins and expected calibration error of each binary evaluation with probabilities, and by group."""
    for index, evaluation in binary(run):
        if probabilities(evaluation) is None or (evaluation.label < 0).any():
            continue
        for how in (EVERYTHING, *groupings(evaluation, settings)):
            slices = slices_of(evaluation, how.columns, how.bins)
            for at, name in named(slices, how.shown):
                group = {**how.where, "slice": name} if how.columns != [] else {}
                arguments = {"index": index, **how.parameters, "at": at}
                del arguments["shown"]
                for function, fact_id in ((bins_of, "res.calibration"), (ece, "res.ece")):
                    yield fact_by(
                        function,
                        run,
                        id=fact_id,
                        subject=SUBJECT,
                        where={**where(evaluation.record), **group},
                        method=Method.COMPUTED,
                        derived_from=pointers(run, index),
                        parameters=arguments,
                        note=_note(evaluation, fact_id),
                    )


def _note(evaluation: Evaluated, fact_id: str) -> str | None:
    notes = [NOTE] if fact_id == "res.ece" else []
    if evaluation.weight is not None:
        notes.append(UNWEIGHTED)
    return " ".join(notes) if notes != [] else None


def _binned(evaluation: Evaluated, slices: Slices, at: int) -> tuple[Array, Array, Array]:
    """Number of examples, sum of scores and positive examples in each bin."""
    import numpy as np

    score = of_positive(evaluation)
    assert score is not None  # noqa: S101 - the fact is made only then
    chosen = slices.codes == at
    score, positive = score[chosen], (evaluation.label == evaluation.positive)[chosen]
    place = np.minimum((score * BINS).astype(np.int64), BINS - 1)
    return (
        np.bincount(place, minlength=BINS),
        np.bincount(place, score, minlength=BINS),
        np.bincount(place[positive], minlength=BINS),
    )


def bins_of(
    run: Run, *, index: int, columns: list[str], bins: dict[str, list[float]], at: int
) -> Table:
    """A row for each bin with examples: mean score, share of positive ones and Wilson's interval."""
    evaluation = evaluated(run, index)
    counts, sums, positive = _binned(evaluation, slices_of(evaluation, columns, bins), at)
    lows, highs = wilson(positive, counts)
    rows = tuple(
        (float(sums[i] / n), float(positive[i] / n), float(lows[i]), float(highs[i]), n)
        for i, n in enumerate(counts.tolist())
        if n > 0
    )
    return Table(columns=HEADS, rows=rows)


def ece(
    run: Run, *, index: int, columns: list[str], bins: dict[str, list[float]], at: int
) -> Quantity:
    """Mean over examples of the distance between their bin's mean score and share of positive ones."""
    evaluation = evaluated(run, index)
    counts, sums, positive = _binned(evaluation, slices_of(evaluation, columns, bins), at)
    n = int(counts.sum())
    value = float(abs(sums - positive).sum()) / n
    return Quantity(value=value, unit="1", n=n)
