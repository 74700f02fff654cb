"""Facts about what lies around the computer: the data centre's overhead (PUE) and water.

Both are what somebody states, or the tracker's own setting; cardgen assumes neither. Figures of energy
are without a PUE: what a tracker multiplied with is taken out, and one PUE is in those of emissions.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from cardgen.energy import consumption
from cardgen.energy.sums import scaled
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Frozen, Method, Quantity

VERSION = 3


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
        known = consumption.kwh(run).value is not None
        yield fact_by(
            litres,
            run,
            id="en.water",
            subject=f"run:{run.id}",
            method=Method.ESTIMATED if known else Method.NOT_MEASURED,
            derived_from=("/energy",),
            parameters={"l_per_kwh": water.l_per_kwh},
            note=f"{water.l_per_kwh:g} L for each kWh of the computers. Stated: {water.source}",
        )


def _of_trackers(run: Run) -> set[float]:
    """What the trackers of the hosts multiplied with: 1 where they did not."""
    return {record.pue for record in consumption.measuring(run)}


def _factor(run: Run, stated: Pue | None) -> Fact:
    own, value = _of_trackers(run), None if stated is None else stated.value
    texts = ["The energy figures are the computers' own, without it; emissions are with it."]
    if own != {1.0}:
        factors = ", ".join(f"{one:g}" for one in sorted(own - {1.0}))
        texts.append(f"The tracker had multiplied its figures with {factors}; that was taken out.")
    if stated is not None:
        texts.append(f"Stated: {stated.source}")
    elif len(own) > 1:
        texts.append("Hosts or segments differ; the emissions of each are with its own.")
    return fact_by(
        pue,
        run,
        id="en.pue",
        subject=f"run:{run.id}",
        method=Method.DECLARED,
        derived_from=("/energy",),
        parameters={"stated": value},
        note=" ".join(texts),
    )


def pue(run: Run, *, stated: float | None) -> Quantity:
    """The *stated* PUE, else the one that the trackers were given; None when hosts differ."""
    own = _of_trackers(run)
    if stated is None and len(own) > 1:
        return Quantity(value=None, unit="1")
    return Quantity(value=stated if stated is not None else own.pop(), unit="1")


def at_site(run: Run, stated: float | None, *, phase: str | None = None) -> Quantity:
    """The energy of the run or a phase with the *stated* PUE, else with that of each host's tracker."""
    if stated is None:
        return consumption.kwh_with_pue(run, phase=phase)
    return scaled(consumption.kwh(run, phase=phase), stated, consumption.KWH)


def how_applied(run: Run, stated: float | None) -> str | None:
    """With which PUE `at_site` is; None where it is with none."""
    own = _of_trackers(run)
    if stated is not None:
        return f"Multiplied with the stated PUE of {stated:g}." if stated != 1 else None
    if len(own) > 1:
        return "The energy of each host is multiplied with the PUE that its tracker was given."
    given = own.pop() if own != set() else 1.0
    return (
        f"Multiplied with the PUE of {given:g} that the tracker was given." if given != 1 else None
    )


def litres(run: Run, *, l_per_kwh: float) -> Quantity:
    """Litres of water for the energy of the computers, which the usual definition counts by."""
    return scaled(consumption.kwh(run), l_per_kwh, "L")
