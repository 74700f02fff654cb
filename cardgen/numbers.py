"""How numbers are written: one rule for prose, tables and charts' labels.

A measured number is rounded, since its last digits say nothing: to three significant digits, to two
where it is energy or emissions (estimates, mostly), and with an interval to the digit in which the
interval is wide, but never to fewer than two digits. A number and the ends of its interval have one
form: all plain, or all over powers of ten. Rounding never makes 0 or 1 of a number that is neither.
Counts are written whole.
"""

from __future__ import annotations

import math
from decimal import Decimal

from cardgen.language import SOURCE, in_words, number_form, say, spoken
from cardgen.values import Quantity

DIGITS = 3
ESTIMATE_DIGITS = 2
ESTIMATED_UNITS = ("kWh", "Wh", "CO2", "CO₂", "inferences", "W")
NOT_MEASURED = "not measured"
NOT_GIVEN = "not given"
# Outside these a row of zeros or of digits would have to be counted: powers of ten are clearer.
SMALLEST_FIXED = 1e-4
LARGEST_FIXED = 1e10
LEAST_POWER, MOST_POWER = -3, 10
"""Between them a value is written plain even if an end of its interval is smaller."""
SPREAD = 4
"""Powers of ten between a value and an end of its interval, beyond which each has its own."""
VAGUE = 10
"""Times by which an estimate's ends may differ so that its number is still written."""
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
        return say("yes") if value else say("no")
    return number_form(_number(value, digits))


def _number(value: float, digits: int = DIGITS) -> str:
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
    whole = value.is_integer() and abs(value) < 1e15
    return number_form(repr(int(value)) if whole else repr(value))


def quantity_text(quantity: Quantity, *, interval: bool = True) -> str:
    """*quantity* with its unit: `0.62 (0.61–0.63)`, `at least 1.2 kWh`, `0.1–4.0 kWh`, `not measured`.

    Of energy, emissions and what is worked out of them that may be ten times more or less, only the
    range is written: a number before it would say more than is known.

    Args:
        quantity: What to write; a unit of "1" is a plain ratio or score and is left out.
        interval: False leaves the interval out, where there is more than it to write; it still decides
            how many digits are written.
    """
    if quantity.value is None:
        return _missing(quantity)
    bare = quantity.interval is None or not (interval or _is_vague(quantity))
    text = number_form(_alone(quantity) if bare else _with_interval(quantity))
    text += unit_text(quantity.unit)
    return say("at least {amount}", amount=text) if quantity.at_least else text


def _alone(quantity: Quantity) -> str:
    """The value without its interval, which still decides how many digits are written."""
    value = quantity.value
    assert value is not None  # noqa: S101 - for the type checker; its caller has looked
    if 0 < abs(value) < SMALLEST_FIXED or abs(value) >= LARGEST_FIXED:
        return _number(value, ESTIMATE_DIGITS if _is_estimate(quantity.unit) else DIGITS)
    return _plain(quantity, value)


def _with_interval(quantity: Quantity) -> str:
    """The value and its interval's ends in one form: `0.62 (0.61–0.63)`, `7.3 (1.5–15) × 10⁻⁵`."""
    value = quantity.value
    assert value is not None  # noqa: S101 - for the type checker; its caller has looked
    parts = _ends(quantity) if _is_vague(quantity) else (value, *_ends(quantity))
    sizes = [abs(part) for part in parts if math.isfinite(part) and part != 0]
    exponents = [_exponent(size) for size in sizes]
    own = _exponent(value) if math.isfinite(value) and value != 0 else max(exponents, default=0)
    is_near = all(abs(exponent - own) <= SPREAD for exponent in exponents)
    is_plain = all(SMALLEST_FIXED <= size < LARGEST_FIXED for size in sizes)
    power = ""
    if is_plain or (is_near and LEAST_POWER < own < MOST_POWER):
        texts = [_plain(quantity, part) for part in parts]
    elif is_near:
        texts = [_scaled(quantity, part, own) for part in parts]
        power = f" × 10{superscript(own)}"
    else:
        texts = [_special(part) or _power_of_ten(part, ESTIMATE_DIGITS) for part in parts]
    *first, low, high = texts
    # A dash before a minus sign would read as one of the two.
    span = say("{low} to {high}", low=low, high=high) if parts[-2] < 0 else f"{low}–{high}"
    if first == []:
        return f"({span}){power}" if power != "" else span
    return f"{first[0]} ({span}){power}"


def _is_vague(quantity: Quantity) -> bool:
    """Whether the ends of an estimate are so far apart that the number in between means little."""
    low, high = _ends(quantity)
    # A range of just that width may be a little above it, as floats are.
    return _is_estimate(quantity.unit) and low > 0 and high / low > VAGUE * (1 + 1e-9)


def _scaled(quantity: Quantity, number: float, exponent: int) -> str:
    """*number* over ten to the *exponent*, with its quantity's decimals, or two digits."""
    special = _special(number)
    if special is not None:
        return special
    scaled = Decimal(repr(float(number))).scaleb(-exponent)
    decimals = _decimals(quantity)
    wide = decimals + exponent if decimals is not None else 0
    return f"{scaled:,.{max(0, wide, ESTIMATE_DIGITS - 1 - _shown_exponent(scaled))}f}"


def _plain(quantity: Quantity, number: float) -> str:
    """*number*, the quantity's value or an end of its interval, without a power of ten."""
    special = _special(number)
    if special is not None:
        return special
    decimals = _decimals(quantity)
    if decimals is not None:
        text = _fixed(number, max(0, decimals, ESTIMATE_DIGITS - 1 - _shown_exponent(number)))
        if not _misleads(number, text):
            return text
    if not _is_estimate(quantity.unit) and SMALLEST_FIXED <= abs(number) < LARGEST_FIXED:
        return _number(number)
    return _rounded(number, ESTIMATE_DIGITS)


def _missing(quantity: Quantity) -> str:
    """Energy and power are measured or not; any other figure is given or not."""
    is_power = _is_estimate(quantity.unit) and "CO" not in quantity.unit
    return say(NOT_MEASURED) if is_power else say(NOT_GIVEN)


def unit_text(unit: str) -> str:
    """*unit* as it follows a number: nothing for a plain ratio, `%` without a space."""
    if unit in {"", "1"}:
        return ""
    return unit if unit == "%" and spoken() == SOURCE else f" {unit_name(unit)}"


def unit_name(unit: str) -> str:
    """*unit* in the language of the page; symbols and units of people's own are as they are."""
    return in_words(unit)


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
    return -_exponent(half) if math.isfinite(half) and half > 0 else None


def _exponent(value: float) -> int:
    """The power of ten of the first digit of *value*, which is finite and not 0."""
    return Decimal(repr(float(value))).adjusted()


def _shown_exponent(value: float | Decimal) -> int:
    """The power of ten of the first digit that is written: 0.998 is written as 1.0."""
    return Decimal(f"{Decimal(repr(value) if isinstance(value, float) else value):.1e}").adjusted()


def _fixed(value: float, decimals: int) -> str:
    return f"{Decimal(repr(float(value))):,.{decimals}f}"


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
    return f"{mantissa} × 10{superscript(int(exponent))}"


def superscript(exponent: int) -> str:
    """*exponent* as it stands above a ten: `⁻⁵`."""
    return str(exponent).translate(_SUPERSCRIPT)
