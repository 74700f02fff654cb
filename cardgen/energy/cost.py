"""Facts about money: a declared price for an hour of one device, times recorded device-hours.

No price comes with cardgen: prices differ by contract and day, and a guessed one would look known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from cardgen.energy import consumption, inference
from cardgen.energy.life import (
    MODEL,
    TRAINING,
    WHOLE,
    Stages,
    chosen,
    device_hours,
    devices,
    duration_s,
    ends,
    of_main,
)
from cardgen.energy.sums import quotient, scaled
from cardgen.measure import fact_of_runs
from cardgen.run import Run
from cardgen.units import convert
from cardgen.values import Fact, Frozen, Method, Quantity

VERSION = 2
PRICED = ("main run", "search", WHOLE)
"""Stages that have a price, after the training phase of the main run."""
INFERENCES = "inferences"


class Price(Frozen):
    """What an hour of one device costs."""

    amount: float = Field(ge=0, allow_inf_nan=False)
    """Price of one hour of one device."""
    currency: str = Field(pattern="^[A-Z]{3}$")
    """ISO 4217 code, such as EUR."""
    date: str = Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$")
    """Day, month or year of which it was the price."""
    source: str
    """Whose price it is: a list, a contract, an invoice."""


def facts(
    runs: Sequence[Run], of_stage: Stages, price: Price | None, inferring: str
) -> Iterator[Fact]:
    """Cost of training, search, all runs and 1,000 inferences; when serving has cost as much.

    *inferring* is the id of the run that measured inference: the main run, or another.
    """
    (main,) = of_stage["main run"]
    for record in _one(runs, inferring).record.inferences:
        yield _energy_break_even(runs, main, inferring, record.name)
        if price is not None:
            yield _cost_of_inferences(runs, inferring, record.name, price)
            yield _money_break_even(runs, main, inferring, record.name)
    if price is not None:
        if _training(_one(runs, main)) is not None:
            yield _cost_of_runs(runs, [main], of_main(TRAINING), price, TRAINING)
        for stage in PRICED:
            if of_stage[stage] != []:
                yield _cost_of_runs(runs, of_stage[stage], stage, price)


def _one(runs: Sequence[Run], wanted: str) -> Run:
    (run,) = chosen(runs, [wanted])
    return run


def cost(
    runs: Sequence[Run], *, ids: list[str], amount: float, currency: str, phase: str | None = None
) -> Quantity:
    """Price of the device-hours of the runs with these ids, or of a phase of each."""
    hours = device_hours(runs, ids=ids, phase=phase)
    return scaled(hours, amount, currency, n=hours.n)


def cost_of_inferences(
    runs: Sequence[Run], *, inferring: str, name: str, amount: float, currency: str
) -> Quantity:
    """Price of the device-hours of 1,000 inferences."""
    return scaled(hours_of_inferences(_one(runs, inferring), name), amount, currency)


def hours_of_inferences(run: Run, name: str) -> Quantity:
    """Device-hours of 1,000 inferences: all devices of the run are counted."""
    seconds = inference.seconds(run, name=name)
    factor = convert(1.0, "s", "h") * devices(run)
    return scaled(seconds, factor, "device-hours", n=seconds.n)


def energy_break_even(runs: Sequence[Run], *, main: str, inferring: str, name: str) -> Quantity:
    """Inferences that use as much energy as training (its phase, or else the whole main run)."""
    run = _one(runs, main)
    spent = consumption.kwh(run, phase=_training(run))
    thousands = quotient(spent, inference.kwh(_one(runs, inferring), name=name), INFERENCES)
    return _rounded(scaled(thousands, inference.PER, INFERENCES))


def money_break_even(runs: Sequence[Run], *, main: str, inferring: str, name: str) -> Quantity:
    """Inferences that take as many device-hours as training, so cost as much at one price."""
    spent = device_hours(runs, ids=[main], phase=_training(_one(runs, main)))
    each = hours_of_inferences(_one(runs, inferring), name)
    return _rounded(scaled(quotient(spent, each, INFERENCES), inference.PER, INFERENCES))


def _rounded(quantity: Quantity) -> Quantity:
    """A number of inferences to two digits: it is an estimate, and not a count of anything."""
    ends = quantity.interval
    if quantity.value is None:
        return quantity
    if ends is not None:
        ends = ends.model_copy(update={"low": _two(ends.low), "high": _two(ends.high)})
    return quantity.model_copy(update={"value": _two(quantity.value), "interval": ends})


def _two(value: float) -> float:
    return float(f"{value:.2g}")


def _training(run: Run) -> str | None:
    return TRAINING if duration_s(run, TRAINING) is not None else None


def _cost_of_runs(
    runs: Sequence[Run], ids: Sequence[str], stage: str, price: Price, phase: str | None = None
) -> Fact:
    return fact_of_runs(
        cost,
        runs,
        id="en.cost",
        subject=MODEL,
        where={} if stage == WHOLE else {"stage": stage},
        method=Method.DECLARED,
        derived_from=ends(chosen(runs, ids), phase),
        parameters={
            "ids": list(ids),
            "amount": price.amount,
            "currency": price.currency,
            "phase": phase,
        },
        note=_priced(price),
    )


def _cost_of_inferences(runs: Sequence[Run], inferring: str, name: str, price: Price) -> Fact:
    return fact_of_runs(
        cost_of_inferences,
        runs,
        id="en.cost",
        subject=MODEL,
        where={"stage": f"1,000 inferences ({name})"},
        method=Method.DECLARED,
        derived_from=(f"run:{inferring}#/record/inferences",),
        parameters={
            "inferring": inferring,
            "name": name,
            "amount": price.amount,
            "currency": price.currency,
        },
        note=_priced(price),
    )


def _energy_break_even(runs: Sequence[Run], main: str, inferring: str, name: str) -> Fact:
    run, other = _one(runs, main), _one(runs, inferring)
    phase = inference.record_of(other, name).phase
    found = [
        *consumption.all_readings(run, _training(run)),
        *consumption.all_readings(other, phase),
    ]
    note = (
        "Energy of the training phase over that of one inference."
        if _training(run) is not None
        else "Energy of the whole main run over that of one inference."
    )
    known = energy_break_even(runs, main=main, inferring=inferring, name=name).value is not None
    return fact_of_runs(
        energy_break_even,
        runs,
        id="en.breakeven",
        subject=MODEL,
        where={"inference": name, "measure": "energy"},
        method=consumption.status(found) if known else Method.NOT_MEASURED,
        derived_from=_energies(main, inferring),
        parameters={"main": main, "inferring": inferring, "name": name},
        note=note if known else "Not both energies are known well enough to compare.",
    )


def _energies(main: str, inferring: str) -> tuple[str, ...]:
    energies = dict.fromkeys(f"run:{one}#/energy" for one in (main, inferring))
    return (*energies, f"run:{inferring}#/record/inferences")


def _money_break_even(runs: Sequence[Run], main: str, inferring: str, name: str) -> Fact:
    run = _one(runs, main)
    note = (
        "Device-hours of the training phase over those of one inference, at one price."
        if _training(run) is not None
        else "Device-hours of the whole main run over those of one inference, at one price."
    )
    return fact_of_runs(
        money_break_even,
        runs,
        id="en.breakeven",
        subject=MODEL,
        where={"inference": name, "measure": "money"},
        method=Method.COMPUTED,
        derived_from=(*ends([run], _training(run)), f"run:{inferring}#/record/inferences"),
        parameters={"main": main, "inferring": inferring, "name": name},
        note=note,
    )


def _priced(price: Price) -> str:
    return (
        f"Device-hours at {price.amount:g} {price.currency} ({price.date}), computing alone. "
        f"Stated: {price.source}"
    )
