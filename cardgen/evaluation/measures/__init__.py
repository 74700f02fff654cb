"""How a metric's value comes from examples, and how sure it is: one module a family of metrics.

Each family gives, for every slice at once, the value and its 95 % interval by a named method:
`shares` (proportions), `smooth` (functions of means, such as macro-F1 or RMSE) and `ranked`
(functions of the order of scores).
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.statistics.bootstrap import RESAMPLES as RESAMPLES
from cardgen.evaluation.statistics.bootstrap import SEED as SEED
from cardgen.evaluation.statistics.student import Difference

MOST_RESAMPLED = 10_000
"""Examples up to which a slice is resampled; beyond, the normal approximation is as good."""


class Estimate(NamedTuple):
    """A metric's value in one slice, and the range that holds it at 95 %."""

    value: float | None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    """Name and source of the interval's method; None where there is no interval."""


NOTHING = Estimate(None)


class Against(NamedTuple):
    """The difference of each slice to all examples outside it."""

    difference: Difference
    method: str
    """Names and sources of the test and of the interval."""


class Measure(Protocol):
    """A metric's values for the examples of one evaluation."""

    @property
    def bad(self) -> Array | None:
        """Which examples (n, bool) have no value, so that no slice with one of them has."""

    def estimates(self, by: Slices) -> list[Estimate]:
        """The metric in each slice."""

    def against_others(self, by: Slices) -> Against | None:
        """Each slice less all other examples; None for metrics that have no test of that."""
