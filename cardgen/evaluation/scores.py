"""How the scores of the positive class are spread in each group (Mitchell et al. 2019, 4.4)."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.binary import EVERYTHING, binary, fact_by_group, groupings, named
from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.results import UNWEIGHTED
from cardgen.evaluation.scored import of_positive
from cardgen.evaluation.settings import Evaluation
from cardgen.run import Run
from cardgen.values import Fact, Table, number

VERSION = 1
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
HEADS = ("slice", "n", "mean", "sd", "5 %", "25 %", "50 %", "75 %", "95 %")


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """The spread over all examples, and over each grouping's slices, of each binary evaluation."""
    for index, evaluation in binary(run):
        if of_positive(evaluation) is None:
            continue
        note = UNWEIGHTED if evaluation.weight is not None else None
        for how in (EVERYTHING, *groupings(evaluation, settings)):
            yield fact_by_group(spread, run, index, how, "res.scoredist", note)


def spread(
    run: Run,
    *,
    index: int,
    columns: list[str],
    bins: dict[str, list[float]],
    shown: list[int],
) -> Table:
    """A row for each slice: mean, standard deviation (n - 1) and quantiles of the scores."""
    evaluation = evaluated(run, index)
    score = of_positive(evaluation)
    assert score is not None  # noqa: S101 - the fact is made only then
    slices = slices_of(evaluation, columns, bins)
    rows = []
    for at, name in named(slices, shown):
        rows.append((name if columns else "(all)", *_described(score[slices.codes == at])))
    return Table(columns=HEADS, rows=tuple(rows))


def _described(scores: Array) -> tuple[int | float | str | None, ...]:
    import numpy as np

    n = len(scores)
    if not bool(np.isfinite(scores).all()):
        return (n, *[None] * 7)
    with np.errstate(all="ignore"):
        sd = number(float(scores.std(ddof=1))) if n > 1 else None
        quantiles = np.quantile(scores, QUANTILES).tolist()
        return (n, number(float(scores.mean())), sd, *quantiles)
