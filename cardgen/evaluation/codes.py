"""Distinct values of an array as codes: counting them is cheap, comparing texts is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cardgen.evaluation.arrays import MISSING, Array, ordered, texts

FEW = 64
"""Distinct values up to which comparing whole arrays beats looking at each value."""
ROWS = 1 << 15
"""Examples looked at together: what fits a processor's cache is fastest."""
CROSS = " × "
"""Between the names of crossed columns, and of their values."""
NONE = -1
"""The code of an example that has no class or is in no slice."""


@dataclass(frozen=True, eq=False)
class Codes:
    """For each of n examples the index of its name, or `NONE`."""

    codes: Array
    names: tuple[str, ...]

    @cached_property
    def counts(self) -> list[int]:
        """How many examples have each name."""
        import numpy as np

        inside = self.codes[self.codes >= 0]
        return [int(count) for count in np.bincount(inside, minlength=len(self.names))]


def factorised(array: Array) -> Codes:
    """A text array's distinct values, numbers in text by value, and the index of each example's."""
    import numpy as np

    found, codes = _few(array)
    if found is None:
        index: dict[str, int] = {}
        codes = np.fromiter(
            (index.setdefault(text, len(index)) for text in texts(array)), np.int64, len(array)
        )
        found = list(index)
    order = ordered(found)
    at = {name: place for place, name in enumerate(order)}
    places = np.array([at[name] for name in found], narrow(len(order)))
    return Codes(places[codes] if len(order) > 0 else codes, tuple(order))


def _few(array: Array) -> tuple[list[str] | None, Array]:
    """The values of an array that has few, one comparison of all examples for each; else None."""
    import numpy as np

    codes = np.full(len(array), NONE, np.int64)
    left = np.arange(len(array))
    rest = array
    found: list[str] = []
    while len(left) > 0 and len(found) < FEW:
        same = rest == rest[0]
        codes[left[same]] = len(found)
        found.extend(texts(rest[:1]))
        left, rest = left[~same], rest[~same]
    return (found if len(left) == 0 else None), codes


@dataclass(frozen=True, eq=False)
class Slices:
    """The examples by the values of some columns together; without columns one slice of them all."""

    columns: tuple[str, ...]
    codes: Array
    """Index of each example's slice (n), of the smallest dtype that holds it."""
    values: tuple[tuple[str, ...], ...]
    """Of each slice, its value in each of the columns."""
    sizes: list[int]
    """How many examples each slice has."""

    @property
    def count(self) -> int:
        """Number of slices."""
        return len(self.values)

    @cached_property
    def names(self) -> list[str]:
        """How each slice is called, such as "Female × Black"; no two the same.

        Of those that would be, the later have their number as a further part, as in "A × B × (2)".
        """
        found: dict[str, None] = {}
        for values in self.values:
            plain = CROSS.join(value if value != "" else MISSING for value in values)
            name, number = plain, 2
            while name in found:
                name, number = f"{plain}{CROSS}({number})", number + 1
            found[name] = None
        return list(found)


def everything(n: int) -> Slices:
    """All *n* examples as one slice."""
    import numpy as np

    return Slices((), np.zeros(n, np.uint8), ((),), [n])


def narrow(count: int) -> Any:
    """The smallest dtype that holds codes below *count*: millions of them are kept by grouping."""
    import numpy as np

    return np.min_scalar_type(max(count - 1, 0))


def parts(n: int, sums: int) -> Iterator[slice]:
    """Which of *n* examples to add up together, where each time *sums* numbers come of it."""
    rows = max(ROWS, sums)
    for start in range(0, n, rows):
        yield slice(start, start + rows)
