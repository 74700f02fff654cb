"""Facts about the machine, its software, time and operations, from the run record (`en.*`)."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from cardgen.measure import Function, fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 1
STACK = ("jax", "jaxlib", "flax", "optax", "numpy", "orbax-checkpoint", "cardgen-ml", "codecarbon")
"""Packages that a training run rests on directly; each has a row of its own."""


def facts(run: Run) -> Iterator[Fact]:
    """Software, hardware, peak memory, times, floating-point operations."""
    yield _recorded(software, run, "en.env", "/record/environment")
    places = ("/record/environment", "/energy") if _gpus(run) != [] else ("/record/environment",)
    yield _recorded(hardware, run, "en.hw", *places)
    yield from _memory(run)
    yield _duration(run)
    pointers = ("/record/started", "/record/resumed", "/finished/ended")
    note = None if _is_own(run) else "By the computer's clock, as the tracker wrote it."
    yield _recorded(times, run, "en.startend", *pointers, note=note)
    yield from _operations(run)


def _recorded(
    function: Function,
    run: Run,
    fact_id: str,
    *pointers: str,
    component: str | None = None,
    method: Method = Method.RECORDED,
    note: str | None = None,
) -> Fact:
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=f"run:{run.id}",
        where={} if component is None else {"component": component},
        method=method,
        derived_from=pointers,
        note=note,
    )


def _memory(run: Run) -> Iterator[Fact]:
    if run.finished is None:
        return
    if run.finished.peak_memory_bytes is not None:
        pointer = "/finished/peak_memory_bytes"
        note = "Largest resident set of the first process."
        yield _recorded(peak_memory, run, "en.hw", pointer, component="peak memory", note=note)
    if run.finished.peak_device_memory_bytes is not None:
        pointer = "/finished/peak_device_memory_bytes"
        name = "peak device memory"
        note = "Largest sum of the allocations on one device."
        yield _recorded(peak_device_memory, run, "en.hw", pointer, component=name, note=note)


def _duration(run: Run) -> Fact:
    if run.finished is not None:
        note = "The whole run by the wall clock, with compilation and evaluation inside it."
        if not _is_own(run):
            note = "As long as the tracker of energy watched; the run may have been longer."
        return _recorded(duration, run, "en.duration", "/finished/duration_s", note=note)
    note = "The end was not recorded: the time of the last logged value or energy sample."
    pointers = ("/metrics", "/energy")
    return _recorded(duration, run, "en.duration", *pointers, method=Method.COMPUTED, note=note)


def _is_own(run: Run) -> bool:
    """Whether cardgen recorded the run: another tool's file tells of its own watching alone."""
    return run.record.writer.startswith("cardgen ")


def _gpus(run: Run) -> list[str]:
    """GPUs that a tracker of energy names, where JAX does not."""
    if run.record.environment.jax is not None:
        return []
    parts = (part for record in run.energy for part in record.components)
    names = (part.device for part in parts if part.component == "gpu")
    return list(dict.fromkeys(name for name in names if name is not None))


def _operations(run: Run) -> Iterator[Fact]:
    flops = run.record.flops
    if flops is None:
        return
    said = "Compiler's cost analysis of one step, before it is optimised"
    note = f"{said}; {flops.note}." if flops.note is not None else f"{said}."
    if flops.per_step is None:
        note = flops.note if flops.note is not None else "The compiler gave no figure."
    pointer = "/record/flops"
    yield _recorded(
        step_operations,
        run,
        "en.flops",
        pointer,
        component="step",
        method=Method.ESTIMATED,
        note=note,
    )
    if flops.per_step is not None and consecutive_steps(run) is not None:
        note = "Operations of one step times the number of logged steps; evaluation is not in it."
        yield _recorded(
            total_operations,
            run,
            "en.flops",
            pointer,
            "/metrics",
            component="total",
            method=Method.ESTIMATED,
            note=note,
        )


