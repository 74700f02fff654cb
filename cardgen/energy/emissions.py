"""Facts about emissions: the location, its carbon intensity, and kgCO2eq from both.

Without a country that somebody declared there is no figure: trackers guess a place from the network
address, or take a world average, and a reader cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cardgen.energy import consumption, factors
from cardgen.energy.intensity import SOURCE, TABLE, Intensity, country_name, table_digest
from cardgen.energy.intensity import intensity as look_up
from cardgen.energy.overhead import at_site, how_applied
from cardgen.energy.sums import product, scaled
from cardgen.measure import fact_by, file_pointer
from cardgen.run import Run
from cardgen.units import convert
from cardgen.values import Fact, Method, Quantity, Scalar

VERSION = 3
NOT_DETERMINED = "not determined"
GRAMS = "gCO2eq/kWh"
KILOGRAMS = "kgCO2eq"
ZONES = timedelta(hours=14)
"""The most that a place's clock is from UTC."""


def facts(run: Run, pue: float | None) -> Iterator[Fact]:
    """Location, carbon intensity, emissions; *pue* as the project states it."""
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
    known = emissions(run, pue=pue).value is not None
    yield fact_by(
        emissions,
        run,
        id="en.co2",
        subject=subject,
        method=Method.ESTIMATED if known else Method.NOT_MEASURED,
        derived_from=("/energy", *pointers),
        parameters={"pue": pue},
        note=_note(run, found, pue, known=known),
    )


def _year(run: Run) -> int | None:
    text = run.record.started[:4]
    return int(text) if text.isascii() and text.isdigit() else None


def _intensity(run: Run) -> Intensity | None:
    country, year = run.record.country, _year(run)
    return look_up(country, year) if country is not None and year is not None else None


def _source(run: Run, found: Intensity) -> str:
    texts = [
        f"{found.country}, {found.year}: annual mean of the electricity generated there, life cycle, "
        f"location-based ({SOURCE})."
    ]
    year = _year(run)
    if found.year != year:
        texts.append(f"The source has no figure for the run's year, {year}.")
    texts += _at_new_year(run)
    return " ".join(texts)


def _at_new_year(run: Run) -> Iterator[str]:
    """What cannot be known of the year, or is of another one."""
    started, end = run.record.started, run.finished.ended if run.finished is not None else ""
    try:
        time = datetime.fromisoformat(started)
        # A clock without a zone may be this much before or behind that of the place.
        around = {(time - ZONES).year, (time + ZONES).year} - {time.year}
    except (ValueError, OverflowError):
        return
    if time.tzinfo is None and around != set():
        yield (
            "The recorded time has no zone: by the clock of the place it may have been "
            f"{around.pop()}."
        )
    if end[:4].isdigit() and end[:4] != started[:4]:
        yield f"The run went on into {end[:4]}; the figure is that of the year in which it started."


def _note(run: Run, found: Intensity | None, pue: float | None, *, known: bool) -> str:
    place = run.record.country
    if place is None:
        return (
            "No country was declared, so the carbon intensity is not known and no figure is given."
        )
    if found is None:
        return f"There is no carbon intensity for {place} in the run's year or before."
    if not known:
        return "No energy was measured or estimated, so no emissions are given."
    texts = ["The energy in kWh times the carbon intensity.", _source(run, found)]
    overhead = how_applied(run, pue)
    if overhead is not None:
        texts.append(overhead)
    texts.append("Emissions of making the hardware are not in it.")
    return " ".join(texts)


def region(run: Run) -> Scalar:
    """The country by name and code, or "not determined"."""
    code = run.record.country
    if code is None:
        return Scalar(value=NOT_DETERMINED)
    name = country_name(code)
    return Scalar(value=f"{name} ({code.upper()})" if name is not None else code)


def intensity(run: Run) -> Quantity:
    """Grams of CO2 equivalents for each kWh in the country and the run's year."""
    found = _intensity(run)
    if found is None:
        return Quantity(value=None, unit=GRAMS)
    grams, pair = found.grams_per_kwh, factors.INTENSITY
    interval = factors.interval(grams * pair.low, grams * pair.high, [pair.basis])
    return Quantity(value=grams, unit=GRAMS, interval=interval)


def emissions(run: Run, *, pue: float | None) -> Quantity:
    """Kilograms of CO2 equivalents: energy (times PUE) times carbon intensity, ends multiplied."""
    grams = product(at_site(run, pue), intensity(run), "gCO2eq")
    bases = consumption.bases(consumption.all_readings(run, None))
    kilograms = scaled(grams, convert(1.0, "g", "kg"), KILOGRAMS)
    return factors.named(kilograms, [*bases, factors.INTENSITY.basis])
