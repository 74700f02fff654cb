"""The one place where figures of energy, mass and time change their unit.

A float stands for the decimal number that it prints as. That number is multiplied exactly, as a
fraction, and rounded once, to the nearest float; so kg, g and t (kWh, Wh and MWh; J and MJ) go over
into each other and back without change for figures of up to 15 significant digits, and no 0.1 kg
becomes 100.00000000000001 g.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Unit = Literal["kWh", "Wh", "MWh", "J", "MJ", "kg", "g", "mg", "t", "h", "s"]
IN_BASE: dict[Unit, tuple[str, Fraction]] = {
    "J": ("energy", Fraction(1)),
    "MJ": ("energy", Fraction(10**6)),
    "Wh": ("energy", Fraction(3600)),
    "kWh": ("energy", Fraction(3_600_000)),
    "MWh": ("energy", Fraction(3_600_000_000)),
    "mg": ("mass", Fraction(1, 1000)),
    "g": ("mass", Fraction(1)),
    "kg": ("mass", Fraction(1000)),
    "t": ("mass", Fraction(10**6)),
    "s": ("time", Fraction(1)),
    "h": ("time", Fraction(3600)),
}
"""Kind of each unit, and how many J, g or s it is."""
SAME = 1e-9
"""Relative difference within which two figures state one amount."""


def convert(value: float, unit: Unit, to: Unit) -> float:
    """*value* in *unit*, in the unit *to*.

    Raises:
        ValueError: One unit is of energy and the other of mass, *value* is not finite, or the result
            is too large or too small for a float (an amount never becomes 0 or infinite).
    """
    kind, factor = IN_BASE[unit]
    other, divisor = IN_BASE[to]
    if kind != other:
        message = f"{unit} is a unit of {kind}, {to} one of {other}"
        raise ValueError(message)
    if not math.isfinite(value):
        message = f"{value} {unit} is no amount"
        raise ValueError(message)
    exact = Fraction(repr(float(value))) * factor / divisor
    try:
        found = float(exact)
    except OverflowError:
        found = math.inf
    if math.isinf(found) or (found == 0) != (value == 0):
        message = f"{value} {unit} cannot be written in {to}"
        raise ValueError(message)
    return found


def decimal_text(value: float) -> str:
    """*value* as an `xsd:decimal`, as SPDX 3.0 wants it: all digits, no exponent, no final zeros.

    Raises:
        ValueError: *value* is not finite.
    """
    if not math.isfinite(value):
        message = f"{value} is no decimal number"
        raise ValueError(message)
    text = f"{Decimal(repr(float(value))):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def is_same(value: float, unit: Unit, other: float, other_unit: Unit) -> bool:
    """Whether two figures in their units state one amount, as an export must (rule E20).

    An amount that became 0, infinite or NaN on the way is not the same.
    """
    if not (math.isfinite(value) and math.isfinite(other)):
        return False
    (kind, factor), (other_kind, other_factor) = IN_BASE[unit], IN_BASE[other_unit]
    one, two = Fraction(value) * factor, Fraction(other) * other_factor
    return kind == other_kind and abs(one - two) <= Fraction(SAME) * min(abs(one), abs(two))
