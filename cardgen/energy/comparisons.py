"""Everyday amounts beside a run's energy and emissions, where they help and do not mislead.

One is given only where it is of about the same size and the run's range is narrow: a comparison with
an order of magnitude says nothing. None is with other models: their figures have other boundaries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.energy import consumption
from cardgen.energy.emissions import emissions
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 2
LEAST, MOST = 0.2, 20.0
"""Between them a multiple can be pictured."""
WIDEST = 4.0
"""High end over low end beyond which nothing is compared."""


class _Known(NamedTuple):
    what: str
    amount: float
    unit: str
    source: str


KNOWN = (
    _Known(
        "boiling 1 litre of water",
        0.0930,
        "kWh",
        "heat capacity of water, 4.186 kJ for each kg and degree, from 20 °C to 100 °C without loss",
    ),
    _Known(
        "1 km in a new car",
        0.1081,
        "kgCO2eq",
        "new cars registered in Europe in 2022, 108.1 g CO2 a km, type approval (European "
        "Environment Agency)",
    ),
    _Known(
        "a person's emissions of one year",
        5000.0,
        "kgCO2eq",
        "world mean, just below 5 t of fossil CO2 (Global Carbon Budget 2024 by Our World in Data)",
    ),
)


def facts(run: Run, pue: float | None) -> Iterator[Fact]:
    """One table, where something compares."""
    parameters: dict[str, JsonValue] = {"pue": pue}
    if comparisons(run, pue=pue).rows != ():
        yield fact_by(
            comparisons,
            run,
            id="en.compare",
            subject=f"run:{run.id}",
            method=Method.COMPUTED,
            derived_from=("/energy", "/record/country"),
            parameters=parameters,
            note="To picture the size: the run's figure over that of the everyday one.",
        )


def comparisons(run: Run, *, pue: float | None) -> Table:
    """What it is compared with, how many times that, and where that amount is from."""
    rows = []
    for known in KNOWN:
        own = consumption.kwh(run) if known.unit == consumption.KWH else emissions(run, pue=pue)
        if _compares(own, known.amount):
            times = 0.0 if own.value is None else own.value / known.amount
            rows.append((known.what, times, known.source))
    return Table(columns=("compared with", "times", "source"), rows=tuple(rows))


def _compares(own: Quantity, amount: float) -> bool:
    ends = own.interval
    if own.value is None or own.at_least or ends is None or ends.low <= 0:
        return False
    return LEAST <= own.value / amount <= MOST and ends.high / ends.low <= WIDEST
