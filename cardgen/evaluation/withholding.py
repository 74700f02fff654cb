"""Which slices are withheld so that no small one can be computed from what is shown.

What is shown of slices are sums over the examples' joint values. A withheld sum can be computed
exactly when it is a linear combination of those shown, so slices are withheld until none is
(complementary suppression: Willenborg and de Waal 2001, Elements of Statistical Disclosure Control,
chapters 4 and 6). Counts of the data's groups are sums of the same examples, so columns that the run
counted in its data are protected together with the slices. Bounds that follow from sums being counts
are not looked at.
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
"""Joint values up to which it is affordable to make sure; groupings that need more are withheld."""
TOLERANCE = 1e-8

Hidden = Mapping[tuple[str, ...], frozenset[int]]


def withheld(evaluation: Evaluated, settings: Evaluation) -> Hidden:
    """Indices of the slices to withhold by grouping; none unless the project withholds small ones."""
    if settings.small == "show":
        return {}
    groupings, columns = wanted(evaluation, settings), _counted(evaluation, settings)
    return dict(zip(groupings, _hidden(evaluation, settings)[: -len(columns) or None], strict=True))


def withheld_values(evaluation: Evaluated, settings: Evaluation) -> dict[str, frozenset[str]]:
    """Of each column that the run counted in its data, the values whose counts are withheld."""
    if settings.small == "show":
        return {}
    found: dict[str, frozenset[str]] = {}
    columns = _counted(evaluation, settings)
    of_counts = _hidden(evaluation, settings)[len(wanted(evaluation, settings)) :]
    for name, hidden in zip(columns, of_counts, strict=True):
        values = slices_of(evaluation, (name,), {}).values
        found[name] = frozenset(values[at][0] for at in hidden)
    return found


def _counted(evaluation: Evaluated, settings: Evaluation) -> list[str]:
    return sorted(evaluation.counted) if settings.small == "withhold" else []


def _hidden(evaluation: Evaluated, settings: Evaluation) -> list[frozenset[int]]:
    """Of each grouping, then of each column that was counted, the slices to withhold."""
    key = ("withheld", settings.model_dump_json())
    if key not in evaluation.kept:
        groupings = wanted(evaluation, settings)
        columns = _counted(evaluation, settings)
        results = [slices_of(evaluation, one, settings.bins) for one in groupings]
        counts = [slices_of(evaluation, (name,), {}) for name in columns]
        evaluation.kept[key] = protected([*results, *counts], settings.minimum)
    return evaluation.kept[key]  # type: ignore[no-any-return]


def protected(tables: Sequence[Slices], minimum: int) -> list[frozenset[int]]:
    """Of each of *tables* the slices to withhold: those below *minimum*, and as many as protect them.

    Tables that are too fine to be looked at together with those before them are withheld whole.
    """
    joint = _joint(tables)
    fitting = [at for at, rows in enumerate(joint) if rows is not None]
    hidden = _protected(
        [rows for rows in joint if rows is not None], [tables[at].sizes for at in fitting], minimum
    )
    found = dict(zip(fitting, hidden, strict=True))
    return [found.get(at, frozenset(range(table.count))) for at, table in enumerate(tables)]


def protected_counts(counts: Mapping[str, int], minimum: int) -> frozenset[str]:
    """The values of one column whose *counts* are withheld so that no small one can be computed."""
    occurring = sorted((n, value) for value, n in counts.items() if n > 0)
    last = sum(n < minimum for n, _ in occurring)
    # The rest tells a single one, and the sum of several.
    while 0 < last < len(occurring) and (
        last == 1 or sum(n for n, _ in occurring[:last]) < minimum
    ):
        last += 1
    return frozenset(value for _, value in occurring[:last])


def _protected(
    joint: list[Array], sizes: Sequence[Sequence[int]], minimum: int
) -> list[frozenset[int]]:
    hidden = [{at for at, n in enumerate(own) if n < minimum} for own in sizes]
    while any(hidden):
        exposed = _exposed(joint, hidden)
        exposed |= {
            number for number, own in enumerate(hidden) if _is_little(sizes[number], own, minimum)
        }
        open_ = {number for number in exposed if len(hidden[number]) < len(sizes[number])}
        if exposed != set() and open_ == set():  # other tables tell what this one withholds
            open_ = _smallest(sizes, hidden)
        if open_ == set():
            break
        for number in open_:
            hidden[number].add(_next(sizes[number], hidden[number]))
    return [frozenset(own) for own in hidden]


def _joint(tables: Sequence[Slices]) -> list[Array | None]:
    """Of each table, which joint values (j) each slice (s) consists of (s by j); None for too many.

    Columns alone come before crossed ones, which are made of them.
    """
    import numpy as np

    if tables == [] or len(tables[0].codes) == 0:
        return [None] * len(tables)
    cell = np.zeros(len(tables[0].codes), np.int64)
    first = np.zeros(1, np.int64)
    fitting = set()
    for at in sorted(range(len(tables)), key=lambda at: len(tables[at].columns)):
        table = tables[at]
        if not np.array_equal(table.codes[first][cell], table.codes):
            both = cell * table.count + table.codes
            found, firsts, cells = np.unique(both, return_index=True, return_inverse=True)
            if len(found) > MOST_CELLS:
                continue
            cell, first = cells, firsts
        fitting.add(at)
    return [
        (table.codes[first] == np.arange(table.count)[:, None]).astype(float)
        if at in fitting
        else None
        for at, table in enumerate(tables)
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


def _is_little(sizes: Sequence[int], hidden: set[int], minimum: int) -> bool:
    """Whether the withheld slices together, which the rest tells, are themselves a small group."""
    return hidden != set() and sum(sizes[at] for at in hidden) < minimum


def _next(sizes: Sequence[int], hidden: set[int]) -> int:
    """The smallest slice that is still shown."""
    return min((n, at) for at, n in enumerate(sizes) if at not in hidden)[1]


def _smallest(sizes: Sequence[Sequence[int]], hidden: list[set[int]]) -> set[int]:
    """The table of the smallest slice of all that are still shown; none where all are withheld."""
    left = [
        (own[_next(own, gone)], number)
        for number, (own, gone) in enumerate(zip(sizes, hidden, strict=True))
        if len(gone) < len(own)
    ]
    return {min(left)[1]} if left != [] else set()
