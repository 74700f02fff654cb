"""Error rates of the positive class by group (Mitchell et al. 2019, 4.4: FPR, FNR, FDR, FOR)."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.binary import binary, fact_by_group, groupings, named
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.measures.shares import Shares
from cardgen.evaluation.settings import Evaluation
from cardgen.run import Run
from cardgen.values import Fact, Table

VERSION = 1
RATES = ("FPR", "FNR", "FDR", "FOR")


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """A table of the four rates for each grouping of each binary evaluation of the model."""
    for index, evaluation in binary(run):
        positive = evaluation.classes[evaluation.positive or 0]
        note = f"Errors in deciding for {positive}, the positive class."
        for how in groupings(evaluation, settings):
            yield fact_by_group(error_groups, run, index, how, "res.error_groups", note)


def rate(evaluation: Evaluated, name: str) -> Shares:
    """FPR = FP/(FP+TN), FNR = FN/(FN+TP), FDR = FP/(FP+TP), FOR = FN/(FN+TN); weighted or not."""
    labelled = evaluation.label == evaluation.positive
    predicted = evaluation.prediction == evaluation.positive
    known = (evaluation.label >= 0) & (evaluation.prediction >= 0)
    parts: dict[str, tuple[Array, Array]] = {
        "FPR": (predicted, ~labelled),
        "FNR": (~predicted, labelled),
        "FDR": (~labelled, predicted),
        "FOR": (labelled, ~predicted),
        "positive rate": (predicted, known),
        "TPR": (predicted, labelled),
    }
    hit, among = parts[name]
    return Shares(hit, among & known, evaluation.weight)


def rates(evaluation: Evaluated, name: str, slices: Slices) -> list[float | None]:
    """The rate called *name* in each slice; None where there is nothing to divide by."""
    return [found.value for found in rate(evaluation, name).estimates(slices)]


def error_groups(
    run: Run,
    *,
    index: int,
    columns: list[str],
    bins: dict[str, list[float]],
    shown: list[int],
) -> Table:
    """A row for each slice: its examples and the four rates; None where nothing is divided by."""
    evaluation = evaluated(run, index)
    slices = slices_of(evaluation, columns, bins)
    by_rate = [rates(evaluation, name, slices) for name in RATES]
    rows = tuple(
        (name, slices.sizes[at], *(values[at] for values in by_rate))
        for at, name in named(slices, shown)
    )
    return Table(columns=("slice", "n", *RATES), rows=rows)
