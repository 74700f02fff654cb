"""Carbon intensity of electricity by country and year, from the table that ships with cardgen.

Ember and Our World in Data, CC BY 4.0; see `data/carbon-intensity.README.md`.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

TABLE = "carbon-intensity.csv"
SOURCE = "Ember and Our World in Data, CC BY 4.0"


class Intensity(NamedTuple):
    """A country's annual mean, life cycle, location-based."""

    country: str
    year: int
    grams_per_kwh: float


def _bytes() -> bytes:
    return files("cardgen.energy").joinpath("data", TABLE).read_bytes()


@cache
def table_digest() -> str:
    """SHA-256 of the table, for evidence."""
    return hashlib.sha256(_bytes()).hexdigest()


@cache
def _table() -> dict[str, list[Intensity]]:
    rows = csv.DictReader(_bytes().decode("utf-8").splitlines())
    found: dict[str, list[Intensity]] = {}
    for row in rows:
        code, country = row.pop("code"), row.pop("country")
        found[code] = [
            Intensity(country, int(year), float(value))
            for year, value in row.items()
            if value != ""
        ]
    return found


def country_name(code: str) -> str | None:
    """English name of the country with this ISO 3166-1 alpha-3 code; None when it is not listed."""
    years = _table().get(code.upper(), [])
    return years[0].country if years != [] else None


def intensity(code: str, year: int) -> Intensity | None:
    """The country's figure for *year*, else for the nearest earlier year; None without one."""
    earlier = [item for item in _table().get(code.upper(), []) if item.year <= year]
    return max(earlier, key=lambda item: item.year, default=None)
