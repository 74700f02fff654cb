"""Facts about what lies around the computer: the data centre's overhead (PUE) and water.

Both are what somebody states, or the tracker's own setting; cardgen assumes neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from cardgen.energy import consumption
from cardgen.energy.sums import scaled
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Frozen, Method, Quantity

VERSION = 1


class Pue(Frozen):
    """Power usage effectiveness of the place where the runs ran."""

    value: float = Field(ge=1, allow_inf_nan=False)
    """Energy of the whole site for each unit that its computers use, from 1 up."""
    source: str
    """Who says so, with the period that it holds for."""


class Water(Frozen):
    """Water that the place used for each kWh."""

    l_per_kwh: float = Field(ge=0, allow_inf_nan=False)
    """Litres for each kWh of the computers."""
    source: str
    """Who says so, with the period that it holds for."""


def facts(run: Run, pue: Pue | None, water: Water | None) -> Iterator[Fact]:
    """PUE where somebody states one or the tracker was given one; water only where it was asked for."""
    own = _of_trackers(run)
    if own != set() and (pue is not None or own != {1.0}):
        yield _factor(run, pue)
    if water is not None:
        yield fact_by(
            litres,
            run,
            id="en.water",
            subject=f"run:{run.id}",
            method=Method.DECLARED,
            derived_from=("/energy",),
            parameters={"l_per_kwh": water.l_per_kwh},
            note=f"{water.l_per_kwh:g} L for each kWh of the computers. Stated: {water.source}",
        )


def _of_trackers(run: Run) -> set[float]:
    """What the trackers of the hosts multiplied with: 1 where they did not."""
    return {record.pue for record in consumption.measuring(run)}


def _factor(run: Run, stated: Pue | None) -> Fact:
    own = _of_trackers(run)
    value = None if stated is None else stated.value
    if stated is not None and own == {1.0}:
        note = (
            "The energy figures are the computers' own, without it; emissions are with it. "
            f"Stated: {stated.source}"
        )
    elif len(own) > 1:
        values = ", ".join(f"{one:g}" for one in sorted(own))
        note = f"Hosts or segments differ ({values}); each's energy is already multiplied with its own."
    else:
        note = "The energy figures are already multiplied with it."
    return fact_by(
        pue,
        run,
        id="en.pue",
        subject=f"run:{run.id}",
        method=Method.DECLARED,
        derived_from=("/energy",),
        parameters={"stated": value},
        note=note,
    )


def pue(run: Run, *, stated: float | None) -> Quantity:
    """The tracker's PUE where it multiplied with one, else the *stated*; None when hosts differ."""
    own = _of_trackers(run)
    if len(own) > 1:
        return Quantity(value=None, unit="1")
    return Quantity(value=stated if own == {1.0} and stated is not None else own.pop(), unit="1")


def at_site(run: Run, stated: float | None) -> Quantity:
    """The energy of the run with the *stated* PUE, unless the tracker has multiplied with one already."""
    energy = consumption.kwh(run)
    return scaled(energy, still_to_apply(run, stated), energy.unit)


def still_to_apply(run: Run, stated: float | None) -> float:
    """The *stated* PUE; 1 where there is none or the tracker has multiplied with one already."""
    own = _of_trackers(run)
    return 1.0 if stated is None or own != {1.0} else stated


def litres(run: Run, *, l_per_kwh: float) -> Quantity:
    """Litres of water for the energy of the computers, which the usual definition counts by."""
    return scaled(consumption.kwh(run), l_per_kwh, "L")