def software(run: Run) -> Table:
    """Python, operating system and packages with their versions."""
    environment = run.record.environment
    rows: list[tuple[JsonValue, ...]] = [
        (environment.implementation, environment.python),
        ("operating system", environment.os),
    ]
    packages = environment.packages
    rows += [(name, packages[name]) for name in STACK if name in packages]
    # One row: an environment holds a hundred others, and a reader looks up one or two.
    others = sorted(packages.keys() - set(STACK), key=lambda name: (name.lower(), name))
    if others != []:
        rows.append(("other packages", ", ".join(f"{name} {packages[name]}" for name in others)))
    return Table(columns=("name", "version"), rows=tuple(rows))


def hardware(run: Run) -> Table:
    """CPU, memory, devices and processes, as far as they were recorded."""
    environment = run.record.environment
    known: list[tuple[JsonValue, ...]] = [
        ("CPU", environment.cpu_model),
        ("CPU packages", environment.cpu_packages),
        ("physical cores", environment.cpu_physical),
        ("logical cores", environment.cpu_logical),
        ("memory (GiB)", _gib(environment.memory_bytes)),
    ]
    known += [("GPU", name) for name in _gpus(run)]
    jax = environment.jax
    if jax is not None:
        known.append(("JAX backend", jax.backend))
        known += [("JAX devices", f"{d.count} x {d.kind} ({d.platform})") for d in jax.devices]
        known.append(("JAX processes", jax.process_count))
    rows = tuple(row for row in known if row[1] is not None)
    return Table(columns=("part", "value"), rows=rows)


def _gib(size: int | None) -> float | None:
    return None if size is None else round(size / 2**30, 1)


def peak_memory(run: Run) -> Quantity:
    """Largest resident set of the process, in bytes."""
    value = run.finished.peak_memory_bytes if run.finished is not None else None
    return Quantity(value=value, unit="bytes")


def peak_device_memory(run: Run) -> Quantity:
    """Largest sum over one device's allocations, in bytes."""
    value = run.finished.peak_device_memory_bytes if run.finished is not None else None
    return Quantity(value=value, unit="bytes")


def duration(run: Run) -> Quantity:
    """Wall-clock seconds; a lower bound when no end was recorded."""
    if run.finished is not None:
        return Quantity(value=run.finished.duration_s, unit="s")
    logged = [points[-1].time_s for points in run.metrics.values() if len(points) > 0]
    sampled = [host.samples[-1].time_s for host in run.energy if host.samples != ()]
    return Quantity(value=max([*logged, *sampled], default=None), unit="s", at_least=True)


def times(run: Run) -> Table:
    """Start, resumptions and end as recorded: in UTC, but for other tools' without a zone."""
    rows: list[tuple[JsonValue, ...]] = [("started", run.record.started)]
    rows += [("resumed", time) for time in run.record.resumed]
    if run.finished is not None:
        rows.append(("ended", run.finished.ended))
    return Table(columns=("what", "time"), rows=tuple(rows))


def step_operations(run: Run) -> Quantity:
    """Floating-point operations of one training step."""
    flops = run.record.flops
    if flops is None:
        return Quantity(value=None, unit="FLOP")
    return Quantity(value=flops.per_step, unit="FLOP", at_least=flops.at_least)


def total_operations(run: Run) -> Quantity:
    """Operations of one step times the logged steps: a lower bound, without evaluation."""
    flops, steps = run.record.flops, consecutive_steps(run)
    if flops is None or flops.per_step is None or steps is None:
        return Quantity(value=None, unit="FLOP")
    return Quantity(value=flops.per_step * steps, unit="FLOP", at_least=True)


def consecutive_steps(run: Run) -> int | None:
    """How many steps were logged, if they follow each other from 0 or 1; None otherwise.

    Only then does their number say how often the step ran.
    """
    steps = set().union(*(points.steps for points in run.metrics.values()))
    if steps == set() or min(steps) not in {0, 1}:
        return None
    return len(steps) if len(steps) == max(steps) - min(steps) + 1 else None
