"""Units go over into each other and back, and no amount gets lost on the way."""

import math
from decimal import Decimal
from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardgen.units import IN_BASE, Unit, convert, decimal_text, is_same

UNITS: tuple[Unit, ...] = get_args(Unit)
PAIRS = [(a, b) for a, b in permutations(UNITS, 2) if IN_BASE[a][0] == IN_BASE[b][0]]
DECIMAL: tuple[tuple[Unit, ...], ...] = (("kWh", "Wh", "MWh"), ("J", "MJ"), ("kg", "g", "t"))
amounts = st.floats(min_value=1e-200, max_value=1e200)
figures = st.builds(
    lambda digits, exponent: float(f"{digits}e{exponent}"),
    st.integers(0, 10**15 - 1),
    st.integers(-100, 100),
)
"""Numbers of at most 15 significant digits."""


@given(figures, st.sampled_from([p for own in DECIMAL for p in permutations(own, 2)]))
def test_figures_of_15_digits_come_back_unchanged_over_powers_of_ten(
    figure: float, pair: tuple[Unit, Unit]
) -> None:
    assert convert(convert(figure, *pair), pair[1], pair[0]) == figure


@given(amounts, st.sampled_from(PAIRS))
def test_any_amount_comes_back_within_two_roundings(amount: float, pair: tuple[Unit, Unit]) -> None:
    back = convert(convert(amount, *pair), pair[1], pair[0])
    assert back == pytest.approx(amount, rel=2**-51, abs=0)
    assert is_same(amount, pair[0], convert(amount, *pair), pair[1])


@given(amounts, st.sampled_from(UNITS))
def test_a_way_over_any_third_unit_leads_to_the_same_amount(amount: float, unit: Unit) -> None:
    for start, end in PAIRS:
        if IN_BASE[unit][0] == IN_BASE[start][0]:
            over = convert(convert(amount, start, unit), unit, end)
            assert over == pytest.approx(convert(amount, start, end), rel=2**-51, abs=0)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (0.00013406, "kg", "g", 0.13406),
        (0.1, "kg", "g", 100.0),
        (0.3, "g", "t", 3e-07),
        (0.00064142, "kWh", "J", 2309.112),
        (1.0, "kWh", "MJ", 3.6),
        (2.5, "MWh", "kWh", 2500.0),
        (0.0, "J", "kWh", 0.0),
        (804.41, "s", "h", 804.41 / 3600),
    ],
)
def test_amounts_of_the_exports(value: float, unit: Unit, to: Unit, expected: float) -> None:
    assert convert(value, unit, to) == expected


@pytest.mark.parametrize(
    ("value", "unit", "to"),
    [
        (1.0, "kg", "kWh"),
        (math.nan, "kg", "g"),
        (math.inf, "J", "kWh"),
        (5e-324, "g", "t"),
        (1e308, "MWh", "J"),
    ],
)
def test_what_has_no_figure_in_the_other_unit_is_refused(
    value: float, unit: Unit, to: Unit
) -> None:
    with pytest.raises(ValueError, match=r"unit of|amount|written"):
        convert(value, unit, to)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_text_is_the_number_without_an_exponent(value: float) -> None:
    text = decimal_text(value)
    assert float(text) == value
    assert set(text) <= set("-.0123456789")
    assert text == "0" or Decimal(text) != 0


@given(amounts, st.sampled_from(PAIRS), st.floats(1.000001, 1e6))
def test_amounts_that_differ_are_not_the_same(
    amount: float, pair: tuple[Unit, Unit], times: float
) -> None:
    other = convert(amount, *pair)
    assert not is_same(amount, pair[0], other * times, pair[1])
    assert not is_same(amount, pair[0], 0.0, pair[1])
    assert not is_same(amount, pair[0], math.nan, pair[1])
    assert not is_same(amount, "kg", amount, "kWh")
