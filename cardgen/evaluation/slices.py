"""Slices: the examples of an evaluation by group columns, each alone or crossed, numbers in bins.

Mitchell et al. 2019, section 4.7 (unitary and intersectional results).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.codes import CROSS, Codes, Slices, narrow
from cardgen.evaluation.settings import Evaluation

Edges = Mapping[str, Sequence[float]]
"""By a column's name the numbers at which it is cut."""
MOST_CROSSED = 24
"""Slices that two columns may make to be crossed without being asked to."""
MOST_SLICES = 1000
"""Slices of a grouping beyond which it is no group of examples but an id of theirs."""
NO_NUMBER = "(no number)"
"""The slice of examples whose value in a binned column is not a number."""


def wanted(evaluation: Evaluated, settings: Evaluation) -> list[tuple[str, ...]]:
    """The groupings to report, each a tuple of columns: those of `named` that make few enough slices."""
    groupings = named(evaluation, settings)
    return [columns for columns in groupings if not _too_many(evaluation, columns, settings.bins)]


def _too_many(evaluation: Evaluated, columns: tuple[str, ...], edges: Edges) -> bool:
    sizes = [len(_column(evaluation, name, edges.get(name, ())).names) for name in columns]
    if math.prod(sizes) <= MOST_SLICES:
        return False
    return max(sizes) > MOST_SLICES or sliced(evaluation, columns, edges).count > MOST_SLICES


def named(evaluation: Evaluated, settings: Evaluation) -> list[tuple[str, ...]]:
    """The groupings that the project names; those that the evaluation lacks are left out.

    Where the project names none, every column alone, and every two that make few enough slices.
    """
    known = evaluation.group_names
    if settings.slices is not None:
        there = [columns for columns in settings.slices if set(columns) <= set(known)]
        return [*dict.fromkeys(there)]
    sizes = {n: len(_column(evaluation, n, settings.bins.get(n, ())).names) for n in known}
    pairs = [(a, b) for a, b in combinations(known, 2) if sizes[a] * sizes[b] <= MOST_CROSSED]
    return [*((name,) for name in known), *pairs]


def sliced(evaluation: Evaluated, columns: Sequence[str], edges: Edges) -> Slices:
    """The slices of *columns* crossed that occur, in the columns' order; *edges* cut numbers into bins."""
    parts = [_column(evaluation, name, edges.get(name, ())) for name in columns]
    one = parts[0]
    found = Slices((columns[0],), one.codes, tuple((name,) for name in one.names), one.counts)
    for name, part in zip(columns[1:], parts[1:], strict=True):
        found = _crossed(found, name, part)
    return found


def grouping(columns: Sequence[str]) -> str:
    """How the grouping by *columns* is called, such as "sex × race"."""
    return CROSS.join(columns)


def _column(evaluation: Evaluated, name: str, edges: Sequence[float]) -> Codes:
    found = evaluation.group(name)
    return found if len(edges) == 0 else _binned(found, sorted(set(edges)))


def _crossed(first: Slices, name: str, second: Codes) -> Slices:
    """Both at once; only combinations that occur."""
    import numpy as np

    width = len(second.names)
    most = first.count * width
    both = np.multiply(first.codes, width, dtype=narrow(most), casting="unsafe")
    np.add(both, second.codes, out=both, casting="unsafe")
    counts = np.bincount(both, minlength=most)
    occurring = np.flatnonzero(counts)
    values = tuple(
        (*first.values[code // width], second.names[code % width]) for code in occurring.tolist()
    )
    if len(occurring) < most:
        place = np.zeros(most, narrow(len(occurring)))
        place[occurring] = np.arange(len(occurring))
        both = place[both]
    return Slices((*first.columns, name), both, values, counts[occurring].tolist())


def _binned(column: Codes, edges: list[float]) -> Codes:
    """The column's values, read as numbers, in bins; an edge belongs to the bin above it."""
    import numpy as np

    names = _bin_names(edges)
    places = np.array([_bin(value, edges) for value in column.names], np.int64)
    codes = places[column.codes] if len(column.codes) > 0 else column.codes
    used = [index for index in range(len(names)) if index in set(places.tolist())]
    at = np.zeros(len(names), np.int64)
    at[used] = np.arange(len(used))
    return Codes(at[codes], tuple(names[index] for index in used))


def _bin_names(edges: list[float]) -> list[str]:
    words = [f"{edge:.15g}" for edge in edges]
    between = [f"{low} to below {high}" for low, high in pairwise(words)]
    return [f"below {words[0]}", *between, f"{words[-1]} and above", NO_NUMBER, ""]


def _bin(value: str, edges: list[float]) -> int:
    """The bin's index; the last two are for what is no number and for missing values."""
    if value == "":
        return len(edges) + 2
    try:
        number = float(value)
    except ValueError:
        return len(edges) + 1
    if math.isnan(number):
        return len(edges) + 1
    return sum(number >= edge for edge in edges)
