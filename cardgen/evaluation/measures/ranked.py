"""Functions of the order of scores: areas under the ROC and the precision-recall curve."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.measures import (
    MOST_RESAMPLED,
    NOTHING,
    SEED,
    Against,
    Estimate,
)
from cardgen.evaluation.measures.ends import bounded, resampled
from cardgen.evaluation.statistics import Z, bootstrap

ORDERS = 1000
"""Bootstrap samples of each slice: putting one in order costs more than adding it up."""
GROUPS = 200
"""Parts of which one at a time is left out, where leaving out each example would take too long."""
JACKKNIFE = f"normal approximation, standard error by a jackknife over {GROUPS} parts"
CHUNK = 1 << 20
"""Numbers held at once: what fits a processor's cache is fastest."""
LEAST = 1e-300
"""What nothing is divided by where there is nothing."""

OfOrder = Callable[[Array, Array], Array]
"""From amounts of positive and of other examples (b, t), by tied score from the highest, to (b)."""


def roc_auc(positive: Array, other: Array) -> Array:
    """Area under the ROC curve: how often a positive example outscores another, ties counting half.

    Hanley and McNeil 1982, Radiology 143:29.
    """
    below = other.sum(axis=1, keepdims=True) - other.cumsum(axis=1)
    wins = (positive * (below + other / 2)).sum(axis=1)
    return wins / (positive.sum(axis=1) * other.sum(axis=1))


def average_precision(positive: Array, other: Array) -> Array:
    """Mean of the precision at each score, weighted by the recall that it adds (not interpolated)."""
    import numpy as np

    found = positive.cumsum(axis=1)
    whole = found + other.cumsum(axis=1)
    gains = positive * found / np.maximum(whole, LEAST)
    return gains.sum(axis=1) / positive.sum(axis=1)


FUNCTIONS: tuple[OfOrder, ...] = (roc_auc, average_precision)


@dataclass(frozen=True, eq=False)
class Order:
    """Examples by *score* (n), of which some are *positive* (n, bool); resampled for all metrics at once."""

    score: Array
    positive: Array
    weight: Array | None = None
    known: dict[int, tuple[Slices, list[tuple[Estimate, ...]]]] = field(default_factory=dict)

    def estimates(self, by: Slices) -> list[tuple[Estimate, ...]]:
        """Of each slice the estimates of all of `FUNCTIONS`."""
        import numpy as np

        if id(by) not in self.known:
            rows = np.argsort(by.codes, kind="stable")
            ends = np.cumsum(by.sizes).tolist()
            found = [self._all(rows[low:high]) for low, high in zip([0, *ends], ends, strict=False)]
            self.known[id(by)] = (by, found)  # which keeps `by` alive, so that its id stays its own
        return self.known[id(by)][1]

    def _all(self, rows: Array) -> tuple[Estimate, ...]:
        import numpy as np

        n = len(rows)
        if n == 0:
            return (NOTHING,) * len(FUNCTIONS)
        # Falling scores: what is found first has the highest.
        rows = rows[np.argsort(-self.score[rows], kind="stable")]
        score = self.score[rows]
        starts = np.flatnonzero(np.concatenate([[True], score[1:] != score[:-1]]))
        weight = None if self.weight is None else self.weight[rows]
        ordered = _Ordered(self.positive[rows], weight, starts)
        with np.errstate(all="ignore"):
            values = ordered.metrics(np.ones((1, n)))[:, 0].tolist()
            if n == 1 or not all(math.isfinite(value) for value in values):
                return tuple(Estimate(v) if math.isfinite(v) else NOTHING for v in values)
            parts = min(n, GROUPS)
            without = ordered.without(parts)
            if n > MOST_RESAMPLED:
                return tuple(map(_jackknifed, values, without, [parts] * len(values)))
            return tuple(map(resampled, values, ordered.resampled(), without))


@dataclass(frozen=True, eq=False)
class Ranked:
    """One of `FUNCTIONS` of an order."""

    order: Order
    function: OfOrder
    bad: Array | None = None

    def against_others(self, by: Slices) -> Against | None:
        """See `Measure`; there is no test."""
        return None

    def estimates(self, by: Slices) -> list[Estimate]:
        """See `Measure`."""
        at = FUNCTIONS.index(self.function)
        return [found[at] for found in self.order.estimates(by)]


@dataclass(frozen=True, eq=False)
class _Ordered:
    """Examples by falling score; *starts* are where the score changes."""

    positive: Array
    weight: Array | None
    starts: Array

    def metrics(self, times: Array) -> Array:
        """All of `FUNCTIONS` (f, b) where the examples occur so often (b, n)."""
        import numpy as np

        amounts = times if self.weight is None else times * self.weight
        whole, positive = amounts, amounts * self.positive
        if len(self.starts) < len(self.positive):  # scores are tied
            whole = np.add.reduceat(whole, self.starts, axis=1)
            positive = np.add.reduceat(positive, self.starts, axis=1)
        return np.stack([function(positive, whole - positive) for function in FUNCTIONS])

    def resampled(self) -> Array:
        """All of `FUNCTIONS` of each bootstrap sample (f, resamples)."""
        import numpy as np

        drawn = bootstrap.resampled_times(len(self.positive), ORDERS, SEED)
        return np.concatenate([self.metrics(times) for times in drawn], axis=1)

    def without(self, parts: int) -> Array:
        """All of `FUNCTIONS` without each of *parts* parts (f, parts), drawn at random.

        Parts that were alike in their scores would vary less than examples do.
        """
        import numpy as np

        n = len(self.positive)
        part = np.random.RandomState(SEED).permutation(n) % parts
        rows = max(1, CHUNK // n)
        groups = [np.arange(parts)[start : start + rows] for start in range(0, parts, rows)]
        made = [self.metrics((part != group[:, None]).astype(float)) for group in groups]
        return np.concatenate(made, axis=1)


def _jackknifed(value: float, without: Array, parts: int) -> Estimate:
    import numpy as np

    spread = float(((without - without.mean()) ** 2).sum())
    half = Z * math.sqrt(spread * (parts - 1) / parts) if np.isfinite(spread) else math.nan
    return bounded(value, (max(0.0, value - half), min(1.0, value + half)), JACKKNIFE)
