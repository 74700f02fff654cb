"""Proportions: so many hits among so many examples, with Wilson's interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.measures import NOTHING, Against, Estimate
from cardgen.evaluation.statistics import complement
from cardgen.evaluation.statistics.proportion import WILSON, wilson

KISH = f"{WILSON}, on Kish's effective n"


@dataclass(frozen=True, eq=False)
class Shares:
    """The share of *hit* (n, bool) among the examples *among* (n, bool); all of them for None.

    Weighted shares rest on Kish's effective number of examples (Kish 1965, Survey Sampling).
    """

    hit: Array
    among: Array | None = None
    weight: Array | None = None
    bad: Array | None = None

    def counted(self, by: Slices) -> tuple[Array, Array]:
        """Hits and (effective) number of examples, for each slice."""
        import numpy as np

        codes, count = by.codes, by.count
        hit, weight = self.hit, self.weight
        if self.among is not None:
            codes, hit = codes[self.among], hit[self.among]
            weight = None if weight is None else weight[self.among]
        if weight is None:
            every = self.among is None
            whole = np.array(by.sizes) if every else np.bincount(codes, minlength=count)
            return np.bincount(codes, hit, minlength=count), whole
        total = np.bincount(codes, weight, minlength=count)
        squares = np.bincount(codes, weight * weight, minlength=count)
        hits = np.bincount(codes, weight * hit, minlength=count)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            effective = np.where(total > 0, total * total / squares, 0.0)
            return np.where(total > 0, hits / total * effective, 0.0), effective

    def against_others(self, by: Slices) -> Against | None:
        """See `Measure`; weighted shares are compared as means of 0 and 1."""
        import numpy as np

        if self.weight is None:
            hits, wholes = self.counted(by)
            found = complement.proportions(hits, wholes, int(hits.sum()), int(wholes.sum()))
            return Against(found, complement.OF_PROPORTIONS)
        codes = by.codes.astype(np.int64)
        codes = codes if self.among is None else np.where(self.among, codes, -1)
        inside = codes >= 0
        found = complement.means(
            self.hit[inside].astype(float), codes[inside], by.count, self.weight[inside]
        )
        return Against(found, complement.OF_MEANS)

    def estimates(self, by: Slices) -> list[Estimate]:
        """See `Measure`."""
        hits, wholes = self.counted(by)
        lows, highs = wilson(hits, wholes)
        method = WILSON if self.weight is None else KISH
        return [
            Estimate(hit / whole, low, high, method)
            if whole > 0 and math.isfinite(hit / whole)
            else NOTHING
            for hit, whole, low, high in zip(
                hits.tolist(), wholes.tolist(), lows.tolist(), highs.tolist(), strict=True
            )
        ]
