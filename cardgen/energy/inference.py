"""Facts about inference: time and energy of 1,000 inferences with the batch that was measured.

An inference is one example; a call takes a batch of them. Calls that warm up are not counted.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator

from cardgen.energy import consumption
from cardgen.energy.sums import scaled
from cardgen.measure import fact_by
from cardgen.run import InferenceRecord, Run
from cardgen.values import Fact, Interval, Method, Quantity, Table

VERSION = 2
PER = 1000
"""Inferences that the figures are given for."""
HIGH = 0.95
FEWEST = 10
"""Calls from which on a range of their mean is given."""
Z = 1.96
OF_MEAN = "mean over the calls, normal approximation"


def facts(run: Run) -> Iterator[Fact]:
    """Energy, time and circumstances of each measured inference."""
    for index, record in enumerate(run.record.inferences):
        where, parameters = {"inference": record.name}, {"name": record.name}
        subject, pointer = f"run:{run.id}", f"/record/inferences/{index}"
        found = consumption.all_readings(run, record.phase)
        yield fact_by(
            kwh,
            run,
            id="en.infer",
            subject=subject,
            where=where,
            method=consumption.status(found),
            derived_from=("/energy", pointer),
            parameters={**parameters},
            note=f"For 1,000 inferences. {consumption.account(run, found)}",
        )
        yield fact_by(
            seconds,
            run,
            id="en.infer_time",
            subject=subject,
            where=where,
            method=Method.MEASURED,
            derived_from=(pointer,),
            parameters={**parameters},
            note="For 1,000 inferences, call after call.",
        )
        yield fact_by(
            calls,
            run,
            id="en.latency",
            subject=subject,
            where=where,
            method=Method.MEASURED,
            derived_from=(pointer, "/record/environment"),
            parameters={**parameters},
            note="Seconds of a call from its start until its result was ready, by the wall clock.",
        )


def record_of(run: Run, name: str) -> InferenceRecord:
    """The measured inference with this name.

    Raises:
        KeyError: There is none.
    """
    for record in run.record.inferences:
        if record.name == name:
            return record
    raise KeyError(name)


def examples(record: InferenceRecord) -> int:
    """Inferences that were timed."""
    return record.batch_size * len(record.latencies_s)


def kwh(run: Run, *, name: str) -> Quantity:
    """Energy of 1,000 inferences, in kWh."""
    record = record_of(run, name)
    energy = consumption.kwh(run, phase=record.phase)
    return scaled(energy, PER / examples(record), energy.unit, n=len(record.latencies_s))


def seconds(run: Run, *, name: str) -> Quantity:
    """Seconds of 1,000 inferences: the mean over the calls. How far calls differ stands in `calls`."""
    record = record_of(run, name)
    per_call = PER / record.batch_size
    times, interval = record.latencies_s, None
    mean = math.fsum(times) / len(times)
    if len(times) >= FEWEST:
        half = Z * statistics.stdev(times) / math.sqrt(len(times))
        low, high = max(0.0, mean - half) * per_call, (mean + half) * per_call
        interval = Interval(low=low, high=high, level=0.95, method=OF_MEAN)
    return Quantity(
        value=mean * per_call,
        unit="s",
        interval=interval,
        n=len(record.latencies_s),
    )


def calls(run: Run, *, name: str) -> Table:
    """Batch, number of calls, latency in seconds, date and hardware."""
    record = record_of(run, name)
    times = record.latencies_s
    environment = run.record.environment
    jax = environment.jax
    kinds = [d.kind for d in jax.devices if d.kind != "cpu"] if jax is not None else []
    hardware = ", ".join(
        dict.fromkeys([*kinds, *([environment.cpu_model] if environment.cpu_model else [])])
    )
    return Table(
        columns=(
            "batch size",
            "calls",
            "warm-up calls",
            "median",
            "95%",
            "longest",
            "date",
            "hardware",
        ),
        rows=(
            (
                record.batch_size,
                len(times),
                record.warm_up,
                percentile(times, 0.5),
                percentile(times, HIGH),
                max(times),
                record.started[:10],
                hardware if hardware != "" else None,
            ),
        ),
    )


def percentile(values: tuple[float, ...], part: float) -> float:
    """The value below which this part (0..1) of *values* lies, on a line between neighbours."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = ordered[math.floor(place)]
    return below + (ordered[math.ceil(place)] - below) * (place - math.floor(place))
