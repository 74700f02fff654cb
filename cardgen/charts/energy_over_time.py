"""Energy and power over time: what each component had used, and the power that this makes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from cardgen.charts._axes import arrange, finite, grid_of_panels, labelled, scale, scaled
from cardgen.charts._facts import rows
from cardgen.charts._style import COLOURS
from cardgen.charts._text import short
from cardgen.language import in_words, say
from cardgen.language.phases import phase_name
from cardgen.numbers import ESTIMATE_DIGITS, number_text
from cardgen.units import convert
from cardgen.values import Curve, Fact, Method

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Energy and power over time"
COURSE = "en.util"
PHASES = "en.activity"
MOST_PHASES = 6
LATE, LINE, HEADROOM = 0.7, 0.12, 0.25
"""Share of the time after which names of phases end where their phase does, height of a line of them,
and room above the power."""
NAMES = {"cpu": "CPU package", "gpu": "GPU board", "ram": "RAM"}
MARKERS = {"cpu": "o", "gpu": "^", "ram": "s"}
W_PER_KWH_AND_S = convert(1.0, "kWh", "J")
"""One kWh in one second is this many watts."""
TIMES = ((7200.0, 3600.0, "hours"), (120.0, 60.0, "minutes"), (0.0, 1.0, "seconds"))
"""From how many seconds on an axis has another unit, and how long that is."""
SHORTEST_S, MOST_STRETCHES = 1.0, 40
"""Seconds that a stretch of one power takes at least, and how many the whole time has at most."""
MOST_LINES, LONGEST_NAME, LONGEST_LINE, LONGEST_PHASE = 8, 40, 80, 24

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One component's energy: (seconds, kWh) since the start; NaN where nothing was read."""

    component: str
    how: str
    """`measured` or `estimated`."""
    run: str
    """The run's id where there are several."""
    energy: Points

    @property
    def label(self) -> str:
        """Such as "CPU package, estimated"."""
        component = NAMES.get(self.component, self.component)
        how = self.how.replace("_", " ")
        parts = (self.run, in_words(component), in_words(how))
        return ", ".join(part for part in parts if part != "")

    @property
    def power(self) -> Points:
        """(seconds, mean watts from there to the next); NaN in gaps and where energy went back."""
        span = self.energy[-1][0] - self.energy[0][0]
        least_s = max(SHORTEST_S, span / MOST_STRETCHES)
        found: list[tuple[float, float]] = []
        for is_read, points in groupby(self.energy, key=lambda point: math.isfinite(point[1])):
            ends = _spaced(list(points), least_s) if is_read else []
            watts = [_watts(*pair) for pair in pairwise(ends)]
            if watts != []:
                found += zip((t for t, _ in ends), (*watts, watts[-1]), strict=True)
                found.append((ends[-1][0], math.nan))
        return tuple(found[:-1])


def _spaced(points: list[tuple[float, float]], least_s: float) -> list[tuple[float, float]]:
    """The first and last of *points*, and others at least *least_s* apart.

    Readings that follow close on another, as at the end of a phase, say little of power.
    """
    ends = points[:1]
    for point in points[1:]:
        if point[0] - ends[-1][0] >= least_s:
            ends.append(point)
    if len(points) > 1 and ends[-1] != points[-1]:
        ends[1 if len(ends) == 1 else -1 :] = points[-1:]
    return ends


def _watts(begin: tuple[float, float], end: tuple[float, float]) -> float:
    watts = (end[1] - begin[1]) / (end[0] - begin[0]) * W_PER_KWH_AND_S
    return watts if 0 <= watts < math.inf else math.nan


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """All components, those without a reading too, in one chart."""
    own = tuple(fact for fact in facts if fact.id in {COURSE, PHASES})
    if lines(own) != []:
        yield own


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:  # noqa: ARG001 - as for every kind
    """Nothing: a page has one such chart."""
    return ()


def lines(facts: Sequence[Fact]) -> list[Line]:
    """The series of *facts* with readings at two times or more, in their order of time."""
    courses = [fact for fact in facts if fact.id == COURSE]
    several = len({fact.subject for fact in courses}) > 1
    found = []
    for fact in courses:
        series = fact.value.series if isinstance(fact.value, Curve) else {}
        for how, points in series.items():
            known = {x: finite(y) for x, y in points if math.isfinite(finite(x))}
            if sum(map(math.isfinite, known.values())) > 1:
                run = fact.subject.partition(":")[2] if several else ""
                component = fact.where.get("component", "")
                found.append(Line(component, how, run, tuple(sorted(known.items()))))
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """A phase of the run, in seconds since its start."""

    name: str
    begin_s: float
    end_s: float


def phases(facts: Sequence[Fact]) -> list[Span]:
    """The phases in their order, where they follow each other and are few; else none."""
    tables = [fact for fact in facts if fact.id == PHASES]
    if len(tables) != 1:
        return []
    found = [
        Span(str(row.get("phase")), finite(row.get("from (s)")), finite(row.get("to (s)")))
        for row in rows(tables[0])
    ]
    apart = all(before.end_s <= after.begin_s for before, after in pairwise(found))
    return found if apart and len(found) <= MOST_PHASES else []


