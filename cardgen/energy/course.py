"""Energy over the time of a run: what each component had used by when."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cardgen.energy.case import PARTS, Part
from cardgen.energy.consumption import account, readings, status
from cardgen.energy.readings import expected
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord
from cardgen.values import Curve, Fact, number

VERSION = 2
MOST = 100
"""Times of which a page shows the energy."""


class _Course(NamedTuple):
    """One record's cumulative energy of a component at its samples; NaN where it was not read."""

    times_s: list[float]
    kwh: list[float]

    def at(self, time_s: float) -> float:
        """The energy used by then: 0 before the record, all of it after, on a line in between."""
        index = bisect_left(self.times_s, time_s)
        if index == len(self.times_s):
            return next((kwh for kwh in reversed(self.kwh) if math.isfinite(kwh)), 0.0)
        if index == 0 or self.times_s[index] == time_s:
            return self.kwh[index] if self.times_s[index] == time_s else 0.0
        (t0, t1), (e0, e1) = self.times_s[index - 1 : index + 1], self.kwh[index - 1 : index + 1]
        return e0 + (e1 - e0) * ((time_s - t0) / (t1 - t0))


def facts(run: Run) -> Iterator[Fact]:
    """A curve for each component, empty where it has no figure; none, when none has two points."""
    found = []
    for component in expected(run):
        own = readings(run, component, None)
        fact = fact_by(
            over_time,
            run,
            id="en.util",
            subject=f"run:{run.id}",
            where={"component": component},
            method=status(own),
            derived_from=("/energy",),
            parameters={"component": component, "most": MOST},
            note=f"kWh since the start. {account(run, own)}",
        )
        found.append(fact)
    if any(_has_course(fact) for fact in found):
        yield from found


def _has_course(fact: Fact) -> bool:
    series = fact.value.series if isinstance(fact.value, Curve) else {}
    return any(len(points) > 1 for points in series.values())


def over_time(run: Run, *, component: str, most: int) -> Curve:
    """Cumulative kWh of *component*, summed over hosts and segments, at *most* of the sampled times.

    A series is named by how its energy is known, such as `measured` or `estimated`. A point "NaN" stands
    where a sample had no reading. Energy between two samples is taken to have been used evenly.
    """
    known = next((own for own in PARTS if own == component), None)
    if known is None:
        raise KeyError(component)
    courses: dict[str, list[_Course]] = {}
    for reading in readings(run, known, None):
        # An estimate of the whole says nothing of when.
        if reading.kwh is not None and not reading.is_own:
            course = _course(reading.record, known)
            courses.setdefault(reading.status.value, []).append(course)
    return Curve(x="seconds", series={how: _sum(own, most) for how, own in courses.items()})


def _course(record: EnergyRecord, component: Part) -> _Course:
    # From the first sample on: what was used before the tracker started is not known.
    by_time = {}
    for sample in record.samples:
        kwh = getattr(sample, f"{component}_kwh")
        is_read = kwh is not None and math.isfinite(kwh) and kwh >= 0
        if math.isfinite(sample.time_s):
            by_time[sample.time_s] = kwh / record.pue if is_read else math.nan
    times_s = sorted(by_time)
    return _Course(times_s, [by_time[time_s] for time_s in times_s])


def _sum(courses: Sequence[_Course], most: int) -> tuple[tuple[float, float | str], ...]:
    every = sorted({time_s for course in courses for time_s in course.times_s})
    unread = sorted(
        time_s
        for course in courses
        for time_s, kwh in zip(course.times_s, course.kwh, strict=True)
        if math.isnan(kwh)
    )
    times_s = _even(every, most)
    # A gap between two times that are shown is a point of its own.
    for before, after in pairwise(times_s.copy()):
        index = bisect_right(unread, before)
        if index < len(unread) and unread[index] < after:
            times_s.append(unread[index])
    return tuple(
        (time_s, number(math.fsum(course.at(time_s) for course in courses)))
        for time_s in sorted(times_s)
    )


def _even(times_s: list[float], most: int) -> list[float]:
    """At most *most* (>= 2) of *times_s*, spread evenly, the first and last kept."""
    if len(times_s) <= most:
        return times_s.copy()
    return [times_s[i * (len(times_s) - 1) // (most - 1)] for i in range(most)]
