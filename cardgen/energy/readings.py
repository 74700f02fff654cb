"""One component's energy by one record: whether there is a figure, what it is worth, and why not.

A record is one host's in one segment of the run (a resumed run has several): each is judged alone,
since the tracker may have had another method by then.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from cardgen.energy import factors
from cardgen.energy.factors import Factors
from cardgen.run import Run
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample
from cardgen.values import Method

Component = Literal["cpu", "gpu", "ram"]
COMPONENTS: tuple[Component, ...] = ("cpu", "gpu", "ram")
BOUNDARY = {"cpu": "CPU package", "gpu": "GPU board", "ram": "RAM"}
UNMEASURED = {**BOUNDARY, "gpu": "accelerator"}
"""What a component without a figure is called: a TPU, for one, is no GPU."""
MIN_CPU_S = 0.5
MIN_CPU_SHARE = 0.02
"""More own CPU seconds than both, and the CPU was busy."""
SHORT_S = 1.0
"""Below, a counter may not have moved or been read; no device that is on uses nothing for longer."""
WORDS = {
    "counter": "hardware counter",
    "power_sampling": "power samples",
    "load_model": "model of load and TDP",
    "constant": "constant power",
    "model": "model of its size",
    "unknown": "method unknown",
    "none": "no reading",
}


class Stretch(NamedTuple):
    """Part of one record between two of its cumulative samples."""

    begin: EnergySample
    end: EnergySample

    def seconds(self) -> float:
        """How long it took."""
        return self.end.time_s - self.begin.time_s

    def kwh(self, component: Component) -> float | None:
        """Energy between the two samples; None when either has no reading."""
        last: float | None = getattr(self.end, f"{component}_kwh")
        first: float | None = getattr(self.begin, f"{component}_kwh")
        return None if last is None or first is None else last - first

    def cpu_s(self) -> float | None:
        """The process's own CPU seconds between the two samples."""
        last, first = self.end.process_cpu_s, self.begin.process_cpu_s
        return None if last is None or first is None else last - first


@dataclass(frozen=True, slots=True)
class Reading:
    """What one record says of one component over some stretches."""

    record: EnergyRecord
    component: Component
    status: Method
    kwh: float | None = None
    factors: Factors | None = None
    """What to multiply the figure with for its range; None where that is not known."""
    words: str = ""
    """How the figure came about, or why there is none."""


def stretches(record: EnergyRecord, phase: str | None) -> list[Stretch]:
    """The whole record (phase None), or each time that the phase was gone through.

    A phase that was left open (the process was killed) ends with the record's last sample.
    """
    if record.samples == ():
        return []
    last = record.samples[-1]
    if phase is None:
        zero = EnergySample(
            time_s=record.before_s, cpu_kwh=0.0, gpu_kwh=0.0, ram_kwh=0.0, process_cpu_s=0.0
        )
        return [Stretch(zero, last)]
    found = [item for item in record.phases if item.name == phase]
    return [Stretch(item.begin, item.end if item.end is not None else last) for item in found]


def expected(run: Run) -> tuple[Component, ...]:
    """Components that the run had: CPU and RAM always, GPU where JAX or a tracker saw one.

    An accelerator of another kind (TPU) stands here as `gpu` too: nothing measures it.
    """
    jax = run.record.environment.jax
    seen = jax is not None and any(d.platform.lower() != "cpu" for d in jax.devices)
    tracked = any(
        c.component == "gpu" and c.method != "none" for h in run.energy for c in h.components
    )
    return COMPONENTS if seen or tracked else ("cpu", "ram")


