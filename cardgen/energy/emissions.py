"""Facts about emissions: the declared location, its carbon intensity, and kgCO2eq from both.

Without a declared country there is no figure: trackers guess a place from the network address, or
take a world average, and a reader cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy import consumption, factors
from cardgen.energy.intensity import SOURCE, TABLE, Intensity, country_name, table_digest
from cardgen.energy.intensity import intensity as look_up
from cardgen.measure import fact_by, file_pointer
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Scalar

VERSION = 1
NOT_DETERMINED = "not determined"
GRAMS = "gCO2eq/kWh"
KILOGRAMS = "kgCO2eq"


def facts(run: Run) -> Iterator[Fact]:
    """Location, carbon intensity, emissions."""
    subject = f"run:{run.id}"
    declared = run.record.country is not None
    yield fact_by(
        region,
        run,
        id="en.region",
        subject=subject,
        method=Method.DECLARED if declared else Method.NOT_MEASURED,
        derived_from=("/record/country",),
        note="As declared by the person who ran it." if declared else "No country was declared.",
    )
    found = _intensity(run)
    pointers = ("/record/country", "/record/started", file_pointer(TABLE, table_digest()))
    if found is not None:
        yield fact_by(
            intensity,
            run,
            id="en.intensity",
            subject=subject,
            method=Method.IMPORTED,
            derived_from=pointers,
            note=_source(run, found),
        )
    known = emissions(run).value is not None
    yield fact_by(
        emissions,
        run,
        id="en.co2",
        subject=subject,
        method=Method.ESTIMATED if known else Method.NOT_MEASURED,
        derived_from=("/energy", *pointers),
        note=_note(run, found),
    )


def _year(run: Run) -> int | None:
    text = run.record.started[:4]
    return int(text) if text.isascii() and text.isdigit() else None


def _intensity(run: Run) -> Intensity | None:
    country, year = run.record.country, _year(run)
    return look_up(country, year) if country is not None and year is not None else None


def _source(run: Run, found: Intensity) -> str:
    text = (
        f"{found.country}, {found.year}: annual mean of the electricity generated there, life cycle, "
        f"location-based ({SOURCE})"
    )
    if found.year != _year(run):
        text += f"; the source has no figure for the run's year, {_year(run)}"
    return text + "."


def _note(run: Run, found: Intensity | None) -> str:
    if run.record.country is None:
        return (
            "No country was declared, so the carbon intensity is not known and no figure is given."
        )
    if found is None:
        return f"There is no carbon intensity for {run.record.country} in the run's year or before."
    if emissions(run).value is None:
        return "No energy was measured or estimated, so no emissions are given."
    return f"The energy in kWh times the carbon intensity. {_source(run, found)}"


def region(run: Run) -> Scalar:
    """The declared country by name and code, or "not determined"."""
    code = run.record.country
    if code is None:
        return Scalar(value=NOT_DETERMINED)
    name = country_name(code)
    return Scalar(value=f"{name} ({code.upper()})" if name is not None else code)


def intensity(run: Run) -> Quantity:
    """Grams of CO2 equivalents for each kWh in the declared country and the run's year."""
    found = _intensity(run)
    if found is None:
        return Quantity(value=None, unit=GRAMS)
    grams, pair = found.grams_per_kwh, factors.INTENSITY
    interval = factors.interval(grams * pair.low, grams * pair.high, [pair.basis])
    return Quantity(value=grams, unit=GRAMS, interval=interval)


def emissions(run: Run) -> Quantity:
    """Kilograms of CO2 equivalents: energy times carbon intensity, ends multiplied."""
    energy, grams = consumption.kwh(run), intensity(run)
    if energy.value is None or grams.value is None:
        return Quantity(value=None, unit=KILOGRAMS)
    interval = None
    if energy.interval is not None and grams.interval is not None:
        low = energy.interval.low * grams.interval.low / 1000
        high = energy.interval.high * grams.interval.high / 1000
        bases = consumption.bases(consumption.all_readings(run, None))
        interval = factors.interval(low, high, [*bases, factors.INTENSITY.basis])
    return Quantity(
        value=energy.value * grams.value / 1000,
        unit=KILOGRAMS,
        interval=interval,
        at_least=energy.at_least,
    )
