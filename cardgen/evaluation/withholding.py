"""Which slices are withheld so that no small one can be computed from what is shown.

What is shown of slices are sums over the examples' joint values. A withheld sum can be computed
exactly when it is a linear combination of those shown, so slices are withheld until none is
(complementary suppression: Willenborg and de Waal 2001, Elements of Statistical Disclosure Control,
chapters 4 and 6). Bounds that follow from sums being counts are not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import wanted

MOST_CELLS = 2000
"""Joint values up to which it is affordable to make sure; with more, crossed slices are withheld."""
TOLERANCE = 1e-8

Hidden = Mapping[tuple[str, ...], frozenset[int]]


def withheld(evaluation: Evaluated, settings: Evaluation) -> Hidden:
    """Indices of the slices to withhold by grouping; none unless the project withholds small ones."""
    if settings.small == "show":
        return {}
    key = ("withheld", settings.model_dump_json())
    if key not in evaluation.kept:
        groupings = wanted(evaluation, settings)
        tables = [slices_of(evaluation, columns, settings.bins) for columns in groupings]
        found = protected(tables, settings.minimum)
        evaluation.kept[key] = dict(zip(groupings, found, strict=True))
    return evaluation.kept[key]  # type: ignore[no-any-return]


def protected(tables: Sequence[Slices], minimum: int) -> list[frozenset[int]]:
    """Of each of *tables* the slices to withhold: those below *minimum*, and as many as protect them."""
    if tables == []:
        return []
    joint = _joint(tables)
    if joint is None:
        return [
            frozenset(range(table.count))
            if len(table.columns) > 1
            else protected([table], minimum)[0]
            for table in tables
        ]
    sizes = [table.sizes for table in tables]
    hidden = [{at for at, n in enumerate(own) if n < minimum} for own in sizes]
    while True:
        exposed = _exposed(joint, hidden)
        exposed |= {
            number for number, own in enumerate(hidden) if _is_little(sizes[number], own, minimum)
        }
        added = [_next(sizes[number], hidden[number]) for number in sorted(exposed)]
        if all(one is None for one in added):
            return [frozenset(own) for own in hidden]
        for number, one in zip(sorted(exposed), added, strict=True):
            if one is not None:
                hidden[number].add(one)


def _joint(tables: Sequence[Slices]) -> list[Array] | None:
    """Of each table, which joint values (j) each slice (s) consists of (s by j); None for too many."""
    import numpy as np

    cell = np.zeros(len(tables[0].codes), np.int64)
    for table in tables:
        if len(table.columns) == 1:
            found, cell = np.unique(cell * table.count + table.codes, return_inverse=True)
            if len(found) > MOST_CELLS:
                return None
    crossed = [table for table in tables if len(table.columns) > 1]
    for table in crossed:  # whose columns may not stand alone
        found, cell = np.unique(cell * table.count + table.codes, return_inverse=True)
        if len(found) > MOST_CELLS:
            return None
    _, first = np.unique(cell, return_index=True)
    return [
        (table.codes[first] == np.arange(table.count)[:, None]).astype(float) for table in tables
    ]


def _exposed(joint: list[Array], hidden: list[set[int]]) -> set[int]:
    """Tables with a withheld slice that is a combination of what is shown, the whole included."""
    import numpy as np

    shown = [np.ones((1, joint[0].shape[1]))]
    for table, own in zip(joint, hidden, strict=True):
        shown.append(table[[at for at in range(len(table)) if at not in own]])
    _, sizes, basis = np.linalg.svd(np.concatenate(shown), full_matrices=False)
    basis = basis[sizes > TOLERANCE * sizes[0]]
    found = set()
    for number, (table, own) in enumerate(zip(joint, hidden, strict=True)):
        if own:
            rows = table[sorted(own)]
            rest = rows - rows @ basis.T @ basis
            if bool((np.linalg.norm(rest, axis=1) < 1e-6 * np.linalg.norm(rows, axis=1)).any()):
                found.add(number)
    return found


def _is_little(sizes: list[int], hidden: set[int], minimum: int) -> bool:
    """Whether the withheld slices together, which the rest tells, are themselves a small group."""
    return hidden != set() and sum(sizes[at] for at in hidden) < minimum


def _next(sizes: list[int], hidden: set[int]) -> int | None:
    """The smallest slice that is still shown."""
    left = [(n, at) for at, n in enumerate(sizes) if at not in hidden]
    return min(left)[1] if left != [] else None
