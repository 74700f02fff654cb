"""Columns of ends become one with their values; results on other splits stand in the JSON file."""

from cardgen.pages.ranges import ends, ranged_cells, ranges
from cardgen.values import Table


def test_a_value_and_its_ends_are_one_column() -> None:
    table = Table(
        columns=("system", "value", "low", "high", "difference", "low ", "high "), rows=()
    )
    assert (dict(ranges(table)), ends(ranges(table))) == ({1: (2, 3), 4: (5, 6)}, {2, 3, 5, 6})


def test_ends_without_a_value_before_them_stay() -> None:
    assert dict(ranges(Table(columns=("low", "high"), rows=()))) == {}


def test_a_cell_has_its_interval_where_both_ends_are_known() -> None:
    cells = ranged_cells([0.936, 0.0, None, "x"], [0.91, None, None, None], [0.96, 1.0, None, None])
    assert cells == ["0.94 (0.91–0.96)", "0", "–", "x"]
