"""Facts about energy: in total, by component, by phase; the method; and own CPU seconds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import JsonValue

from cardgen.energy import factors
from cardgen.energy.case import Component
from cardgen.energy.overlap import readings as of_record
from cardgen.energy.readings import ORDER, Reading, expected, has_machine
from cardgen.energy.rules import flags
from cardgen.energy.sums import scaled, total
from cardgen.measure import Function, fact_by
from cardgen.run import Outcome, Run
from cardgen.run_energy import EnergyRecord
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 3
KWH = "kWh"
MOST_PHASES = 12
"""With more, such as one for each epoch, a table of phases and components would be read by nobody."""


def facts(run: Run) -> Iterator[Fact]:
    """Total and phases, then components, method and CPU seconds."""
    yield _kwh(run, None)
    for phase in phases(run):
        yield _kwh(run, phase)
    for component in components(run):
        yield _part(run, component, None)
    if len(phases(run)) <= MOST_PHASES:
        for phase in phases(run):
            for component in components(run):
                yield _part(run, component, phase)
    if measuring(run) != []:
        yield _fact(method, run, "en.method", Method.RECORDED, _outside(run))
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
    return list(dict.fromkeys(phase.name for record in measuring(run) for phase in record.phases))


def measuring(run: Run) -> list[EnergyRecord]:
    """Records of whole hosts: without those that leave this to another process of their host."""
    return [record for record in run.energy if not record.shares_host]


def readings(run: Run, component: Component, phase: str | None) -> list[Reading]:
    """What each record says of the component; those that did not go through the phase say nothing."""
    return [
        reading
        for record in measuring(run)
        if phase is None or any(p.name == phase for p in record.phases)
        for reading in of_record(run, record, component, phase)
    ]


def components(run: Run) -> tuple[Component, ...]:
    """The parts that are summed, and the whole machine where something measured it."""
    machine: tuple[Component, ...] = ("machine",) if any(map(has_machine, measuring(run))) else ()
    return (*expected(run), *machine)


def all_readings(run: Run, phase: str | None) -> list[Reading]:
    """What the records say of all components that the run had."""
    return [r for component in expected(run) for r in readings(run, component, phase)]


def kwh(run: Run, *, phase: str | None = None) -> Quantity:
    """Energy of CPU, GPU and RAM on all hosts; at least that, when a part has no figure."""
    return _sum(run, all_readings(run, phase))


def kwh_with_pue(run: Run, *, phase: str | None) -> Quantity:
    """As `kwh`, each host's times the PUE that its tracker was given, or 1."""
    return _sum(run, all_readings(run, phase), with_pue=True)


def part(run: Run, *, component: str, phase: str | None = None) -> Quantity:
    """Energy of one component on all hosts, of the whole run or of one phase."""
    return _sum(run, readings(run, _component(component), phase))


def _component(name: str) -> Component:
    for component in get_args(Component):
        if name == component:
            known: Component = component
            return known
    raise KeyError(name)


def _sum(run: Run, found: Sequence[Reading], *, with_pue: bool = False) -> Quantity:
    parts = [_quantity(r, with_pue=with_pue) for r in found if not r.is_elsewhere]
    energy = factors.named(total(parts, KWH), bases(found))
    lacks = energy.value is not None and _has_gaps(run)
    return energy.model_copy(update={"at_least": energy.at_least or lacks})


def _quantity(reading: Reading, *, with_pue: bool) -> Quantity:
    if reading.kwh is None:
        return Quantity(value=None, unit=KWH)
    pair, interval = reading.factors, None
    if pair is not None:
        interval = factors.interval(reading.kwh * pair.low, reading.kwh * pair.high, [pair.basis])
    own = Quantity(value=reading.kwh, unit=KWH, interval=interval, at_least=reading.is_part)
    return scaled(own, reading.record.pue if with_pue else 1.0, KWH)


def bases(found: Sequence[Reading]) -> list[str]:
    """What the ranges of these figures rest on, each once."""
    return list(dict.fromkeys(r.factors.basis for r in found if r.factors is not None))


def _silent(run: Run) -> int:
    """JAX processes without an energy record: whether they had hosts of their own is not known."""
    jax, kept = run.record.environment.jax, {record.host for record in run.energy}
    return max(0, jax.process_count - len(kept)) if jax is not None and kept != set() else 0


def _earlier(run: Run) -> list[str]:
    """What says that earlier segments of the run are missing, each once."""
    texts = [
        flag.text.rstrip(".")
        for record in measuring(run)
        for flag in flags(run, record)
        if flag.rule.startswith("E") and flag.about == "coverage"
    ]
    return list(dict.fromkeys(texts))


def _has_gaps(run: Run) -> bool:
    return _silent(run) > 0 or _earlier(run) != []


