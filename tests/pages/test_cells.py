"""Figures of one column have one form, and none loses its meaning for it."""

from __future__ import annotations

import pytest

from cardgen.pages.cells import SHARES, are_numbers, column_cells
from cardgen.values import Scalar
from tests.formats.sample import fact


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0.875, 0.6, 0.0], ["0.88", "0.60", "0"]),
        ([0.0076, 0.0141, 0.023], ["0.008", "0.014", "0.023"]),
        ([0.00063, 0.017], ["0.0006", "0.0170"]),
        ([0.9996, 0.5, 1.0], ["0.9996", "0.50", "1"]),
        ([0.000012, 0.5], ["1 × 10⁻⁵", "0.5000"]),
        ([None, float("nan")], ["–", "NaN"]),
    ],
)
def test_shares_of_a_column_have_the_same_decimals(values: list, shown: list[str]) -> None:
    assert column_cells(values, fact(Scalar(value=0), id=SHARES)) == shown


@pytest.mark.parametrize(
    ("values", "is_numeric"),
    [([0, 0.0, None], True), ([True], False), (["1"], False), ([None], False), ([], False)],
)
def test_a_column_of_numbers_alone_stands_to_the_right(values: list, is_numeric: bool) -> None:
    assert are_numbers(values) is is_numeric
