"""Means over queries: items are rows, and a query's items belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.measures import Against, Estimate
from cardgen.evaluation.measures.smooth import Smooth

if TYPE_CHECKING:
    from cardgen.evaluation.coded import Evaluated


@dataclass(frozen=True, eq=False)
class Queried:
    """The mean of *values* (q), one a query; *first* (q) is the row of its first item.

    A query belongs to the slice of its first item. Queries without a relevant item are left out.
    """

    values: Array
    first: Array
    bad: Array | None = None

    @classmethod
    def of(cls, evaluation: Evaluated, function: Callable[[Array], float]) -> Queried:
        """*function* of the relevance of each query's items, best scored first; ties in row order."""
        import numpy as np

        arrays = evaluation.arrays
        _, first, codes = np.unique(arrays["query"], return_index=True, return_inverse=True)
        order = np.lexsort((-arrays["score"].astype(float), codes))
        ends = np.searchsorted(codes[order], np.arange(1, len(first)))
        relevance = np.split(arrays["label"].astype(float)[order], ends)
        with np.errstate(all="ignore"):  # gains too large to add have no value
            values = np.array([function(items) for items in relevance] if len(first) > 0 else [])
        there = np.isfinite(values)
        bad = ~np.isfinite(arrays["score"].astype(float)) | ~np.isfinite(
            arrays["label"].astype(float)
        )
        return cls(values[there], first[there], bad)

    def estimates(self, by: Slices) -> list[Estimate]:
        """See `Measure`."""
        return Smooth(self.values[:, None]).estimates(self._of_queries(by))

    def against_others(self, by: Slices) -> Against | None:
        """See `Measure`."""
        return Smooth(self.values[:, None]).against_others(self._of_queries(by))

    def _of_queries(self, by: Slices) -> Slices:
        import numpy as np

        codes = by.codes[self.first]
        sizes = np.bincount(codes, minlength=by.count).tolist()
        return Slices(by.columns, codes, by.values, sizes)