def status(found: Sequence[Reading]) -> Method:
    """The weakest status of the readings with a figure; partly measured where one is missing."""
    known = [r.status for r in found if r.kwh is not None]
    if known == []:
        return Method.NOT_MEASURED
    weakest = max(known, key=ORDER.index)
    lacks = any(r.kwh is None and not r.is_elsewhere for r in found)
    return Method.PARTLY_MEASURED if weakest is Method.MEASURED and lacks else weakest


def status_of(run: Run, found: Sequence[Reading]) -> Method:
    """Like `status`; a measured sum that lacks a host or an earlier segment is partly measured."""
    weakest = status(found)
    is_part = weakest is Method.MEASURED and _has_gaps(run)
    return Method.PARTLY_MEASURED if is_part else weakest


def _kwh(run: Run, phase: str | None) -> Fact:
    found = all_readings(run, phase)
    where = {} if phase is None else {"phase": phase}
    return _fact(kwh, run, "en.kwh", status_of(run, found), account(run, found), **where)


def _part(run: Run, component: Component, phase: str | None) -> Fact:
    found = readings(run, component, phase)
    note = account(run, found)
    where = {"component": component} if phase is None else {"component": component, "phase": phase}
    return _fact(part, run, "en.kwh_parts", status_of(run, found), note, **where)


def account(run: Run, found: Sequence[Reading]) -> str:
    """What is in the figure, how each part came about, its share, and what is missing."""
    if measuring(run) == []:
        return "No record of a host's energy was kept."
    known = [r for r in found if r.kwh is not None]
    whole = math.fsum(r.kwh for r in known if r.kwh is not None)
    by_words: dict[tuple[str, str], float] = {}
    for item in known:
        state = item.status.value.replace("_", " ")
        words = (item.boundary, f"{state}: {item.words}")
        by_words[words] = by_words.get(words, 0.0) + (item.kwh if item.kwh is not None else 0.0)
    alone = len(by_words) == 1 or whole <= 0
    texts = [
        f"{boundary}, {how}" if alone else f"{boundary}, {kwh / whole:.0%} of the sum, {how}"
        for (boundary, how), kwh in by_words.items()
    ]
    for item in found:
        place = _place(run, item.record)
        if item.is_elsewhere:
            texts.append(f"{item.boundary}{place} {item.words}")
        elif item.kwh is None:
            texts.append(f"{item.boundary}{place} not measured: {item.words}")
    silent = _silent(run)
    if silent > 0:
        texts.append(
            f"{silent} of {silent + len({r.host for r in run.energy})} processes kept no energy record: "
            "if they ran on hosts of their own, the energy of those is not in it"
        )
    texts += _earlier(run)
    return "; ".join(dict.fromkeys(texts)) + "."


def _place(run: Run, record: EnergyRecord) -> str:
    """Which record it is, as far as there are others."""
    host = f" of host {record.host}" if len({r.host for r in measuring(run)}) > 1 else ""
    part = f" in segment {record.segment} of the run" if _is_resumed(run) else ""
    return host + part


def _is_resumed(run: Run) -> bool:
    return any(record.segment > 1 for record in run.energy)


def _outside(run: Run) -> str | None:
    names = list(dict.fromkeys(name for record in measuring(run) for name in record.not_covered))
    words = [f"Not covered: {', '.join(names)}."] if names != [] else []
    if run.outcome is Outcome.INTERRUPTED:
        words.append("The run's end was not recorded: its energy is that up to the last sample.")
    if phases(run) != []:
        words.append("The whole run holds what lies outside the phases as well.")
    return " ".join(words) if words != [] else None


def method(run: Run) -> Table:
    """How the energy of each component was obtained on each host, in each segment of a resumed run."""
    rows: list[tuple[JsonValue, ...]] = []
    where = ("host", "segment") if _is_resumed(run) else ("host",)
    for record in measuring(run):
        for component in components(run):
            judged = next(of_record(run, record, component, None), None)
            if judged is None:  # another record of this computer has it
                continue
            state = "not counted" if judged.is_elsewhere else judged.status.value.replace("_", " ")
            rows.append(
                (
                    *(getattr(record, part) for part in where),
                    judged.boundary,
                    state,
                    judged.words,
                    record.tracker,
                )
            )
    columns = (*where, "boundary", "status", "method", "tracker")
    return Table(columns=columns, rows=tuple(rows))


def cpu_time(run: Run) -> Quantity:
    """Own CPU seconds, summed over processes and segments; at least that, when one has none."""
    by_process: dict[tuple[int, int], list[float | None]] = {}
    for record in run.energy:
        # Several records of one process hold the same seconds.
        counted = by_process.setdefault((record.host, record.segment), [])
        counted += [sample.process_cpu_s for sample in record.samples]
    parts = []
    for counted in by_process.values():
        known = [seconds for seconds in counted if seconds is not None]
        lacks = counted != [] and counted[-1] is None
        parts.append(Quantity(value=max(known, default=None), unit="s", at_least=lacks))
    seconds = total(parts, "s")
    lacks = seconds.value is not None and _silent(run) > 0
    return seconds.model_copy(update={"at_least": seconds.at_least or lacks})
