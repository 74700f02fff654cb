"""Fairness between groups in the field's terms, each as the largest difference between two groups.

They cannot in general all hold at once (Kleinberg, Mullainathan and Raghavan 2017,
doi:10.4230/LIPIcs.ITCS.2017.43; Chouldechova 2017, doi:10.1089/big.2016.0047), and none of them says
that a use is just.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.evaluation.binary import binary, fact_by_group, groupings, named
from cardgen.evaluation.coded import Evaluated, evaluated
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.errors import rate
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.statistics.difference import newcombe
from cardgen.run import Run
from cardgen.values import Fact, Table

VERSION = 1
NOTE = (
    "In general these measures cannot all hold at once (Kleinberg et al. 2017; Chouldechova 2017). "
    "Ranges are of the two groups named, which were chosen for their difference, and so are too "
    "narrow."
)


class Measure(NamedTuple):
    """A fairness measure: rates that are equal where it holds, and where it was named."""

    name: str
    rates: tuple[str, ...]
    source: str


MEASURES = (
    Measure("demographic parity", ("positive rate",), "Dwork et al. 2012"),
    Measure("equal opportunity", ("TPR",), "Hardt et al. 2016"),
    Measure("equalised odds", ("TPR", "FPR"), "Hardt et al. 2016"),
    Measure("predictive parity", ("FDR",), "Chouldechova 2017"),
)


class Gap(NamedTuple):
    """The largest difference of a rate between two slices."""

    value: float
    low: float
    high: float
    slices: tuple[str, str]
    rate: str


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """A table of the measures for each grouping of each binary evaluation of the model."""
    for index, evaluation in binary(run):
        for how in groupings(evaluation, settings):
            yield fact_by_group(fairness, run, index, how, "res.fairness", NOTE)


def fairness(
    run: Run,
    *,
    index: int,
    columns: list[str],
    bins: dict[str, list[float]],
    shown: list[int],
) -> Table:
    """A row for each measure: the largest difference, its range (Newcombe 1998), and between whom."""
    evaluation = evaluated(run, index)
    slices = slices_of(evaluation, columns, bins)
    rows: list[tuple[JsonValue, ...]] = []
    for measure in MEASURES:
        gaps = [_gap(evaluation, name, slices, shown) for name in measure.rates]
        known = [gap for gap in gaps if gap is not None]
        if len(known) < len(gaps):
            rows.append((measure.name, None, None, None, None, measure.source))
            continue
        gap = max(known)
        between = f"{gap.slices[0]}, {gap.slices[1]}"
        if len(gaps) > 1:
            between += f" ({gap.rate})"
        rows.append((measure.name, gap.value, gap.low, gap.high, between, measure.source))
    heads = ("measure", "largest difference", "low", "high", "slices", "source")
    return Table(columns=heads, rows=tuple(rows))


def _gap(evaluation: Evaluated, name: str, slices: Slices, shown: Sequence[int]) -> Gap | None:
    """The largest difference of the rate between two of the slices *shown*; None where one has none."""
    hits, wholes = rate(evaluation, name).counted(slices)
    known = named(slices, shown)
    if any(wholes[at] == 0 for at, _ in known):
        return None
    pairs = [
        (abs(hits[a] / wholes[a] - hits[b] / wholes[b]), (a, b))
        for (a, _), (b, _) in combinations(known, 2)
    ]
    _, (a, b) = max(pairs, key=lambda pair: pair[0])
    if hits[a] / wholes[a] < hits[b] / wholes[b]:
        a, b = b, a
    low, high = newcombe(hits[a], wholes[a], hits[b], wholes[b])
    names = dict(known)
    value = float(hits[a] / wholes[a] - hits[b] / wholes[b])
    return Gap(value, float(low), float(high), (names[a], names[b]), name)
