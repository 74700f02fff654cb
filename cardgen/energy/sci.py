"""Making the hardware, idling, and the software carbon intensity (SCI, ISO/IEC 21031:2024).

SCI = (E · I + M) / R: energy times location-based carbon intensity, plus the share of the emissions
of making the hardware, for each functional unit. M = TE · (time in use / lifetime) · (share of the
hardware). Offsets and certificates are no part of it. Where a part is unknown there is no score.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from cardgen.energy import inference, overhead
from cardgen.energy.emissions import intensity
from cardgen.energy.life import duration_s
from cardgen.energy.sums import product, scaled, total
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.units import convert
from cardgen.values import Fact, Frozen, Method, Quantity

VERSION = 2
GRAMS = "gCO2eq"
KILOGRAMS = "kgCO2eq"
HOURS_A_YEAR = 365.25 * 24


class Hardware(Frozen):
    """The computer that the runs ran on, as far as its making and idling count."""

    embodied_kg: float = Field(ge=0, allow_inf_nan=False)
    """kgCO2eq of making it, such as its maker's product carbon footprint states."""
    lifetime_years: float = Field(gt=0, allow_inf_nan=False)
    """Years that it is expected to be used."""
    share: float = Field(1.0, gt=0, le=1)
    """Part of it that the run reserved, above 0 and up to 1."""
    idle_w: float | None = Field(None, ge=0, allow_inf_nan=False)
    """Watts that it draws when nothing runs on it."""
    source: str
    """Who says so."""


class FunctionalUnit(Frozen):
    """What the score is given for."""

    name: str
    """What one unit is, such as "1,000 classified images"."""
    inferences: float = Field(gt=0, allow_inf_nan=False)
    """Inferences (examples) that one unit takes."""


def facts(
    run: Run,
    hardware: Hardware | None,
    unit: FunctionalUnit | None,
    pue: float | None,
) -> Iterator[Fact]:
    """Embodied and idle share of the run where hardware is stated; the score where a unit is."""
    subject = f"run:{run.id}"
    if hardware is not None:
        stated = {
            "embodied_kg": hardware.embodied_kg,
            "lifetime_years": hardware.lifetime_years,
            "share": hardware.share,
        }
        yield fact_by(
            embodied,
            run,
            id="en.embodied",
            subject=subject,
            method=Method.DECLARED,
            derived_from=_end(run),
            parameters={**stated},
            note=(
                "The run's share of the emissions of making the computer: by time in use over "
                f"lifetime; beside the emissions of its energy, not in them. Stated: {hardware.source}"
            ),
        )
        if hardware.idle_w is not None:
            yield fact_by(
                idle,
                run,
                id="en.idle",
                subject=subject,
                method=Method.DECLARED,
                derived_from=_end(run),
                parameters={"idle_w": hardware.idle_w, "share": hardware.share},
                note=(
                    "What the computer would have used in that time with nothing running on it; "
                    f"partly in the energy figures already. Stated: {hardware.source}"
                ),
            )
    if unit is not None:
        yield from scores(run, hardware, unit, pue)


def _end(run: Run) -> tuple[str, ...]:
    return ("/finished/duration_s",) if run.finished is not None else ("/energy",)


def embodied(run: Run, *, embodied_kg: float, lifetime_years: float, share: float) -> Quantity:
    """Kilograms of CO2 equivalents of making the computer, for the time of the run."""
    seconds = duration_s(run)
    if seconds is None:
        return Quantity(value=None, unit=KILOGRAMS)
    part = convert(seconds, "s", "h") / (lifetime_years * HOURS_A_YEAR)
    return Quantity(value=embodied_kg * part * share, unit=KILOGRAMS)


def idle(run: Run, *, idle_w: float, share: float) -> Quantity:
    """Energy in kWh that the idle computer would have used in the time of the run."""
    seconds = duration_s(run)
    if seconds is None:
        return Quantity(value=None, unit="kWh")
    return Quantity(value=convert(idle_w * seconds * share, "J", "kWh"), unit="kWh")


def scores(
    run: Run,
    hardware: Hardware | None,
    unit: FunctionalUnit,
    pue: float | None,
) -> Iterator[Fact]:
    """The score of each inference that the run measured, or why there is none."""
    for record in run.record.inferences:
        made = None if hardware is None else hardware.embodied_kg
        lifetime = None if hardware is None else hardware.lifetime_years
        share = None if hardware is None else hardware.share
        score = fact_by(
            sci,
            run,
            id="en.sci",
            subject=f"run:{run.id}",
            where={"inference": record.name, "unit": unit.name},
            method=Method.ESTIMATED,
            derived_from=("/energy", "/record/inferences", "/record/country"),
            parameters={
                "name": record.name,
                "inferences": unit.inferences,
                "embodied_kg": made,
                "lifetime_years": lifetime,
                "share": share,
                "pue": pue,
            },
            note=_words(run, record.name, hardware, pue),
        )
        known = isinstance(score.value, Quantity) and score.value.value is not None
        evidence = score.evidence.model_copy(
            update={"method": Method.ESTIMATED if known else Method.NOT_MEASURED}
        )
        yield score.model_copy(update={"evidence": evidence})


def _words(run: Run, name: str, hardware: Hardware | None, pue: float | None) -> str:
    if inference.kwh(run, name=name).value is None:
        return "The energy of inference is not known, so there is no score."
    if intensity(run).value is None:
        return "The carbon intensity is not known, so there is no score."
    if hardware is None:
        return "Nothing is stated of making the hardware (energy.hardware), so there is no score."
    texts = [
        "Software carbon intensity, ISO/IEC 21031: (energy times location-based carbon intensity "
        "plus the share of making the hardware) for each functional unit.",
        overhead.how_applied(run, pue),
        f"Stated: {hardware.source}",
    ]
    return " ".join(text for text in texts if text is not None)


def sci(  # noqa: PLR0913 - the parts of the formula
    run: Run,
    *,
    name: str,
    inferences: float,
    embodied_kg: float | None,
    lifetime_years: float | None,
    share: float | None,
    pue: float | None,
) -> Quantity:
    """Grams of CO2 equivalents for each functional unit of so many inferences."""
    record = inference.record_of(run, name)
    measured = overhead.at_site(run, pue, phase=record.phase)
    energy = scaled(measured, inferences / inference.examples(record), measured.unit)
    used = product(energy, intensity(run), GRAMS)
    if used.value is None or embodied_kg is None or lifetime_years is None or share is None:
        return Quantity(value=None, unit=GRAMS)
    seconds = inference.seconds(run, name=name).value
    of_unit = (seconds if seconds is not None else 0.0) * inferences / inference.PER
    hours = convert(of_unit, "s", "h")
    made = convert(embodied_kg, "kg", "g") * hours / (lifetime_years * HOURS_A_YEAR) * share
    # What was stated has no range, so the sum keeps that of the energy.
    return shifted(used, made)


def shifted(quantity: Quantity, amount: float) -> Quantity:
    """*quantity* plus an exact amount, its ends as well."""
    ends = quantity.interval
    exact = Quantity(value=amount, unit=quantity.unit)
    if ends is not None:
        exact = exact.model_copy(
            update={"interval": ends.model_copy(update={"low": amount, "high": amount})}
        )
    return total([quantity, exact], quantity.unit)
