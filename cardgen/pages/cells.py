"""The cells of a recorded table, a column at a time: figures of one column have one form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from cardgen.markdown.escape import Md, md_text
from cardgen.numbers import ESTIMATE_DIGITS, exact_text, number_text
from cardgen.pages.notes import own_words
from cardgen.pages.wording import BLANK
from cardgen.values import Fact, Method

SHARES = "res.error_rates"
"""Shares of a class's few examples: more digits would say nothing."""
MOST_DECIMALS = 4


def are_numbers(values: Sequence[Any]) -> bool:
    """Whether all of *values* that are given are numbers, so that they stand to the right."""
    given = [value for value in values if value is not None]
    return given != [] and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in given
    )


def column_cells(values: Sequence[Any], fact: Fact) -> list[Md]:
    """*values*, one column of the table that *fact* holds, as they are shown."""
    decimals = _decimals(values) if fact.id == SHARES else None
    return [_cell(value, fact, decimals) for value in values]


def _cell(value: Any, fact: Fact, decimals: int | None) -> Md:
    if isinstance(value, float) and fact.evidence.method is Method.RECORDED:
        # Somebody set it, such as a learning rate: all its digits count.
        return md_text(exact_text(value))
    if isinstance(value, float) and decimals is not None:
        digits = decimals + _exponent(value) + 1 if _is_sized(value) else ESTIMATE_DIGITS
        return md_text(number_text(value, max(1, digits)))
    return BLANK if value is None else own_words(fact.id, value)


def _decimals(values: Sequence[Any]) -> int | None:
    """Decimals by which the largest of *values* has two digits and the smallest one."""
    exponents = [_exponent(value) for value in values if _is_sized(value)]
    if exponents == []:
        return None
    largest = min(max(exponents), -1)  # a share of 1 says nothing of the others' digits
    return min(MOST_DECIMALS, max(ESTIMATE_DIGITS - 1 - largest, -min(exponents)))


def _is_sized(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value) and value != 0


def _exponent(value: float) -> int:
    """The power of ten of the first of two digits of *value*, which is finite and not 0."""
    return int(f"{value:.{ESTIMATE_DIGITS - 1}e}".partition("e")[2])
