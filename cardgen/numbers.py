"""How numbers are written: one rule for prose, tables and charts' labels.

A measured number is rounded, since its last digits say nothing: to three significant digits, to two
where it is energy or emissions (estimates, mostly), and with an interval to the digit in which the
interval is wide. Rounding never makes 0 or 1 of a number that is neither. Counts are written whole.
"""

from __future__ import annotations

import math
from decimal import Decimal

from cardgen.values import Quantity

DIGITS = 3
ESTIMATE_DIGITS = 2
ESTIMATED_UNITS = ("kWh", "Wh", "CO2", "CO₂", "W")
NOT_MEASURED = "not measured"
NOT_GIVEN = "not given"
# Outside these a row of zeros or of digits would have to be counted: powers of ten are clearer.
SMALLEST_FIXED = 1e-4
LARGEST_FIXED = 1e10
MOST_DIGITS = 17
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_text(value: float | None, digits: int = DIGITS) -> str:
    """*value* as a page prints it: `0.623`, `11,234`, `1.2 × 10⁻⁵`, `NaN`; `—` for None.

    Args:
        value: Any number; a whole one below 10¹⁰ is written whole.
        digits: Significant digits of a number that is not whole; its whole part is never rounded off.
    """
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    special = _special(value)
    if special is not None:
        return special
    if abs(value) >= LARGEST_FIXED or 0 < abs(value) < SMALLEST_FIXED:
        return _power_of_ten(value, digits)
    if float(value).is_integer():
        return f"{int(value):,}"
    before = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return _rounded(value, max(digits, before))


def exact_text(value: float) -> str:
    """A number that somebody set, such as a hyper-parameter, with all its digits: `0.9`, `1e-08`."""
    if isinstance(value, int):
        return number_text(value)
    special = _special(value)
    if special is not None:
        return special
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def quantity_text(quantity: Quantity, *, interval: bool = True) -> str:
    """*quantity* with its unit: `0.62 (0.61–0.63)`, `at least 1.2 kWh`, `not measured`.

    Args:
        quantity: What to write; a unit of "1" is a plain ratio or score and is left out.
        interval: False leaves the interval out; it still decides how many digits are written.
    """
    if quantity.value is None:
        return _missing(quantity)
    least = "at least " if quantity.at_least else ""
    if quantity.interval is not None and interval and 0 < abs(quantity.value) < SMALLEST_FIXED:
        return least + _with_one_power(quantity) + unit_text(quantity.unit)
    text = quantity_number(quantity)
    if quantity.interval is not None and interval:
        low, high = (quantity_number(quantity, end) for end in _ends(quantity))
        text += f" ({low}–{high})"
    return least + text + unit_text(quantity.unit)


def quantity_number(quantity: Quantity, value: float | None = None) -> str:
    """The number of *quantity* alone, or *value* written as exactly as that number is."""
    number = quantity.value if value is None else value
    if number is None:
        return _missing(quantity)
    decimals = _decimals(quantity)
    if decimals is not None and _special(number) is None:
        text = _fixed(number, decimals)
        if number == 0 or not _misleads(number, text):
            return text
    if not _is_estimate(quantity.unit):
        return number_text(number)
    special = _special(number)
    if special is not None or SMALLEST_FIXED <= abs(number) < LARGEST_FIXED:
        return special or _rounded(number, ESTIMATE_DIGITS)
    return number_text(number, ESTIMATE_DIGITS)


def _missing(quantity: Quantity) -> str:
    """Energy and power are measured or not; any other figure is given or not."""
    is_power = _is_estimate(quantity.unit) and "CO" not in quantity.unit
    return NOT_MEASURED if is_power else NOT_GIVEN


def _with_one_power(quantity: Quantity) -> str:
    """A very small number and its interval's ends over one power of ten: `7.3 (0.6–15) × 10⁻⁵`."""
    value = quantity.value
    assert value is not None  # noqa: S101 - for the type checker; its caller has looked
    exponent = math.floor(math.log10(abs(value)))
    scaled, low, high = (
        number_text(part / 10.0**exponent, ESTIMATE_DIGITS) for part in (value, *_ends(quantity))
    )
    return f"{scaled} ({low}–{high}) × 10{str(exponent).translate(_SUPERSCRIPT)}"


def unit_text(unit: str) -> str:
    """*unit* as it follows a number: nothing for a plain ratio, `%` without a space."""
    if unit in {"", "1"}:
        return ""
    return unit if unit == "%" else f" {unit}"


def _special(value: float) -> str | None:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return "0" if value == 0 else None


def _is_estimate(unit: str) -> bool:
    return any(part in unit for part in ESTIMATED_UNITS[:-1]) or unit == ESTIMATED_UNITS[-1]


def _ends(quantity: Quantity) -> tuple[float, float]:
    interval = quantity.interval
    assert interval is not None  # noqa: S101 - for the type checker; its caller has looked
    return interval.low, interval.high


def _decimals(quantity: Quantity) -> int | None:
    """Decimals that the interval's half-width justifies; None without an interval that says so."""
    value = quantity.value
    if value is None or quantity.interval is None or not math.isfinite(value):
        return None
    low, high = _ends(quantity)
    half = (high - low) / 2
    if not math.isfinite(half) or half <= 0 or 0 < abs(value) < SMALLEST_FIXED:
        return None
    wide = -math.floor(math.log10(half))
    two_digits = 1 - math.floor(math.log10(abs(value))) if value != 0 else 0
    return max(0, wide, two_digits)


def _fixed(value: float, decimals: int) -> str:
    text = f"{Decimal(repr(float(value))):,.{decimals}f}"
    return "0" if value == 0 else text


def _misleads(value: float, text: str) -> bool:
    """True when *text* says 0 or ±1 of a number that is neither."""
    said = float(text.replace(",", ""))
    return said != value and said in {0.0, 1.0, -1.0}


def _rounded(value: float, digits: int) -> str:
    """*value* to *digits* significant digits, or as many as keep it apart from 0 and 1."""
    for more in range(digits, MOST_DIGITS + 1):
        exact = Decimal(f"{value:.{more - 1}e}")
        exponent = exact.adjusted()
        text = f"{exact:,.{max(0, more - 1 - exponent)}f}"
        if not _misleads(value, text):
            return text
    return repr(value)


def _power_of_ten(value: float, digits: int) -> str:
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}"
