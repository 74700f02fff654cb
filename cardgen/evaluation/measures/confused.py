"""Functions of the confusion matrix' margins, such as macro-F1: of hits, labels and predictions by class.

Examples of one label and one prediction are counted once for all, so a million cost no more than the
counting.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

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
from cardgen.evaluation.measures.ends import (
    DELTA,
    OF_DELTA,
    bounded,
    resampled,
    slopes,
)
from cardgen.evaluation.statistics import Z, bootstrap, complement
from cardgen.evaluation.statistics.student import Difference

MOST_CELLS = 1 << 25
"""Cells that are counted in one array; more are sorted instead."""
NULL_RESAMPLES = 500
"""Pairs of samples in which nothing differs; only their mean, spread and skewness are used."""
CHUNK = 1 << 21
"""Numbers held at once while resampling."""

OfClasses = Callable[[Array, Array, Array], Array]
"""From hits, labels and predictions of each class (…, k) to the metric (…), by shares or counts."""


@dataclass(frozen=True, eq=False)
class Confused:
    """*function* of how often each of *k* classes is label, prediction, and both; weighted or not."""

    label: Array
    prediction: Array
    k: int
    function: OfClasses
    weight: Array | None = None
    bad: Array | None = None

    def estimates(self, by: Slices) -> list[Estimate]:
        """See `Measure`."""
        return [self._estimate(cells) for cells in self._cells(by.codes, by.count)]

    def against_others(self, by: Slices) -> Against | None:
        """See `Measure`; weighted ones have no test."""
        import numpy as np

        if self.weight is not None:
            return None
        pool = next(self._cells(np.zeros_like(by.codes), 1))
        sides = [self._sides(by, at) for at in range(by.count)]
        value, low, high = (np.array(column, float) for column in zip(*sides, strict=True))
        null = np.stack([self._null(n, pool) for n in by.sizes], axis=1)
        p = complement.null_p_values(value, null)
        return Against(Difference(value, low, high, p), f"{complement.OF_RESAMPLES}; {OF_DELTA}")

    def _sides(self, by: Slices, at: int) -> tuple[float, float, float]:
        """The slice less the rest, with the range by the delta method of both."""
        rest, own = (self._linear(cells) for cells in self._cells((by.codes == at).astype(int), 2))
        half = Z * math.hypot(own[1], rest[1])
        return own[0] - rest[0], own[0] - rest[0] - half, own[0] - rest[0] + half

    def _null(self, n: int, pool: _Cells) -> Array:
        """The difference of *n* examples to the rest where both are drawn from all (resamples)."""
        import numpy as np

        whole = int(pool.counts.sum())
        if n in {0, whole}:
            return np.full(NULL_RESAMPLES, np.nan)
        stream = np.random.RandomState(SEED)
        shares = pool.counts / whole
        drawn = (stream.multinomial(m, shares, size=NULL_RESAMPLES) for m in (n, whole - n))
        own, rest = (self._in_chunks(samples, pool) for samples in drawn)
        return own - rest

    def _cells(self, codes: Array, count: int) -> Iterator[_Cells]:
        import numpy as np

        k = self.k
        if self.weight is not None:
            order = np.argsort(codes, kind="stable")
            ends = np.cumsum(np.bincount(codes, minlength=count)).tolist()
            for low, high in zip([0, *ends], ends, strict=False):
                rows = order[low:high]
                ones = np.ones(len(rows), np.int64)
                yield _Cells(self.label[rows], self.prediction[rows], ones, self.weight[rows])
            return
        if count * k * k <= MOST_CELLS:
            counts = np.zeros(count * k * k, np.int64)
            for part in parts(len(codes), len(counts)):
                keys = codes[part].astype(np.int64) * (k * k) + self._cell[part]
                counts += np.bincount(keys, minlength=len(counts))
            found = np.flatnonzero(counts)
            times = counts[found]
        else:
            keys = codes.astype(np.int64) * (k * k) + self._cell
            found, times = np.unique(keys, return_counts=True)
        ends = np.searchsorted(found, np.arange(1, count + 1) * k * k).tolist()
        for low, high in zip([0, *ends], ends, strict=False):
            cell = found[low:high] % (k * k)
            yield _Cells(cell // k, cell % k, times[low:high], None)

    @cached_property
    def _cell(self) -> Array:
        """Which of the k by k pairs of label and prediction each example is."""
        return self.label * self.k + self.prediction

    def _of(self, means: Array) -> Array:
        """The metric of hits, labels and predictions side by side (…, 3k)."""
        k = self.k
        return self.function(means[..., :k], means[..., k : 2 * k], means[..., 2 * k :])

    def _estimate(self, cells: _Cells) -> Estimate:
        import numpy as np

        n = int(cells.counts.sum())
        if n == 0:
            return NOTHING
        with np.errstate(all="ignore"):
            total = cells.totals(cells.counts[None], self.k)[0]
            value = float(self._of(total))
            if n > MOST_RESAMPLED:
                half = Z * self._linear(cells)[1]
                return bounded(value, (value - half, value + half), DELTA)
            samples = bootstrap.resampled_counts(cells.counts, RESAMPLES, SEED)
            replicates = self._in_chunks(samples, cells)
            return resampled(value, replicates, self._without_one(cells, total), cells.counts)

    def _in_chunks(self, samples: Array, cells: _Cells) -> Array:
        import numpy as np

        rows = max(1, CHUNK // max(len(cells.counts), 3 * self.k))
        parts = [samples[start : start + rows] for start in range(0, len(samples), rows)]
        return np.concatenate([self._of(cells.totals(part, self.k)) for part in parts])

    def _without_one(self, cells: _Cells, total: Array) -> Array:
        """The metric with one example of each cell left out."""
        import numpy as np

        rows = max(1, CHUNK // (3 * self.k))
        r = len(cells.counts)
        parts = [slice(start, start + rows) for start in range(0, r, rows)]
        return np.concatenate([self._of(total - cells.one_hot(part, self.k)) for part in parts])

    def _linear(self, cells: _Cells) -> tuple[float, float]:
        """The metric and its standard error by the delta method; NaN where there is none."""
        import numpy as np

        n = int(cells.counts.sum())
        if n < 2:
            return math.nan, math.nan
        with np.errstate(all="ignore"):
            mean = cells.totals(cells.counts[None], self.k)[0] / n
            gradient = slopes(self._of, mean[None])[0]
            hit, label, prediction = gradient.reshape(3, self.k)
            influence = label[cells.label] + prediction[cells.prediction]
            influence += hit[cells.label] * (cells.label == cells.prediction)
            if cells.weight is not None:
                influence = influence * cells.weight
            influence -= float((cells.counts * influence).sum()) / n
            error = math.sqrt(float((cells.counts * influence**2).sum()) / n / (n - 1))
            return float(self._of(mean)), error


@dataclass(frozen=True, eq=False)
class _Cells:
    """Label and prediction (r) of each cell, how many examples it has, and their weight."""

    label: Array
    prediction: Array
    counts: Array
    weight: Array | None

    def totals(self, samples: Array, k: int) -> Array:
        """Hits, labels and predictions by class (b, 3k) for cells that occur so often (b, r)."""
        import numpy as np

        amounts = samples if self.weight is None else samples * self.weight
        right = np.flatnonzero(self.label == self.prediction)
        hits = (amounts[:, right], self.label[right])
        parts = [hits, (amounts, self.label), (amounts, self.prediction)]
        return np.concatenate([_by_class(amount, which, k) for amount, which in parts], axis=1)

    def one_hot(self, part: slice, k: int) -> Array:
        """What one example of each cell of *part* adds to the totals (r, 3k)."""
        import numpy as np

        label, prediction = self.label[part], self.prediction[part]
        rows = np.arange(len(label))
        weight = 1.0 if self.weight is None else self.weight[part]
        made = np.zeros((len(label), 3 * k))
        made[rows, label] = weight * (label == prediction)
        made[rows, k + label] = weight
        made[rows, 2 * k + prediction] = weight
        return made


def _by_class(amounts: Array, which: Array, k: int) -> Array:
    """Sums of *amounts* (b, r) over the cells of each class (b, k)."""
    import numpy as np

    made = np.zeros((len(amounts), k))
    if len(which) == 0:
        return made
    if (which[1:] < which[:-1]).any():
        order = np.argsort(which, kind="stable")
        amounts, which = amounts[:, order], which[order]
    classes, starts = np.unique(which, return_index=True)
    made[:, classes] = np.add.reduceat(amounts, starts, axis=1)
    return made
