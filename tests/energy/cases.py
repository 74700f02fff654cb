"""The nine runs that the rules of plausibility were made with, as records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cardgen.run import Device, Environment, JaxState, Run
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Reported, Stated
from tests.runs import make_run

JOULES = 3.6e6
EPYC = "AMD EPYC"
STATED = Stated(cpus_busy=3.0, tdp_w=4.5, cores=2, threads=4, source="read off top")
RAM = EnergyComponent(component="ram", method="model")
RAPL = EnergyComponent(component="cpu", method="counter", detail="intel_rapl")
GUESSED = EnergyComponent(
    component="cpu", method="load_model", detail="cpu_load", tdp_w=8.0, generic_tdp=True
)
JAX_CPU = JaxState(
    version="0.10.2",
    backend="cpu",
    devices=(Device(platform="cpu", kind="cpu", count=1),),
    enable_x64=False,
)


def environment(**changes: Any) -> Environment:
    """A server of two logical CPUs and 23.5 GiB; *changes* replace fields."""
    fields: dict[str, Any] = {
        "python": "3.11.9",
        "os": "Linux",
        "cpu_model": EPYC,
        "cpu_logical": 2,
        "memory_bytes": int(23.5 * 2**30),
        "battery": False,
        "jax": JAX_CPU,
    }
    return Environment.model_validate(fields | changes)


def samples(
    seconds: Sequence[float], cpu_w: Sequence[float | None], *, ram_w: float, busy: float
) -> tuple[EnergySample, ...]:
    """Cumulative samples at *seconds*, each after a stretch of *cpu_w* watts, with *busy* own CPUs."""
    found, cpu, before = [], 0.0, 0.0
    for time_s, watts in zip(seconds, cpu_w, strict=True):
        cpu += (0.0 if watts is None else watts) * (time_s - before) / JOULES
        found.append(
            EnergySample(
                time_s=time_s,
                cpu_kwh=None if watts is None else cpu,
                ram_kwh=ram_w * time_s / JOULES,
                process_cpu_s=busy * time_s,
            )
        )
        before = time_s
    return tuple(found)


def own_samples(seconds: Sequence[float], *, busy: float) -> tuple[EnergySample, ...]:
    """Samples of cardgen's own sampler beside another tool's end values."""
    return tuple(EnergySample(time_s=s, process_cpu_s=busy * s) for s in seconds)


def record(**changes: Any) -> EnergyRecord:
    """A record of CodeCarbon's with RAPL and a RAM model; *changes* replace fields."""
    fields: dict[str, Any] = {"tracker": "codecarbon 3.3.2", "components": (RAPL, RAM)}
    return EnergyRecord.model_validate(fields | changes)


def reported(seconds: float, *, cpu_w: float, ram_w: float, **changes: Any) -> Reported:
    """What a tool wrote of so many seconds with these powers."""
    cpu, ram = cpu_w * seconds / JOULES, ram_w * seconds / JOULES
    fields: dict[str, Any] = {
        "duration_s": seconds,
        "cpu_kwh": cpu,
        "ram_kwh": ram,
        "total_kwh": cpu + ram,
        "cpu_w": cpu_w,
        "ram_w": ram_w,
    }
    return Reported.model_validate(fields | changes)


def laptop_row(**changes: Any) -> EnergyRecord:
    """The laptop run of 2022 as its CodeCarbon row; *changes* replace the record's fields."""
    told = Reported(
        duration_s=804.41,
        cpu_kwh=0.0,
        ram_kwh=0.00064142,
        total_kwh=0.00064142,
        emissions_kg=0.00013406,
        country="GBR",
    )
    cpu = EnergyComponent(component="cpu", method="unknown", tdp_w=4.5)
    fields = {"tracker": "codecarbon 2.1", "components": (cpu, RAM), "reported": told}
    return record(**(fields | changes))


def laptop_log(**changes: Any) -> EnergyRecord:
    """As `laptop_row`, with its log's 0 W each 15 s "via RAPL interface"."""
    times = [15.0 * n for n in range(1, 54)] + [804.41]
    logged = tuple(
        EnergySample(time_s=s, cpu_kwh=0.0, ram_kwh=0.00064142 * s / 804.41) for s in times
    )
    return laptop_row(components=(RAPL, RAM), samples=logged, interval_s=15.0, **changes)


def laptop(folder: Path, *energy: EnergyRecord) -> Run:
    """The laptop's run in the United Kingdom in 2022."""
    return make_run(
        folder,
        evaluations=(),
        energy=energy,
        country="GBR",
        started="2022-08-01T12:00:00Z",
        environment=Environment(
            python="3.9",
            os="Linux",
            cpu_model="Intel(R) Core(TM) m3-6Y30 CPU @ 0.90GHz",
            cpu_logical=4,
            cpu_physical=2,
            memory_bytes=int(7.64 * 2**30),
        ),
    )


SECONDS = tuple(range(1, 9))
CASES: dict[str, tuple[EnergyRecord, list[str]]] = {
    "canada": (
        record(
            components=(GUESSED, RAM),
            samples=own_samples((20.0, 40.0), busy=1.0),
            reported=reported(
                40.0,
                cpu_w=7.97,
                ram_w=20.0,
                emissions_kg=3.94e-3 * 27.97 * 40 / JOULES,
                country="CAN",
                guessed_place=True,
            ).model_copy(update={"cpu_w": 6.17}),
        ),
        ["W5", "W6", "W8", "E9", "W10", "W12"],
    ),
    "process children": (
        record(
            components=(GUESSED, RAM),
            samples=own_samples((2.5, 5.1), busy=4.0 / 5.1),
            reported=reported(5.1, cpu_w=0.03, ram_w=10.0, scope="process"),
        ),
        ["E2", "W5", "W12"],
    ),
    "frozen": (
        record(samples=samples(SECONDS, [0.0] * 8, ram_w=20.0, busy=1.0)),
        ["E1", "E3", "W5", "W6"],
    ),
    "vanished": (
        record(
            samples=samples(
                (2.5, 4.0, 5.5, 7.0, 8.5), (15.0, 0.0, 0.0, 0.0, 0.0), ram_w=20.0, busy=1.0
            ),
            reported=reported(8.5, cpu_w=15.0 * 2.5 / 8.5, ram_w=20.0).model_copy(
                update={"cpu_w": 3.5}
            ),
        ),
        ["E3", "W5", "W6", "W8"],
    ),
    "tasks mixed": (
        record(
            components=(GUESSED, RAM),
            samples=own_samples((9.0, 18.0), busy=1.0),
            reported=reported(5.0, cpu_w=25.7, ram_w=64.4).model_copy(
                update={"cpu_w": 8.0, "ram_w": 20.0}
            ),
        ),
        ["E4", "W5", "W6", "E7", "W8", "W12"],
    ),
    "busy neighbours": (
        record(
            components=(GUESSED, RAM),
            samples=samples((3.0, 6.0), (7.7, 7.7), ram_w=20.0, busy=0.004),
        ),
        ["W2", "W6", "W12"],
    ),
    "clean, busy": (
        record(samples=samples(SECONDS, [12.0] * 8, ram_w=3.0, busy=1.6)),
        [],
    ),
    "clean, half idle": (
        record(samples=samples(SECONDS, [7.0, 12.0] * 4, ram_w=3.0, busy=0.7)),
        [],
    ),
}
"""All but the laptop's: the record, on `environment()`, and the rules from 1 to 12 that fire."""
