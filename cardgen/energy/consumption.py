"""Facts about energy: in total, by component, by phase; the method; and own CPU seconds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import JsonValue

from cardgen.energy import factors
from cardgen.energy.readings import (
    BOUNDARY,
    UNMEASURED,
    Component,
    Reading,
    describe,
    expected,
    reading,
)
from cardgen.measure import Function, fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 1
KWH = "kWh"
ORDER = (Method.MEASURED, Method.PARTLY_MEASURED, Method.ESTIMATED, Method.NOT_MEASURED)
"""From the strongest to the weakest."""


def facts(run: Run) -> Iterator[Fact]:
    """Total and phases, then components, method, PUE and CPU seconds."""
    yield _kwh(run, None)
    for phase in phases(run):
        yield _kwh(run, phase)
    for component in expected(run):
        yield _part(run, component)
    if run.energy != ():
        yield _fact(method, run, "en.method", Method.RECORDED, _outside(run))
        yield _pue(run)
        if cpu_time(run).value is not None:
            note = (
                "CPU seconds that the operating system counted for the processes that kept the energy "
                "record, finished child processes included."
            )
            yield _fact(cpu_time, run, "en.cpu_time", Method.MEASURED, note)


def _fact(
    function: Function, run: Run, fact_id: str, how: Method, note: str | None, **where: str
) -> Fact:
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=f"run:{run.id}",
        where=where,
        method=how,
        derived_from=("/energy",),
        parameters={**where},
        note=note,
    )


def phases(run: Run) -> list[str]:
    """Names of the recorded phases, in the order in which they were first gone through."""
    return list(dict.fromkeys(phase.name for host in run.energy for phase in host.phases))


def readings(run: Run, component: Component, phase: str | None) -> list[Reading]:
    """What each host says of the component; hosts that did not go through the phase say nothing."""
    hosts = [h for h in run.energy if phase is None or any(p.name == phase for p in h.phases)]
    return [reading(run, host, component, phase) for host in hosts]


def kwh(run: Run, *, phase: str | None = None) -> Quantity:
    """Energy of CPU, GPU and RAM on all hosts; at least that, when a part has no figure."""
    found = [r for component in expected(run) for r in readings(run, component, phase)]
    return _sum(found, missing=_hosts_missing(run))


def part(run: Run, *, component: str) -> Quantity:
    """Energy of one component on all hosts."""
    return _sum(readings(run, _component(component), None), missing=_hosts_missing(run))


def _component(name: str) -> Component:
    for component in get_args(Component):
        if name == component:
            known: Component = component
            return known
    raise KeyError(name)


def _sum(found: Sequence[Reading], *, missing: bool) -> Quantity:
    known = [r for r in found if r.kwh is not None]
    if known == []:
        return Quantity(value=None, unit=KWH)
    ranges = [r.range for r in known if r.range is not None]
    interval = None
    if len(ranges) == len(known):
        low, high = (math.fsum(ends[i] for ends in ranges) for i in (0, 1))
        interval = factors.interval(low, high)
    return Quantity(
        value=math.fsum(r.kwh for r in known if r.kwh is not None),
        unit=KWH,
        interval=interval,
        at_least=missing or len(known) < len(found),
    )


def _hosts_missing(run: Run) -> bool:
    """Whether there may be hosts without a record: fewer records than processes."""
    jax = run.record.environment.jax
    return jax is not None and jax.process_count > len(run.energy) > 0


def status(found: Sequence[Reading]) -> Method:
    """The weakest status of the readings with a figure; partly measured where one is missing."""
    known = [r.status for r in found if r.kwh is not None]
    if known == []:
        return Method.NOT_MEASURED
    weakest = max(known, key=ORDER.index)
    if weakest is Method.MEASURED and len(known) < len(found):
        return Method.PARTLY_MEASURED
    return weakest


def _kwh(run: Run, phase: str | None) -> Fact:
    found = [r for component in expected(run) for r in readings(run, component, phase)]
    where = {} if phase is None else {"phase": phase}
    return _fact(kwh, run, "en.kwh", status(found), _note(run, found), **where)


def _part(run: Run, component: Component) -> Fact:
    found = readings(run, component, None)
    note = _note(run, found)
    return _fact(part, run, "en.kwh_parts", status(found), note, component=component)


def _note(run: Run, found: Sequence[Reading]) -> str:
    """What is in the figure, how each part came about, its share, and what is missing."""
    if run.energy == ():
        return "No energy record was kept."
    known = [r for r in found if r.kwh is not None]
    total = math.fsum(r.kwh for r in known if r.kwh is not None)
    by_words: dict[str, float] = {}
    for item in known:
        words = f"{BOUNDARY[item.component]}, {item.status.value.replace('_', ' ')}: {item.words}"
        by_words[words] = by_words.get(words, 0.0) + (item.kwh if item.kwh is not None else 0.0)
    alone = len(by_words) == 1 or total <= 0
    texts = [w if alone else f"{w} ({kwh / total:.0%} of the sum)" for w, kwh in by_words.items()]
    hosts = len(run.energy) > 1
    for item in found:
        if item.kwh is None:
            place = f" of host {item.host}" if hosts else ""
            texts.append(f"{UNMEASURED[item.component]}{place} not measured: {item.words}")
    if _hosts_missing(run):
        jax = run.record.environment.jax
        count = jax.process_count if jax is not None else 0
        texts.append(
            f"energy was recorded by {len(run.energy)} of {count} processes; "
            "hosts without a record are not in it"
        )
    return "; ".join(dict.fromkeys(texts)) + "."


def _outside(run: Run) -> str | None:
    names = list(dict.fromkeys(name for host in run.energy for name in host.not_covered))
    words = [f"Not covered: {', '.join(names)}."] if names != [] else []
    if phases(run) != []:
        words.append("The whole run holds what lies outside the phases as well.")
    return " ".join(words) if words != [] else None


def method(run: Run) -> Table:
    """How the energy of each component was obtained on each host."""
    rows: list[tuple[JsonValue, ...]] = []
    for host in run.energy:
        for component in expected(run):
            judged = reading(run, host, component, None)
            how = [c for c in host.components if c.component == component and c.method != "none"]
            words = judged.words if judged.kwh is None else describe(how)
            boundary = UNMEASURED[component] if judged.kwh is None else BOUNDARY[component]
            state = judged.status.value.replace("_", " ")
            rows.append((host.host, boundary, state, words, host.tracker))
    return Table(columns=("host", "boundary", "status", "method", "tracker"), rows=tuple(rows))


def _pue(run: Run) -> Fact:
    asked = any(host.pue != 1.0 for host in run.energy)
    note = (
        "The energy figures are already multiplied with it."
        if asked
        else "The tracker's default, not a measured one: the energy figures hold no overhead of a"
        " data centre."
    )
    return _fact(pue, run, "en.pue", Method.DECLARED if asked else Method.RECORDED, note)


def pue(run: Run) -> Quantity:
    """Power usage effectiveness that the tracker multiplied with; None when hosts differ."""
    values = {host.pue for host in run.energy}
    return Quantity(value=values.pop() if len(values) == 1 else None, unit="1")


def cpu_time(run: Run) -> Quantity:
    """Own CPU seconds, summed over hosts; at least that, when a host has none."""
    last = [host.samples[-1].process_cpu_s for host in run.energy if host.samples != ()]
    known = [seconds for seconds in last if seconds is not None]
    if known == []:
        return Quantity(value=None, unit="s")
    missing = len(known) < len(run.energy) or _hosts_missing(run)
    return Quantity(value=math.fsum(known), unit="s", at_least=missing)
