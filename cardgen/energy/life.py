"""Energy of a model's whole life: all runs of its project, by what each was for.

Strubell et al. 2019 ask for the cost of the whole search, not of the last run alone. Each row has
its own status; what was not recorded says so. A run may be in two rows (the best trial of a search
is often the main run), and is once in the total.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from cardgen.energy import consumption
from cardgen.energy.case import Case
from cardgen.energy.sums import total
from cardgen.measure import fact_of_runs
from cardgen.run import Outcome, Run
from cardgen.units import convert
from cardgen.values import Fact, Method, Quantity

VERSION = 3
Stages = Mapping[str, Sequence[str]]
"""Ids of the runs of each stage; `whole` holds every run."""
MODEL = "model"
PHASES = ("training", "evaluation", "data preparation")
"""Phases of the main run that have a row of their own, as `run.phase` names them."""
TRAINING = "training"
CLOCK_S = 1.0
"""By which recorded times may miss: a run that begins as another ends is not at the same time."""
WHOLE = "whole"
ONCE = " A run that is in two rows is once in it."
NEVER_NAMED = {
    "search": "No run is named as runs.search in the project file.",
    "repetitions": "No run is named as runs.seeds in the project file.",
    "baselines": "No run is named as runs.baselines in the project file.",
}


def stages(
    runs: Iterable[Run],
    main: str,
    *,
    search: Sequence[str],
    seeds: Sequence[str],
    baselines: Sequence[str],
    inference: str | None = None,
) -> dict[str, list[str]]:
    """Ids of the runs of each stage: as the project names them, the rest by how each ended."""
    named = {"search": list(search), "repetitions": list(seeds), "baselines": list(baselines)}
    if inference is not None and inference != main:
        named["measuring inference"] = [inference]
    taken = {main, *itertools.chain.from_iterable(named.values())}
    rest = [run for run in runs if run.id not in taken]
    failed = [run.id for run in rest if run.outcome is not Outcome.FINISHED]
    other = [run.id for run in rest if run.outcome is Outcome.FINISHED]
    every = [main, *itertools.chain.from_iterable(named.values()), *failed, *other]
    return {
        "main run": [main],
        **named,
        "failed": sorted(failed),
        "other runs": sorted(other),
        WHOLE: list(dict.fromkeys(every)),
    }


def facts(runs: Sequence[Run], of_stage: Stages) -> Iterator[Fact]:
    """Energy, device-hours and wall time of each stage, then of all runs together."""
    main = of_stage["main run"]
    for phase in PHASES:
        yield _phase(runs, main, phase)
    if wall_time(runs, ids=list(main), phase=TRAINING).value is not None:
        where = {"stage": of_main(TRAINING)}
        yield _hours(runs, main, where, TRAINING)
        yield _wall(runs, main, where, TRAINING)
    for stage, ids in of_stage.items():
        if ids == [] and stage not in NEVER_NAMED:
            continue  # there was no such run
        where = {} if stage == WHOLE else {"stage": stage}
        yield _row(runs, ids, stage, where)
        if ids != [] and stage in {WHOLE, "search", "main run"}:
            yield _hours(runs, ids, where)
            yield _wall(runs, ids, where)


def chosen(runs: Sequence[Run], ids: Sequence[str]) -> list[Run]:
    """The runs with these *ids*, in that order; those that are not there are left out."""
    by_id = {run.id: run for run in runs}
    return [by_id[one] for one in dict.fromkeys(ids) if one in by_id]


def kwh_of(runs: Sequence[Run], *, ids: list[str], phase: str | None) -> Quantity:
    """Energy of the runs with these ids, in kWh (phase None: of the whole of each); n counts those in it."""
    found = chosen(runs, ids)
    parts = [consumption.kwh(run, phase=phase) for run in found]
    missing = [Quantity(value=None, unit=consumption.KWH)] * (len(set(ids)) - len(found))
    known = sum(part.value is not None for part in parts)
    return total([*parts, *missing], consumption.KWH, n=known)


def device_hours(runs: Sequence[Run], *, ids: list[str], phase: str | None = None) -> Quantity:
    """Hours times devices that JAX saw (1 where none is recorded) of the runs with these ids."""
    parts = []
    for run in chosen(runs, ids):
        seconds = duration_s(run, phase)
        hours = None if seconds is None else convert(seconds, "s", "h") * devices(run)
        parts.append(Quantity(value=hours, unit="device-hours"))
    missing = [Quantity(value=None, unit="device-hours")] * (len(set(ids)) - len(parts))
    return total([*parts, *missing], "device-hours", n=len(parts))


def wall_time(runs: Sequence[Run], *, ids: list[str], phase: str | None = None) -> Quantity:
    """Seconds that the runs with these ids, or a phase of each, take one after another."""
    parts = [Quantity(value=duration_s(run, phase), unit="s") for run in chosen(runs, ids)]
    missing = [Quantity(value=None, unit="s")] * (len(set(ids)) - len(parts))
    return total([*parts, *missing], "s", n=len(parts))


def duration_s(run: Run, phase: str | None = None) -> float | None:
    """Seconds that the run or its phase took; without an end, until its last sign; None without any."""
    if phase is not None:
        return _phase_s(run, phase)
    if run.finished is not None:
        return run.finished.duration_s
    samples = [record.samples[-1].time_s for record in run.energy if record.samples != ()]
    logged = [series.times_s[-1] for series in run.metrics.values() if len(series) > 0]
    return max([*samples, *logged], default=None)


def _phase_s(run: Run, phase: str) -> float | None:
    """Seconds of all times that the phase was gone through, on the host where it took longest."""
    by_host: dict[int, list[float]] = {}
    for record in run.energy:
        own = [stretch.seconds() for stretch in Case(run, record).stretches(phase)]
        by_host.setdefault(record.host, []).extend(own)
    return max((math.fsum(own) for own in by_host.values() if own != []), default=None)


def of_main(phase: str) -> str:
    """The stage that is a phase of the main run."""
    return f"{phase} (main run)"


def devices(run: Run) -> int:
    """Devices that JAX saw in the whole run; 1 where that is not recorded."""
    jax = run.record.environment.jax
    return max(1, sum(device.count for device in jax.devices)) if jax is not None else 1


def _phase(runs: Sequence[Run], ids: Sequence[str], phase: str) -> Fact:
    (run,) = chosen(runs, ids)
    recorded = phase in consumption.phases(run)
    found = consumption.all_readings(run, phase) if recorded else []
    note = (
        f"A phase of the main run. {consumption.account(run, found)}"
        if recorded
        else "The main run did not mark it as a phase of its own."
    )
    return fact_of_runs(
        kwh_of,
        runs,
        id="en.kwh_all",
        subject=MODEL,
        where={"stage": of_main(phase)},
        method=consumption.status(found),
        derived_from=(f"run:{run.id}#/energy",),
        parameters={"ids": list(ids), "phase": phase},
        note=note,
    )


def _row(runs: Sequence[Run], ids: Sequence[str], stage: str, where: dict[str, str]) -> Fact:
    return fact_of_runs(
        kwh_of,
        runs,
        id="en.kwh_all",
        subject=MODEL,
        where=where,
        method=_status(runs, ids),
        derived_from=tuple(f"run:{run.id}#/energy" for run in chosen(runs, ids)),
        parameters={"ids": list(ids), "phase": None},
        note=NEVER_NAMED[stage]
        if ids == []
        else _account(runs, ids) + (ONCE if stage == WHOLE else ""),
    )


def _status(runs: Sequence[Run], ids: Sequence[str]) -> Method:
    """The weakest status of the runs' figures; partly measured where a measured sum lacks a run."""
    found = chosen(runs, ids)
    status = consumption.status(
        [reading for run in found for reading in consumption.all_readings(run, None)]
    )
    lacks = len(found) < len(set(ids)) or any(consumption.kwh(run).value is None for run in found)
    return Method.PARTLY_MEASURED if status is Method.MEASURED and lacks else status


