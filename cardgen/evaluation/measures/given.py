"""Values that a function of the run gave while it lived: nothing is computed again."""

from __future__ import annotations

from dataclasses import dataclass

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.measures import NOTHING, Against, Estimate
from cardgen.evaluation.measures.ends import bounded
from cardgen.evaluation.statistics import bootstrap
from cardgen.run_evaluation import WholeMetric

LEAST = 100
"""Resamples below which their quantiles tell nothing."""


@dataclass(frozen=True, eq=False)
class Given:
    """A whole's value with the quantiles of its *resamples*; slices have none."""

    whole: WholeMetric
    resamples: Array | None
    bad: Array | None = None

    def against_others(self, by: Slices) -> Against | None:
        """See `Measure`; there is no test."""
        return None

    def estimates(self, by: Slices) -> list[Estimate]:
        """See `Measure`."""
        if by.columns == ():
            return [self._overall()]
        known = {
            values: one.value
            for one in self.whole.slices
            for columns, values in _both_ways(one.groups, one.values)
            if columns == by.columns
        }
        return [
            NOTHING if known.get(values) is None else Estimate(known[values])
            for values in by.values
        ]

    def _overall(self) -> Estimate:
        value = self.whole.value
        if value is None:
            return NOTHING
        if self.resamples is None or len(self.resamples) < LEAST:
            return Estimate(value)
        ends = bootstrap.percentile(self.resamples)
        if ends is None:
            return Estimate(value)
        words = bootstrap.percentile_words(len(self.resamples), self.whole.seed)
        return bounded(value, ends, words)


def _both_ways(
    columns: tuple[str, ...], values: tuple[str, ...]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(columns, values), (columns[::-1], values[::-1])]
