"""Fact about the whole machine at the wall: a range around what trackers count, which is only parts of it."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy import factors
from cardgen.energy.case import Case
from cardgen.energy.consumption import all_readings, bases, components, kwh, measuring
from cardgen.energy.factors import Wall
from cardgen.energy.readings import beyond_package
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity

VERSION = 2
NOTE = (
    "What is counted, times what wall meters showed for other machines: board, display, disks, cooling and"
    " the power supply's losses draw power too, and no tracker sees it."
)


def facts(run: Run) -> Iterator[Fact]:
    """One, where all parts have a figure and nothing measured the whole machine."""
    if at_wall(run).value is not None:
        yield fact_by(
            at_wall,
            run,
            id="en.wall",
            subject=f"run:{run.id}",
            method=Method.ESTIMATED,
            derived_from=("/energy", "/record/environment"),
            note=NOTE,
        )


def at_wall(run: Run) -> Quantity:
    """Energy of the whole machines at the wall; None where a part is missing or more than parts is counted."""
    counted, unit = kwh(run), kwh(run).unit
    if counted.value is None or counted.interval is None or counted.at_least:
        return Quantity(value=None, unit=unit)
    is_platform = any(beyond_package(record) == "platform" for record in measuring(run))
    if "machine" in components(run) or is_platform:
        return Quantity(value=None, unit=unit)
    wall = _wall(run)
    low, high = counted.interval.low * wall.low, counted.interval.high * wall.high
    reasons = [*bases(all_readings(run, None)), wall.basis]
    interval = factors.interval(low, high, reasons)
    return Quantity(value=counted.value * wall.middle, unit=unit, interval=interval)


def _wall(run: Run) -> Wall:
    if "gpu" in components(run):
        return factors.WALL_GPU
    laptop = all(Case(run, record).is_laptop() is True for record in measuring(run))
    return factors.WALL_LAPTOP if laptop else factors.WALL_CPU
