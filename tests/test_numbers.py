"""How numbers are written."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardgen.numbers import number_text, quantity_text
from cardgen.values import Interval, Quantity


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (0.0, "0"),
        (-0.0, "0"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (7, "7"),
        (11234, "11,234"),
        (11234.0, "11,234"),
        (1234567.891, "1,234,568"),
        (38.24, "38.2"),
        (-38.24, "-38.2"),
        (0.6234, "0.623"),
        (0.00123, "0.00123"),
        (0.99996, "0.99996"),
        (-0.99996, "-0.99996"),
        (1.00004, "1.00004"),
        (0.9996, "0.9996"),
        (9.999, "10.0"),
        (0.0000123, "1.23 × 10⁻⁵"),
        (-0.0000123, "-1.23 × 10⁻⁵"),
        (1.234e12, "1.23 × 10¹²"),
        (5e-324, "4.94 × 10⁻³²⁴"),
    ],
)
def test_a_number_is_written_with_the_digits_that_mean_something(
    value: float | None, text: str
) -> None:
    assert number_text(value) == text


def _wilson(low: float, high: float) -> Interval:
    return Interval(low=low, high=high, level=0.95, method="Wilson 1927")


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(value=None, unit="kWh"), "not measured"),
        (Quantity(value=0, unit="1"), "0"),
        (Quantity(value=0.0, unit="kWh"), "0 kWh"),
        (Quantity(value=math.nan, unit="1"), "NaN"),
        (Quantity(value=0.6213, unit="1", interval=_wilson(0.6107, 0.6318)), "0.62 (0.61–0.63)"),
        (Quantity(value=0.6213, unit="1", interval=_wilson(0.6150, 0.6270)), "0.621 (0.615–0.627)"),
        (Quantity(value=0.0, unit="1", interval=_wilson(0.0, 0.04)), "0 (0–0.040)"),
        (Quantity(value=1.0, unit="1", interval=_wilson(0.96, 1.0)), "1.00 (0.96–1.00)"),
        (Quantity(value=0.6213, unit="1", interval=_wilson(0.6213, 0.6213)), "0.621 (0.621–0.621)"),
        (Quantity(value=math.nan, unit="1", interval=_wilson(0.0, 1.0)), "NaN (0–1)"),
        (Quantity(value=0.5, unit="1", interval=_wilson(math.nan, math.nan)), "0.500 (NaN–NaN)"),
        (Quantity(value=0.0012345, unit="kWh"), "0.0012 kWh"),
        (Quantity(value=123.4, unit="kWh"), "120 kWh"),
        (Quantity(value=1.2e-5, unit="kWh"), "1.2 × 10⁻⁵ kWh"),
        (Quantity(value=2.0, unit="kWh"), "2.0 kWh"),
        (Quantity(value=418.26, unit="gCO2eq/kWh"), "420 gCO2eq/kWh"),
        (
            Quantity(
                value=0.0012,
                unit="kWh",
                interval=Interval(low=0.00001, high=0.003, method="TDP bounds"),
            ),
            "(0.010–3.0) × 10⁻³ kWh",
        ),
        (
            Quantity(
                value=0.00011, unit="kWh", interval=Interval(low=5.1e-6, high=0.00022, method="b")
            ),
            "(0.051–2.2) × 10⁻⁴ kWh",
        ),
        (
            Quantity(
                value=4e-6, unit="kWh", interval=Interval(low=9.98e-7, high=1.61e-5, method="b")
            ),
            "(1.0–16) × 10⁻⁶ kWh",
        ),
        (Quantity(value=0.5, unit="1", interval=_wilson(0.00004, 0.9)), "0.50 (0.000040–0.90)"),
        (Quantity(value=0.62, unit="1", interval=_wilson(0.0432, 0.9)), "0.62 (0.043–0.90)"),
        (Quantity(value=1.5e12, unit="FLOP", at_least=True), "at least 1.50 × 10¹² FLOP"),
        (Quantity(value=12.5, unit="%"), "12.5%"),
        (Quantity(value=11234, unit="parameters"), "11,234 parameters"),
    ],
)
def test_a_quantity_is_written_with_its_unit_and_interval(quantity: Quantity, text: str) -> None:
    assert quantity_text(quantity) == text


def test_without_its_interval_a_quantity_keeps_the_digits_that_the_interval_justifies() -> None:
    quantity = Quantity(value=0.6213, unit="1", interval=_wilson(0.6107, 0.6318))
    assert quantity_text(quantity, interval=False) == "0.62"


@pytest.mark.parametrize(
    ("unit", "high", "text"),
    [
        ("kWh", 3.0, "1.0 (0.30–3.0) kWh"),
        ("kWh", 3.1, "0.30–3.1 kWh"),
        ("gCO2eq", 3.1, "0.30–3.1 gCO2eq"),
        ("1", 3.1, "1.0 (0.30–3.1)"),
    ],
)
def test_of_energy_that_may_be_ten_times_more_only_the_range_is_written(
    unit: str, high: float, text: str
) -> None:
    quantity = Quantity(value=1.0, unit=unit, interval=Interval(low=0.3, high=high, method="b"))
    assert quantity_text(quantity) == text
    vague = text.removesuffix(f" {unit}").startswith("0.30")
    assert (quantity_text(quantity, interval=False) == text) == vague


@given(st.floats(), st.floats(), st.floats(), st.sampled_from(["1", "kWh", "s", "%"]))
def test_every_quantity_can_be_written(value: float, low: float, high: float, unit: str) -> None:
    interval = Interval(low=low, high=high, method="any")
    assert quantity_text(Quantity(value=value, unit=unit, interval=interval)) != ""


def _parsed(text: str) -> list[Decimal]:
    """The numbers of a quantity's text; powers of ten behind the bracket hold for all of them.

    Where the number in front is left out, these are two.
    """
    plain = text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")).replace(",", "")
    plain = plain.replace(" to ", "–")
    inside, _, shared = plain.partition(") × 10")
    *first, ends = inside.rstrip(")").removeprefix("(").split(" (")
    power = int(shared) if shared != "" else 0
    found = [part.partition(" × 10") for part in (*first, *ends.split("–"))]
    return [Decimal(n).scaleb(power + (int(own) if own != "" else 0)) for n, _, own in found]


finite = st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False)
nearby = st.floats(1e-9, 1e9)


@given(
    st.one_of(st.tuples(finite, finite, finite), st.tuples(nearby, nearby, nearby)),
    st.sampled_from(["1", "kWh"]),
)
def test_every_number_of_a_quantity_has_two_right_digits_and_all_have_one_form(
    numbers: tuple[float, float, float], unit: str
) -> None:
    value, low, high = numbers
    interval = Interval(low=low, high=high, method="any")
    text = quantity_text(Quantity(value=value, unit=unit, interval=interval)).removesuffix(" kWh")
    is_vague = unit == "kWh" and low > 0 and high / low > 10 * (1 + 1e-9)
    written = numbers[1:] if is_vague else numbers
    for said, true in zip(_parsed(text), map(Decimal, map(repr, written)), strict=True):
        assert abs(said - true) <= Decimal(5).scaleb(true.adjusted() - 2) * (true != 0)
    powers = text.count("×")
    assert powers in {0, len(written) - written.count(0)} or (
        powers,
        text.rpartition(")")[2][:3],
    ) == (
        1,
        " × ",
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_only_zero_is_written_as_zero(value: float) -> None:
    assert (number_text(value).strip("-0.,") == "") == (value == 0)


def test_a_missing_energy_is_not_measured_and_any_other_figure_not_given() -> None:
    units = ("kWh", "W", "kgCO2eq", "1", "parameters")
    assert [quantity_text(Quantity(value=None, unit=unit)) for unit in units] == [
        "not measured",
        "not measured",
        "not given",
        "not given",
        "not given",
    ]


def test_a_very_small_number_shares_one_power_of_ten_with_its_interval() -> None:
    bounds = Interval(low=1.5e-5, high=1.4e-4, method="bounds")
    quantity = Quantity(value=7.3e-5, unit="kWh", interval=bounds)
    assert quantity_text(quantity) == "7.3 (1.5–14) × 10⁻⁵ kWh"
