"""Functions of means over examples: means, F-measures, root mean squares, R².

Each example contributes a row of numbers; the metric is a function of the rows' mean. Up to
`MOST_RESAMPLED` examples the interval is a BCa bootstrap's; beyond, the function is linearised at the
mean (delta method), which for a mean is the usual normal approximation.
"""

from __future__ import annotations

from dataclasses import dataclass

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.codes import Slices, parts
from cardgen.evaluation.measures import (
    MOST_RESAMPLED,
    NOTHING,
    RESAMPLES,
    SEED,
    Against,
    Estimate,
)
from cardgen.evaluation.measures.ends import DELTA, Function, bounded, first, resampled, slopes
from cardgen.evaluation.statistics import Z, bootstrap, complement


@dataclass(frozen=True, eq=False)
class Smooth:
    """*function* of the mean of *rows* (n by m), one an example; weighted means where weights are."""

    rows: Array
    function: Function = first
    weight: Array | None = None
    bad: Array | None = None

    def estimates(self, by: Slices) -> list[Estimate]:
        """See `Measure`."""
        import numpy as np

        rows, function = self._weighted()
        codes, count = by.codes, by.count
        sizes = np.array(by.sizes)
        found = [NOTHING] * count
        if (sizes > MOST_RESAMPLED).any():
            found = _all_approximated(function, rows, codes, sizes)
        small = np.flatnonzero((sizes > 0) & (sizes <= MOST_RESAMPLED))
        # Only examples of small slices are put in order: sorting a million would cost most.
        examples = np.flatnonzero(np.isin(codes, small)) if len(small) < count else None
        ordered = np.argsort(codes if examples is None else codes[examples], kind="stable")
        examples = ordered if examples is None else examples[ordered]
        ends = np.cumsum(sizes[small]).tolist()
        for slice_, low, high in zip(small.tolist(), [0, *ends], ends, strict=False):
            found[slice_] = _of_rows(function, rows[examples[low:high]])
        return found

    def against_others(self, by: Slices) -> Against | None:
        """See `Measure`; only means have a test."""
        if self.function is not first:
            return None
        codes = by.codes.astype(int)
        found = complement.means(self.rows[:, 0], codes, by.count, self.weight)
        return Against(found, complement.OF_MEANS)

    def _weighted(self) -> tuple[Array, Function]:
        """Rows times their weights with the weights behind, and the function that divides by these."""
        import numpy as np

        if self.weight is None:
            return self.rows, self.function
        weight = self.weight[:, None]
        function = self.function
        with np.errstate(all="ignore"):
            rows = np.concatenate([self.rows * weight, weight], axis=1)
        return (
            rows,
            lambda means: function(means[..., :-1] / means[..., -1:]),
        )


def _of_rows(function: Function, rows: Array) -> Estimate:
    import numpy as np

    n = len(rows)
    with np.errstate(all="ignore"):
        total = rows.sum(axis=0)
        means = bootstrap.resampled_rows(rows, RESAMPLES, SEED)
        return resampled(function(total / n), function(means), function((total - rows) / (n - 1)))


def _all_approximated(
    function: Function, rows: Array, codes: Array, sizes: Array
) -> list[Estimate]:
    """Value ± z times the standard error of *function* linearised at the mean, of all slices at once."""
    import numpy as np

    count = len(sizes)
    with np.errstate(all="ignore"):
        sums = np.stack([np.bincount(codes, column, minlength=count) for column in rows.T], axis=1)
        means = sums / sizes[:, None]
        values, gradients = function(means), slopes(function, means)
        squares = np.zeros(count)
        for part in parts(len(codes), count):
            code = codes[part].astype(np.intp)
            influence = np.zeros(len(code))
            for column, mean, slope in zip(rows[part].T, means.T, gradients.T, strict=True):
                influence += (column - mean.take(code)) * slope.take(code)
            squares += np.bincount(code, influence * influence, minlength=count)
        halves = Z * np.sqrt(squares / sizes / (sizes - 1))
    return [
        bounded(value, (value - half, value + half), DELTA)
        for value, half in zip(values.tolist(), halves.tolist(), strict=True)
    ]
