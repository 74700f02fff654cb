"""No withheld count is a combination of what is shown: by exact elimination on random small tables."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.codes import Slices
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.withholding import protected, withheld, withheld_values
from tests.evaluation.made import evaluation_of

Rows = list[list[int]]
BINS = {"c": (1.0, 2.5)}


def columns_of(random: Any) -> dict[str, Any]:
    """Two or three columns of a few values, some rare; sometimes one within another."""
    n = random.randint(30, 200)
    made = {}
    for name in "abc"[: random.randint(2, 4)]:
        count = random.randint(2, 5)
        shares = random.dirichlet(np.full(count, random.choice([0.3, 1, 3])))
        made[name] = random.choice(count, n, p=shares)
    if random.rand() < 0.3:
        made["b"] = np.where(random.rand(n) < 0.5, made["a"], made["a"] + 4)
    return {f"group.{name}": column.astype(str) for name, column in made.items()}


def tables_of(random: Any, evaluation: Evaluated) -> list[Slices]:
    names = evaluation.group_names
    asked = [*((name,) for name in names), *combinations(names, 2), tuple(names)]
    kept = [one for one in asked if random.rand() < 0.8]
    return [slices_of(evaluation, one, BINS) for one in kept]


def rank(rows: Rows) -> int:
    """By elimination with fractions: nothing is rounded."""
    left = [[Fraction(x) for x in row] for row in rows]
    found = 0
    for column in range(len(left[0])):
        pivot = next((i for i in range(found, len(left)) if left[i][column] != 0), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for i in range(found + 1, len(left)):
            factor = left[i][column] / left[found][column]
            if factor != 0:
                left[i] = [x - factor * y for x, y in zip(left[i], left[found], strict=True)]
        found += 1
    return found


def cells_of(columns: dict[str, Any]) -> list[int]:
    """An example of each joint value that occurs."""
    return list(
        {values: i for i, values in enumerate(zip(*columns.values(), strict=True))}.values()
    )


def computable(tables: Sequence[Slices], hidden: Sequence[frozenset[int]], cells: list[int]) -> int:
    """How many withheld slices are combinations of the whole and of those shown."""
    shown: Rows = [[1] * len(cells)]
    withheld: Rows = []
    for table, own in zip(tables, hidden, strict=True):
        for at in range(table.count):
            row = [int(table.codes[cell] == at) for cell in cells]
            (withheld if at in own else shown).append(row)
    known = rank(shown)
    return sum(rank([*shown, row]) == known for row in withheld)


@pytest.mark.parametrize("first", range(0, 80, 40))
def test_no_withheld_slice_can_be_computed_and_no_small_one_is_shown(first: int) -> None:
    withheld = 0
    for seed in range(first, first + 40):
        random = np.random.RandomState(seed)
        columns = columns_of(random)
        tables = tables_of(random, evaluation_of(columns, task="other"))
        minimum = int(random.choice([5, 10, 30]))
        hidden = protected(tables, minimum)
        for table, own in zip(tables, hidden, strict=True):
            assert all(n >= minimum for at, n in enumerate(table.sizes) if at not in own)
        assert (seed, computable(tables, hidden, cells_of(columns))) == (seed, 0)
        withheld += sum(map(len, hidden))
    assert withheld > 0


def test_where_the_run_counted_no_column_in_its_data_no_count_is_withheld() -> None:
    sizes = {"a": 50, "b": 40, "c": 5}
    column = np.repeat(list(sizes), list(sizes.values()))
    evaluation = evaluation_of({"group.x": column}, task="other")
    settings = Evaluation(small="withhold")
    assert withheld_values(evaluation, settings) == {}
    assert withheld(evaluation, settings) == {("x",): {1, 2}}
