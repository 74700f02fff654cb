"""One component's energy on one host: whether there is a figure, what it is worth, and why not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from cardgen.energy import factors
from cardgen.energy.factors import Factors
from cardgen.run import EnergyComponent, EnergyRecord, EnergySample, Run
from cardgen.values import Method

Component = Literal["cpu", "gpu", "ram"]
COMPONENTS: tuple[Component, ...] = ("cpu", "gpu", "ram")
BOUNDARY = {"cpu": "CPU package", "gpu": "GPU board", "ram": "RAM"}
UNMEASURED = {**BOUNDARY, "gpu": "accelerator"}
"""What a component without a figure is called: a TPU, for one, is no GPU."""
MIN_CPU_S = 0.5
MIN_CPU_SHARE = 0.02
"""More own CPU seconds than both, and a CPU that used no energy was not measured."""
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
    """Part of a run between two cumulative samples of one host; `begin` None is the run's start."""

    begin: EnergySample | None
    end: EnergySample

    def seconds(self) -> float:
        """How long it took."""
        return self.end.time_s - (self.begin.time_s if self.begin is not None else 0.0)

    def kwh(self, component: Component) -> float | None:
        """Energy between the two samples; None when either has no reading."""
        last: float | None = getattr(self.end, f"{component}_kwh")
        first: float | None = 0.0 if self.begin is None else getattr(self.begin, f"{component}_kwh")
        return None if last is None or first is None else last - first

    def cpu_s(self) -> float | None:
        """The process's own CPU seconds between the two samples."""
        last = self.end.process_cpu_s
        first = 0.0 if self.begin is None else self.begin.process_cpu_s
        return None if last is None or first is None else last - first


@dataclass(frozen=True, slots=True)
class Reading:
    """What one host says of one component over some stretches."""

    host: int
    component: Component
    status: Method
    kwh: float | None = None
    range: tuple[float, float] | None = None
    words: str = ""
    """How the figure came about, or why there is none."""


def stretches(host: EnergyRecord, phase: str | None) -> list[Stretch]:
    """The whole record (phase None), or each time that the phase was gone through."""
    if host.samples == () and phase is None:
        return []
    if phase is None:
        return [Stretch(None, host.samples[-1])]
    found = [item for item in host.phases if item.name == phase]
    last = host.samples[-1:] if host.samples != () else ()
    ends = [[item.end] if item.end is not None else list(last) for item in found]
    return [Stretch(item.begin, end[0]) for item, end in zip(found, ends, strict=True) if end != []]


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


def reading(run: Run, host: EnergyRecord, component: Component, phase: str | None) -> Reading:
    """The component's energy on this host, judged."""
    how = [c for c in host.components if c.component == component and c.method != "none"]
    parts = stretches(host, phase)
    words = _reason_without(host, how, parts)
    if words is not None:
        return Reading(host.host, component, Method.NOT_MEASURED, words=words)
    known = [part.kwh(component) for part in parts]
    kwh = [value for value in known if value is not None]
    if len(kwh) < len(known) or not all(math.isfinite(v) and v >= 0 for v in kwh):
        words = f"{describe(how)} gave no sound reading"
        return Reading(host.host, component, Method.NOT_MEASURED, words=words)
    total = math.fsum(kwh)
    if total == 0 and _was_busy(parts):
        words = f"{describe(how)} read 0 while the CPU was busy"
        return Reading(host.host, component, Method.NOT_MEASURED, words=words)
    pair = _factors(run, how, parts)
    ends = None if pair is None else (total * pair.low, total * pair.high)
    return Reading(host.host, component, _status(component, how), total, ends, describe(how))


def _reason_without(
    host: EnergyRecord, how: Sequence[EnergyComponent], parts: Sequence[Stretch]
) -> str | None:
    if host.tracker is None:
        return host.reason if host.reason is not None else "no energy tracker ran"
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
    return Factors(min(p.low for p in known), max(p.high for p in known))


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
