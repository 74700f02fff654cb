"""Call a metric's function on all examples, on slices and on resamples, while the run lives.

What reads a run never runs a person's code, so all that a card may say of such a metric is here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from cardgen.run_evaluation import GROUP, SliceValue, WholeMetric
from cardgen.tracking.arrays import as_array
from cardgen.tracking.problems import Problems
from cardgen.tracking.scalars import unwrapped

Arrays = Mapping[str, Any]

RESAMPLES = 200
SEED = 0
MINIMUM = 30
"""Examples of the smallest slice on which a function is called."""
MAX_SLICES = 500
SECONDS = 20.0
"""What one metric may take; a call that has begun is waited for."""


class Coded:
    """A column of text, or of ids, as codes in the order in which its values first occur."""

    def __init__(self, values: Sequence[Any]) -> None:
        import numpy as np

        index: dict[Any, int] = {}
        codes = (index.setdefault(value, len(index)) for value in values)
        self.codes = np.fromiter(codes, np.int64, len(values))
        self.values = [*index]


class Columns:
    """The group columns and the queries of an evaluation, coded once for all its metrics."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays

    @cached_property
    def groups(self) -> dict[str, Coded]:
        """Group columns by name."""
        found = {name: array for name, array in self._arrays.items() if name.startswith(GROUP)}
        return {k.removeprefix(GROUP): Coded(array.tolist()) for k, array in found.items()}

    @cached_property
    def queries(self) -> Coded | None:
        """Which query each row belongs to; None where there are none."""
        return Coded(self._arrays["query"].tolist()) if "query" in self._arrays else None


@dataclass
class Calls:
    """One metric's function, and what it may be called on."""

    name: str
    function: Callable[..., Any]
    arrays: Arrays
    """What the function takes of all n examples."""
    n: int
    columns: Columns
    problems: Problems

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + SECONDS

    def result(self) -> Any:
        """What the function gives for all examples."""
        return unwrapped(self.function(**self.arrays))

    def whole(self, value: Any) -> tuple[WholeMetric, Any]:
        """The record of the number *value* and of those on slices; and the ones on resamples."""
        import numpy as np

        slices: list[SliceValue] = []
        resamples: list[float] = []
        # The most telling first, since there may be no time for all.
        done = self._slices(1, slices), self._resample(resamples), self._slices(2, slices)
        made = WholeMetric(
            value=_finite(value),
            slices=tuple(slices),
            minimum=MINIMUM,
            complete=all(done),
            seed=SEED,
            resampled="examples" if self.columns.queries is None else "queries",
        )
        return made, np.array(resamples, dtype=np.float64)

    def _slices(self, together: int, found: list[SliceValue]) -> bool:
        """Add the values on slices of each column or pair; False when there was an end before."""
        for names in combinations(self.columns.groups, together):
            for values, rows in cells([self.columns.groups[name] for name in names]):
                if not self._goes_on(len(found)):
                    return False
                value = self._on(self._rows(rows))
                found.append(SliceValue(groups=names, values=values, n=len(rows), value=value))
        return True

    def _resample(self, found: list[float]) -> bool:
        """Add values on resamples, NaN where there is none; False when there was an end before."""
        import numpy as np

        random = np.random.RandomState(SEED)
        rows_of = Rows(self.columns.queries) if self.columns.queries is not None else None
        m = self.n if self.columns.queries is None else len(self.columns.queries.values)
        for _ in range(RESAMPLES if m > 0 else 0):
            if not self._goes_on():
                return False
            drawn = random.randint(0, m, m, np.int64)
            chosen = self._rows(drawn) if rows_of is None else self._of_queries(rows_of, drawn)
            value = self._on(chosen)
            found.append(np.nan if value is None else value)
        return True

    def _rows(self, rows: Any) -> dict[str, Any]:
        return {name: array[rows] for name, array in self.arrays.items()}

    def _of_queries(self, rows_of: Rows, drawn: Any) -> dict[str, Any]:
        """All rows of the queries that were drawn; one that was drawn twice is two, by number."""
        import numpy as np

        chosen = self._rows(rows_of(drawn))
        if "query" in chosen:
            chosen["query"] = np.repeat(np.arange(len(drawn)), rows_of.counts[drawn])
        return chosen

    def _on(self, arrays: Arrays) -> float | None:
        """The function's number for a part of the examples; an error costs only this number."""
        try:
            return _finite(unwrapped(self.function(**arrays)))
        except Exception as error:
            self.problems.add(
                f"run.evaluation: metric {self.name} of a part of the examples", error
            )
            return None

    def _goes_on(self, slices: int = 0) -> bool:
        """Whether there is time, and room for one more slice than there are."""
        end = None
        if slices >= MAX_SLICES:
            end = f"there are more than {MAX_SLICES} slices; the others have no value"
        elif time.monotonic() > self._ends:
            end = (
                f"its function took {SECONDS:g} seconds; slices and resamples to come have no value"
            )
        if end is not None:
            self.problems.add(f"run.evaluation: metric {self.name}", end)
        return end is None


class Rows:
    """The rows of each value of a column."""

    def __init__(self, column: Coded) -> None:
        import numpy as np

        self.counts = np.bincount(column.codes, minlength=len(column.values))
        self._order = np.argsort(column.codes, kind="stable")
        self._starts = np.cumsum(self.counts) - self.counts

    def __call__(self, codes: Any) -> Any:
        """Rows of the values with these codes, one value after another."""
        import numpy as np

        lengths = self.counts[codes]
        before = np.cumsum(lengths) - lengths
        shifts = np.repeat(self._starts[codes] - before, lengths)
        return self._order[np.arange(lengths.sum()) + shifts]


def cells(columns: Sequence[Coded]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Values of one or two columns that `MINIMUM` rows or more have, together, and these rows."""
    import numpy as np

    first, last = columns[0], columns[-1]
    codes = first.codes if first is last else first.codes * len(last.values) + last.codes
    found, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    order = np.argsort(places, kind="stable")
    ends = np.cumsum(counts)
    for index in np.flatnonzero(counts >= MINIMUM):
        code = int(found[index])
        if first is last:
            values: tuple[str, ...] = (first.values[code],)
        else:
            values = first.values[code // len(last.values)], last.values[code % len(last.values)]
        yield values, order[ends[index] - counts[index] : ends[index]]


def _finite(value: Any) -> float | None:
    number = float(as_array(value).item())
    return number if math.isfinite(number) else None