def readings(
    run: Run, record: EnergyRecord, component: Component, phase: str | None
) -> Iterator[Reading]:
    """The component's energy by this record, judged; stretches that read 0 stand apart."""
    how = [c for c in record.components if c.component == component and c.method != "none"]
    parts = stretches(record, phase)
    words = _reason_without(record, how, parts)
    if words is None and not all(_is_sound(part.kwh(component)) for part in parts):
        words = f"{describe(how)} gave no sound reading"
    if words is not None:
        yield Reading(record, component, Method.NOT_MEASURED, words=words)
        return
    zero = [part for part in parts if part.kwh(component) == 0]
    some = [part for part in parts if part.kwh(component) != 0]
    if some != []:
        total = math.fsum(kwh for part in some if (kwh := part.kwh(component)) is not None)
        widest = _factors(run, how, some)
        yield Reading(record, component, _status(component, how), total, widest, describe(how))
    if zero != []:
        yield Reading(record, component, Method.NOT_MEASURED, words=_why_zero(how, zero))


def _is_sound(kwh: float | None) -> bool:
    return kwh is not None and math.isfinite(kwh) and kwh >= 0


def _why_zero(how: Sequence[EnergyComponent], parts: Sequence[Stretch]) -> str:
    if _was_busy(parts):
        return f"{describe(how)} read 0 while the CPU was busy"
    if math.fsum(part.seconds() for part in parts) < SHORT_S:
        return f"too short to be measured by the {describe(how)}"
    return f"{describe(how)} read 0, which no device that is on uses"


def _reason_without(
    record: EnergyRecord, how: Sequence[EnergyComponent], parts: Sequence[Stretch]
) -> str | None:
    if record.tracker is None:
        return record.reason if record.reason is not None else "no energy tracker ran"
    if how == []:
        return "the tracker had no reading"
    return None if parts != [] else "no sample was recorded"


def _was_busy(parts: Sequence[Stretch]) -> bool:
    """Whether so much was computed that no component can have used nothing; unknown counts as so."""
    seconds = [part.cpu_s() for part in parts]
    known = [value for value in seconds if value is not None]
    if len(known) < len(seconds):
        return True
    used, duration = math.fsum(known), math.fsum(part.seconds() for part in parts)
    return used > MIN_CPU_S and used > MIN_CPU_SHARE * duration


def _status(component: Component, how: Sequence[EnergyComponent]) -> Method:
    measured = all(c.method in {"counter", "power_sampling"} for c in how)
    # No tracker measures RAM, whatever it says of itself; an unknown method is no measurement.
    return Method.MEASURED if measured and component != "ram" else Method.ESTIMATED


def _factors(run: Run, how: Sequence[EnergyComponent], parts: Sequence[Stretch]) -> Factors | None:
    seconds = math.fsum(part.seconds() for part in parts)
    pairs = [_factors_of(run, component, parts, seconds) for component in how]
    known = [pair for pair in pairs if pair is not None]
    if len(known) < len(pairs):
        return None
    # Devices of one host are not told apart, so the widest factors hold for their sum.
    bases = "; ".join(dict.fromkeys(p.basis for p in known))
    return Factors(min(p.low for p in known), max(p.high for p in known), bases)


def _factors_of(
    run: Run, component: EnergyComponent, parts: Sequence[Stretch], seconds: float
) -> Factors | None:
    environment = run.record.environment
    if component.component == "ram":
        return factors.ram(component)
    if component.component == "gpu":
        return factors.gpu(component, seconds)
    cpu_s = [part.cpu_s() for part in parts]
    known = [value for value in cpu_s if value is not None]
    cores = environment.cpu_logical
    sound = cores is not None and cores > 0 and seconds > 0 and len(known) == len(cpu_s)
    load = math.fsum(known) / seconds / cores if sound and cores is not None else None
    return factors.cpu(component, environment.cpu_model, load)


def describe(how: Sequence[EnergyComponent]) -> str:
    """The methods in words, each once: "hardware counter (intel_rapl)"."""
    texts = [_words(component) for component in how]
    return "; ".join(dict.fromkeys(texts))


def _words(component: EnergyComponent) -> str:
    details = []
    if component.detail is not None:
        details.append(component.detail)
    if component.tdp_w is not None:
        guess = ", a generic guess" if component.generic_tdp else ""
        details.append(f"TDP {component.tdp_w:g} W{guess}")
    words = WORDS[component.method]
    return f"{words} ({', '.join(details)})" if details != [] else words
