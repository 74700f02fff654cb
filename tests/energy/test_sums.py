"""Arithmetic of quantities: the result's range holds what any values inside the ranges give."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardgen.energy.sums import product, quotient, scaled, total
from cardgen.values import Interval, Quantity

amounts = st.floats(1e-9, 1e9)
parts = st.floats(0, 1)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, value, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    interval = Interval(low=low, high=high, method=draw(st.sampled_from(["a", "b"])))
    return Quantity(value=value, unit="kWh", interval=interval)


def inside(quantity: Quantity, part: float) -> float:
    """The value at this part of the quantity's range."""
    assert quantity.interval is not None
    return quantity.interval.low + (quantity.interval.high - quantity.interval.low) * part


def holds(quantity: Quantity, value: float) -> bool:
    assert quantity.interval is not None
    low, high = quantity.interval.low, quantity.interval.high
    return low * (1 - 1e-9) <= value <= high * (1 + 1e-9)


@given(quantities(), quantities(), parts, parts)
def test_a_range_holds_every_sum_product_and_quotient_of_what_may_be_true(
    one: Quantity, other: Quantity, first: float, second: float
) -> None:
    a, b = inside(one, first), inside(other, second)
    assert holds(total([one, other], "kWh"), a + b)
    assert holds(product(one, other, "x"), a * b)
    assert holds(quotient(one, other, "1"), a / b)
    assert holds(scaled(one, 3.0, "Wh"), a * 3)


@given(st.lists(quantities(), min_size=1, max_size=5))
def test_a_sum_does_not_depend_on_the_order(found: list[Quantity]) -> None:
    one, other = total(found, "kWh"), total(found[::-1], "kWh")
    assert one.interval is not None and other.interval is not None
    assert (one.value, one.interval.low, one.interval.high) == (
        other.value,
        other.interval.low,
        other.interval.high,
    )


NOTHING = Quantity(value=None, unit="kWh")
ONE = Quantity(value=1.0, unit="kWh")


@pytest.mark.parametrize(
    ("found", "value", "at_least"),
    [
        ([], None, False),
        ([NOTHING, NOTHING], None, False),
        ([ONE, NOTHING], 1.0, True),
        ([ONE, ONE.model_copy(update={"at_least": True})], 2.0, True),
        ([ONE, Quantity(value=0.0, unit="kWh")], 1.0, False),
    ],
)
def test_a_sum_with_a_missing_part_is_a_lower_bound_and_of_nothing_is_none(
    found: Sequence[Quantity], value: float | None, at_least: bool
) -> None:
    found_total = total(found, "kWh")
    assert (found_total.value, found_total.at_least) == (value, at_least)


def test_a_sum_has_a_range_only_where_each_part_has_one() -> None:
    ranged = ONE.model_copy(update={"interval": Interval(low=0.5, high=2.0, method="a")})
    assert total([ranged, ONE], "kWh").interval is None
    both = total([ranged, ranged], "kWh").interval
    assert both == Interval(low=1.0, high=4.0, method="a")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NOTHING, ONE),
        (ONE, NOTHING),
        (ONE, Quantity(value=0.0, unit="kWh")),
        (ONE, ONE.model_copy(update={"at_least": True})),
    ],
)
def test_a_quotient_that_is_not_known_has_no_figure(one: Quantity, other: Quantity) -> None:
    assert quotient(one, other, "1").value is None


def test_a_figure_over_a_mean_has_the_level_of_the_mean_s_interval() -> None:
    mean = Quantity(value=2.0, unit="s", interval=Interval(low=1, high=4, level=0.95, method="m"))
    bounds = Quantity(value=1.0, unit="s", interval=Interval(low=0.5, high=2, method="b"))
    found = quotient(ONE, mean, "1").interval
    assert found == Interval(low=0.25, high=1.0, level=0.95, method="m")
    both = quotient(bounds, mean, "1").interval
    assert both == Interval(low=0.125, high=2.0, method="b; m")


def test_a_lower_bound_over_a_figure_is_a_lower_bound() -> None:
    found = quotient(ONE.model_copy(update={"at_least": True}), ONE, "1")
    assert (found.value, found.at_least) == (1.0, True)
