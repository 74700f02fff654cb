"""Facts about money: a declared price for an hour of one device, times recorded device-hours.

No price comes with cardgen: prices differ by contract and day, and a guessed one would look known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from cardgen.energy import consumption, inference
from cardgen.energy.life import MODEL, WHOLE, Stages, chosen, device_hours, devices, ends
from cardgen.energy.sums import quotient, scaled
from cardgen.measure import fact_of_runs
from cardgen.run import Run
from cardgen.units import convert
from cardgen.values import Fact, Frozen, Method, Quantity

VERSION = 1
PRICED = ("main run", "search", WHOLE)
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


def facts(runs: Sequence[Run], of_stage: Stages, price: Price | None) -> Iterator[Fact]:
    """Cost of main run, search, all runs and 1,000 inferences; when serving has cost as much."""
    (main,) = of_stage["main run"]
    for record in _main(runs, main).record.inferences:
        yield _energy_break_even(runs, main, record.name)
        if price is not None:
            yield _cost_of_inferences(runs, main, record.name, price)
            yield _money_break_even(runs, main, record.name)
    if price is not None:
        for stage in PRICED:
            if of_stage[stage] != []:
                yield _cost_of_runs(runs, of_stage[stage], stage, price)


def _main(runs: Sequence[Run], main: str) -> Run:
    (run,) = chosen(runs, [main])
    return run


def cost(runs: Sequence[Run], *, ids: list[str], amount: float, currency: str) -> Quantity:
    """Price of the device-hours of the runs with these ids."""
    hours = device_hours(runs, ids=ids)
    return scaled(hours, amount, currency, n=hours.n)


def cost_of_inferences(
    runs: Sequence[Run], *, main: str, name: str, amount: float, currency: str
) -> Quantity:
    """Price of the device-hours of 1,000 inferences."""
    hours = hours_of_inferences(_main(runs, main), name)
    return scaled(hours, amount, currency, n=hours.n)


def hours_of_inferences(run: Run, name: str) -> Quantity:
    """Device-hours of 1,000 inferences: all devices of the run are counted."""
    seconds = inference.seconds(run, name=name)
    factor = convert(1.0, "s", "h") * devices(run)
    return scaled(seconds, factor, "device-hours", n=seconds.n)


def energy_break_even(runs: Sequence[Run], *, main: str, name: str) -> Quantity:
    """Inferences that use as much energy as training (its phase, or else the whole main run)."""
    run = _main(runs, main)
    spent = consumption.kwh(run, phase=_training(run))
    thousands = quotient(spent, inference.kwh(run, name=name), INFERENCES)
    return _rounded(scaled(thousands, inference.PER, INFERENCES))


def money_break_even(runs: Sequence[Run], *, main: str, name: str) -> Quantity:
    """Inferences that take as many device-hours as the main run, so cost as much at one price."""
    spent = device_hours(runs, ids=[main])
    thousands = quotient(spent, hours_of_inferences(_main(runs, main), name), INFERENCES)
    return _rounded(scaled(thousands, inference.PER, INFERENCES))


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
    return "training" if "training" in consumption.phases(run) else None


def _cost_of_runs(runs: Sequence[Run], ids: Sequence[str], stage: str, price: Price) -> Fact:
    return fact_of_runs(
        cost,
        runs,
        id="en.cost",
        subject=MODEL,
        where={} if stage == WHOLE else {"stage": stage},
        method=Method.DECLARED,
        derived_from=ends(chosen(runs, ids)),
        parameters={"ids": list(ids), "amount": price.amount, "currency": price.currency},
        note=_priced(price),
    )


def _cost_of_inferences(runs: Sequence[Run], main: str, name: str, price: Price) -> Fact:
    return fact_of_runs(
        cost_of_inferences,
        runs,
        id="en.cost",
        subject=MODEL,
        where={"stage": f"1,000 inferences ({name})"},
        method=Method.DECLARED,
        derived_from=(f"run:{main}#/record/inferences",),
        parameters={
            "main": main,
            "name": name,
            "amount": price.amount,
            "currency": price.currency,
        },
        note=_priced(price),
    )


def _energy_break_even(runs: Sequence[Run], main: str, name: str) -> Fact:
    run = _main(runs, main)
    found = consumption.all_readings(run, _training(run))
    note = (
        "Energy of the training phase over that of one inference."
        if _training(run) is not None
        else "Energy of the whole main run over that of one inference."
    )
    if energy_break_even(runs, main=main, name=name).value is None:
        note = "Not both energies are known well enough to compare."
    return fact_of_runs(
        energy_break_even,
        runs,
        id="en.breakeven",
        subject=MODEL,
        where={"inference": name, "measure": "energy"},
        method=consumption.status([*found, *consumption.all_readings(run, _phase(run, name))]),
        derived_from=(f"run:{main}#/energy", f"run:{main}#/record/inferences"),
        parameters={"main": main, "name": name},
        note=note,
    )


def _phase(run: Run, name: str) -> str:
    return inference.record_of(run, name).phase


def _money_break_even(runs: Sequence[Run], main: str, name: str) -> Fact:
    return fact_of_runs(
        money_break_even,
        runs,
        id="en.breakeven",
        subject=MODEL,
        where={"inference": name, "measure": "money"},
        method=Method.COMPUTED,
        derived_from=(*ends([_main(runs, main)]), f"run:{main}#/record/inferences"),
        parameters={"main": main, "name": name},
        note="Device-hours of the main run over those of one inference, at one price.",
    )


def _priced(price: Price) -> str:
    return (
        f"Device-hours at {price.amount:g} {price.currency} ({price.date}), computing alone. "
        f"Stated: {price.source}"
    )