def words(facts: tuple[Fact, ...]) -> str:
    """Energy at the end, and lowest, mean and highest power of each line; what was not measured."""
    sentences = [_line_words(line) for line in lines(facts)]
    return " ".join([*sentences, *_phase_words(facts), _absent(facts)]).strip()


def _phase_words(facts: tuple[Fact, ...]) -> list[str]:
    return [
        say(
            "Phase {name}: from {begin} to {end} seconds.",
            name=phase_name(span.name),
            begin=_number(span.begin_s),
            end=_number(span.end_s),
        )
        for span in phases(facts)
    ]


def _line_words(line: Line) -> str:
    known = [point for point in line.energy if math.isfinite(point[1])]
    gaps = len(line.energy) - len(known)
    lacking = say("; no reading at {n} of {total} times", n=gaps, total=len(line.energy))
    lacking = lacking if gaps > 0 else ""
    watts = [watts for _, watts in line.power if math.isfinite(watts)]
    power = ""
    if watts != []:
        low, high = _number(min(watts)), _number(max(watts))
        power = say("; power from {low} W to {high} W", low=low, high=high)
        mean = _watts(known[0], known[-1])
        if math.isfinite(mean):
            power += say(", {watts} W on average", watts=_number(mean))
    seconds, kwh = known[-1]
    said = say(
        "{name}: {kwh} kWh after {seconds} seconds",
        name=line.label,
        kwh=_number(kwh),
        seconds=_number(seconds),
    )
    return f"{said}{power}{lacking}."


def _number(value: float) -> str:
    return number_text(value, ESTIMATE_DIGITS)


def _absent(facts: tuple[Fact, ...]) -> str:
    """The components that no line shows: they used energy, but nobody knows how much."""
    shown = {line.component for line in lines(facts)}
    components = (fact.where.get("component", "") for fact in facts if fact.id == COURSE)
    every = dict.fromkeys(components)
    names = [NAMES.get(name, name) for name in every if name not in shown]
    said = ", ".join(in_words(name) for name in names)
    return say("Not measured, so not drawn: {names}.", names=said) if names != [] else ""


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """Energy above, power below; solid where measured, dashed where estimated."""
    found = lines(facts)[:MOST_LINES]
    energy, power = axes = grid_of_panels(canvas, 2)
    _draw(energy, found, [line.energy for line in found], say("Energy since the start"), "kWh")
    unit_s = _draw(power, found, [line.power for line in found], say("Power"), "W")
    _mark(power, phases(facts), unit_s)
    energy.legend()
    arrange(canvas, axes, short(_absent(facts), LONGEST_LINE))


def _mark(axes: Axes, spans: list[Span], unit_s: float) -> None:
    """Shade every other phase, and write each one's name above it."""
    from cardgen.charts._style import INK, SMALL

    if spans != []:
        axes.set_ylim(top=axes.get_ylim()[1] * (1 + HEADROOM))
    last_s = max((span.end_s for span in spans), default=0.0)
    for index, span in enumerate(spans):
        begin, end = span.begin_s / unit_s, span.end_s / unit_s
        axes.axvspan(begin, end, facecolor=INK, alpha=0.12 if index % 2 == 0 else 0.04, linewidth=0)
        is_late = span.begin_s > LATE * last_s  # to its right there is no room for a name
        axes.annotate(
            f" {short(phase_name(span.name), LONGEST_PHASE)} ",
            (end if is_late else begin, 1 - LINE * index),
            xycoords=("data", "axes fraction"),
            ha="right" if is_late else "left",
            va="top",
            fontsize=SMALL,
        )


def _since(unit: str) -> str:
    return say("since the start") if unit == "" else say(f"{unit} since the start")


def _draw(axes: Axes, found: list[Line], points: list[Points], title: str, unit: str) -> float:
    """Draw the lines, and give how many seconds one of the time axis is."""
    last_s = max(line.energy[-1][0] for line in found)
    by_s, seconds = next(((by, name) for least, by, name in TIMES if last_s >= least), (1.0, ""))
    by, power_of_ten = scale(y for own in points for _, y in own)
    by_x, x_power = scale(x / by_s for own in points for x, _ in own)
    for line, own in zip(found, points, strict=True):
        axes.plot(
            scaled((x for x, _ in own), by_s * by_x),
            scaled((y for _, y in own), by),
            color=COLOURS[list(NAMES).index(line.component) if line.component in NAMES else -1],
            linestyle="-" if line.how == Method.MEASURED.value else "--",
            marker=MARKERS.get(line.component, "d"),
            markevery=max(1, len(own) // 6),
            # The power of a stretch holds from its beginning to its end.
            drawstyle="steps-post" if unit == "W" else "default",
            label=f" {short(line.label, LONGEST_NAME)}",
        )
    axes.set_title(labelled(title, power_of_ten, unit))
    axes.set_xlabel(labelled(_since(seconds), x_power))
    axes.set_ylim(bottom=0)
    axes.grid(visible=True)
    return by_s * by_x
