"""Values with the ends of their intervals as one column: `0.94 (0.91–0.96)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cardgen.markdown.escape import Md, md_text
from cardgen.numbers import quantity_text
from cardgen.pages.wording import BLANK
from cardgen.values import Interval, Quantity, Table

Spans = Mapping[int, tuple[int, int]]
"""By the place of a column of values those of the columns with the ends of their intervals."""


def ranges(table: Table) -> Spans:
    """The columns of values that the columns "low" and "high" follow."""
    names = [name.strip() for name in table.columns]
    return {
        i - 1: (i, i + 1)
        for i in range(1, len(names) - 1)
        if names[i] == "low" and names[i + 1] == "high"
    }


def ends(spans: Spans) -> set[int]:
    """The columns that are no columns of their own any more."""
    return {place for pair in spans.values() for place in pair}


def ranged_cells(values: Sequence[Any], lows: Sequence[Any], highs: Sequence[Any]) -> list[Md]:
    """A cell for each value, with its interval where both ends are numbers."""
    return [_cell(*row) for row in zip(values, lows, highs, strict=True)]


def _cell(value: Any, low: Any, high: Any) -> Md:
    if not _is_number(value):
        return BLANK if value is None else md_text(str(value))
    known = _is_number(low) and _is_number(high)
    interval = Interval(low=low, high=high, method="") if known else None
    return md_text(quantity_text(Quantity(value=value, unit="1", interval=interval)))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
