"""A metric in each slice of an evaluation, computed once however many facts ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.codes import Slices, everything
from cardgen.evaluation.measures import NOTHING, Estimate, Measure
from cardgen.evaluation.metrics import catalogue, names
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import Edges, sliced
from cardgen.evaluation.statistics import LEVEL
from cardgen.values import Interval, Quantity


def reported(evaluation: Evaluated, settings: Evaluation, columns: Sequence[str] = ()) -> list[str]:
    """Names of the metrics to report, overall or by *columns*.

    Where each slice is one class, such as results by label, what is averaged over classes says
    nothing: a mean of F1 over a class and those that were taken for it.
    """
    found = names(evaluation, settings.metrics)
    known = catalogue(evaluation)
    if len(columns) == 0:
        return found
    if settings.metrics is None:
        found = [name for name in found if known[name].by_slice]
    if not any(known[name].of_classes for name in found):
        return found
    if not _of_one_class(evaluation, slices_of(evaluation, columns, settings.bins)):
        return found
    return [name for name in found if not known[name].of_classes]


def _of_one_class(evaluation: Evaluated, slices: Slices) -> bool:
    import numpy as np

    pairs = np.unique(
        slices.codes.astype(np.int64) * (len(evaluation.classes) + 1) + evaluation.label + 1
    )
    return len(pairs) == slices.count > 1


@dataclass(frozen=True, eq=False)
class Estimated:
    """A metric in each of some slices."""

    slices: Slices
    estimates: list[Estimate]
    bad: list[int]
    """Of each slice, how many examples have no value; a slice with one of them has none."""
    unit: str

    def quantity(self, index: int) -> Quantity:
        """The metric in the slice *index* with its interval; None as value where it has none."""
        found, n = self.estimates[index], self.slices.sizes[index]
        interval = None
        if found.low is not None and found.high is not None and found.method is not None:
            interval = Interval(low=found.low, high=found.high, level=LEVEL, method=found.method)
        return Quantity(value=found.value, unit=self.unit, interval=interval, n=n)


def measured(evaluation: Evaluated, metric: str) -> Measure:
    """The measure of the metric called *metric*.

    Raises:
        KeyError: The arrays do not give it.
    """
    key = ("measure", metric)
    if key not in evaluation.kept:
        evaluation.kept[key] = catalogue(evaluation)[metric].measure(evaluation)
    return evaluation.kept[key]  # type: ignore[no-any-return]


def slices_of(evaluation: Evaluated, columns: Sequence[str], edges: Edges) -> Slices:
    """The slices by *columns*; without columns all examples as one."""
    key = ("slices", *columns, *(tuple(edges.get(name, ())) for name in columns))
    if key not in evaluation.kept:
        whole = len(columns) == 0
        found = everything(evaluation.n) if whole else sliced(evaluation, columns, edges)
        evaluation.kept[key] = found
    return evaluation.kept[key]  # type: ignore[no-any-return]


def estimated(
    evaluation: Evaluated, metric: str, columns: Sequence[str] = (), edges: Edges | None = None
) -> Estimated:
    """The metric called *metric* in each slice by *columns*.

    Raises:
        KeyError: The arrays do not give the metric, or there is no such column.
    """
    cuts = edges if edges is not None else {}
    key = ("estimates", metric, *columns, *(tuple(cuts.get(name, ())) for name in columns))
    if key not in evaluation.kept:
        slices = slices_of(evaluation, columns, cuts)
        evaluation.kept[key] = _estimated(evaluation, metric, slices)
    return evaluation.kept[key]  # type: ignore[no-any-return]


def _estimated(evaluation: Evaluated, metric: str, slices: Slices) -> Estimated:
    import numpy as np

    measure, unit = measured(evaluation, metric), catalogue(evaluation)[metric].unit
    if measure.bad is None or not measure.bad.any():
        return Estimated(slices, measure.estimates(slices), [0] * slices.count, unit)
    bad = np.bincount(slices.codes, measure.bad, minlength=slices.count).astype(int).tolist()
    if all(count > 0 for count in bad):
        return Estimated(slices, [NOTHING] * slices.count, bad, unit)
    found = measure.estimates(slices)
    kept = [one if lost == 0 else NOTHING for one, lost in zip(found, bad, strict=True)]
    return Estimated(slices, kept, bad, unit)