def _account(runs: Sequence[Run], ids: Sequence[str]) -> str:
    """How many runs are in the figure, how many of them ended early, and which are not in it."""
    wanted, found = len(set(ids)), chosen(runs, ids)
    silent = sum(consumption.kwh(run).value is None for run in found)
    early = sum(run.outcome is not Outcome.FINISHED for run in found)
    texts = [f"Runs in the sum: {len(found) - silent} of {wanted}."]
    if wanted > len(found):
        texts.append(f"Named runs that were not found: {wanted - len(found)}.")
    if silent > 0:
        texts.append(f"Runs without a figure for their energy: {silent}.")
    if early > 0:
        texts.append(f"Runs that failed or were interrupted: {early}.")
    together = _together(found)
    if together > 0:
        texts.append(
            f"Runs at the same time as another: {together}; if they shared a computer, its energy is in the "
            "sum for each."
        )
    return " ".join(texts)


def _together(runs: Iterable[Run]) -> int:
    """How many of *runs* were at work while another was, by the times that they recorded."""
    spans = sorted(span for run in runs if (span := _span(run)) is not None)
    found: set[str] = set()
    last: tuple[float, float, str] | None = None
    for span in spans:
        if last is not None and last[1] - span[0] > CLOCK_S:
            found |= {last[2], span[2]}
        if last is None or span[1] > last[1]:
            last = span
    return len(found)


def _span(run: Run) -> tuple[float, float, str] | None:
    """Begin and end of the run, in seconds, and its id; None where they are not known."""
    seconds = duration_s(run)
    try:
        started = datetime.fromisoformat(run.record.started)
        begin = (started if started.tzinfo is not None else started.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return None if seconds is None else (begin, begin + seconds, run.id)


def _hours(
    runs: Sequence[Run], ids: Sequence[str], where: dict[str, str], phase: str | None = None
) -> Fact:
    unseen = any(run.record.environment.jax is None for run in chosen(runs, ids))
    note = "Hours of each run times the devices that JAX saw."
    return fact_of_runs(
        device_hours,
        runs,
        id="en.totalcompute",
        subject=MODEL,
        where=where,
        method=Method.COMPUTED,
        derived_from=ends(chosen(runs, ids), phase),
        parameters={"ids": list(ids), "phase": phase},
        note=f"{note} Where JAX was not seen, one device is counted." if unseen else note,
    )


def _wall(
    runs: Sequence[Run], ids: Sequence[str], where: dict[str, str], phase: str | None = None
) -> Fact:
    return fact_of_runs(
        wall_time,
        runs,
        id="en.wall_time",
        subject=MODEL,
        where=where,
        method=Method.COMPUTED,
        derived_from=ends(chosen(runs, ids), phase),
        parameters={"ids": list(ids), "phase": phase},
        note="By the wall clock, one run after another: what repeating them takes on such hardware.",
    )


def ends(runs: Sequence[Run], phase: str | None = None) -> tuple[str, ...]:
    """Pointers to the recorded durations of the runs, or of their phase."""
    if phase is not None:
        return tuple(f"run:{run.id}#/energy" for run in runs)
    return tuple(f"run:{run.id}#/finished/duration_s" for run in runs if run.finished is not None)
