"""One host's energy in one segment of a run, with all that was recorded beside it: what rules judge.

Every figure is None where nothing says it; presence is decided by None, never by truth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from cardgen.run import Run
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Reported
from cardgen.units import convert

Part = Literal["cpu", "gpu", "ram"]
"""What is summed; `machine` holds these and more, so that it is never added to them."""
Component = Literal["cpu", "gpu", "ram", "machine"]
PARTS: tuple[Part, ...] = get_args(Part)
COMPONENTS: tuple[Component, ...] = get_args(Component)
NAMES: dict[Component, str] = {
    "cpu": "the CPU",
    "gpu": "the GPU",
    "ram": "the memory",
    "machine": "the machine",
}
JOULES = convert(1.0, "kWh", "J")
"""In one kWh."""
MIN_CPU_S = 0.5
MIN_CPU_SHARE = 0.02
"""More own CPU seconds than both, and the CPU was busy."""
MOBILE_W = 15.0
"""Highest TDP of the CPUs that a thin laptop's cooling holds to it, whatever they could use."""
_MOBILE = re.compile(r"(?!.*(?i:xeon|epyc)).*(?:\bm[357]-\d|\d{3,5}(?:Y|U|H|HK|HQ|HX|HS|G\d)\b)")
"""Names of Intel's and AMD's processors for laptops: m3-6Y30, i5-8250U, i7-1065G7, 5800HS."""


class Stretch(NamedTuple):
    """Part of one record between two of its cumulative samples."""

    begin: EnergySample
    end: EnergySample
    pue: float
    """What the tool multiplied its energies with; it is taken out of them here, and nowhere else."""

    def seconds(self) -> float:
        """How long it took."""
        return self.end.time_s - self.begin.time_s

    def kwh(self, component: Component) -> float | None:
        """Energy of the computer itself between the two samples; None when either has no reading."""
        kwh = _difference(
            getattr(self.end, f"{component}_kwh"), getattr(self.begin, f"{component}_kwh")
        )
        # The battery is read by cardgen itself, which multiplies with nothing.
        return kwh if kwh is None or component == "machine" else kwh / self.pue

    def cpu_s(self) -> float | None:
        """The process's own CPU seconds between the two samples."""
        return _difference(self.end.process_cpu_s, self.begin.process_cpu_s)

    def busy_s(self) -> float | None:
        """Busy seconds of all CPUs between the two samples, whoever used them."""
        return _difference(self.end.system_cpu_s, self.begin.system_cpu_s)


def _difference(last: float | None, first: float | None) -> float | None:
    return None if last is None or first is None else last - first


def _zero(record: EnergyRecord) -> EnergySample:
    first = record.samples[0] if record.samples != () else None
    return EnergySample(
        time_s=record.before_s,
        cpu_kwh=0.0,
        gpu_kwh=0.0,
        ram_kwh=0.0,
        machine_kwh=0.0,
        process_cpu_s=0.0,
        # Counted since the computer was started, not since the run was.
        system_cpu_s=first.system_cpu_s if first is not None else None,
    )


def _reported_end(before_s: float, told: Reported) -> EnergySample | None:
    if told.duration_s is None:
        return None
    return EnergySample(
        time_s=before_s + told.duration_s,
        cpu_kwh=told.cpu_kwh,
        gpu_kwh=told.gpu_kwh,
        ram_kwh=told.ram_kwh,
    )


@dataclass(frozen=True, slots=True)
class Case:
    """A run and the record of one of its hosts in one segment."""

    run: Run
    record: EnergyRecord

    def method(self, component: Component) -> EnergyComponent | None:
        """How the component was had; the first, where a host has several devices of a kind."""
        found = (c for c in self.record.components if c.component == component)
        return next((c for c in found if c.method != "none"), None)

    def stretches(self, phase: str | None) -> list[Stretch]:
        """The whole record (phase None), or each time that the phase was gone through.

        A phase that was left open (the process was killed) ends with the record's last sample. A tool
        whose samples are not kept has only its own end values, and no phases.
        """
        if phase is None:
            whole = self.whole()
            return [] if whole is None else [whole]
        found = [item for item in self.record.phases if item.name == phase]
        ends = [item.end if item.end is not None else self._last() for item in found]
        pairs = zip(found, ends, strict=True)
        return [self._stretch(item.begin, end) for item, end in pairs if end is not None]

    def whole(self) -> Stretch | None:
        """From the tracker's start to its last sample, or to the tool's own end.

        Where a statement is all there is, it speaks of the whole run.
        """
        told, finished = self.record.reported, self.run.finished
        end = self._last()
        if end is None and told is not None:
            end = _reported_end(self.record.before_s, told)
        if end is None and finished is not None and len(self.run.energy) == 1:
            end = EnergySample(time_s=self.record.before_s + finished.duration_s)
        return None if end is None else self._stretch(_zero(self.record), end)

    def read(self, component: Component, part: Stretch) -> Stretch | None:
        """From the first to the last sample in *part* with a reading of the component; None without two."""
        inside = (s for s in self.record.samples if part.begin.time_s < s.time_s < part.end.time_s)
        every = (part.begin, *inside, part.end)
        found = [sample for sample in every if getattr(sample, f"{component}_kwh") is not None]
        return self._stretch(found[0], found[-1]) if len(found) > 1 else None

    def of_readings(self, component: Component) -> Stretch | None:
        """The time that the tool's figure is of; all of it where no sample has a reading."""
        whole = self.whole()
        read = None if whole is None else self.read(component, whole)
        return whole if read is None else read

    def _stretch(self, begin: EnergySample, end: EnergySample) -> Stretch:
        return Stretch(begin, end, self.record.pue)

    def _last(self) -> EnergySample | None:
        return self.record.samples[-1] if self.record.samples != () else None

    def readings(self, component: Component) -> Iterator[Stretch]:
        """From each sample that has a reading of the component to the next."""
        read = [s for s in self.record.samples if getattr(s, f"{component}_kwh") is not None]
        for begin, end in pairwise(read):
            yield self._stretch(begin, end)

    def duration_s(self) -> float | None:
        """Seconds by cardgen's own clock, else by the tool's; None where that is nothing."""
        whole = self.whole()
        return whole.seconds() if whole is not None and whole.seconds() > 0 else None

    def is_sampled(self, component: Component) -> bool:
        """Whether a sample has a reading of the component: else the tool's end value is all there is."""
        return any(getattr(s, f"{component}_kwh") is not None for s in self.record.samples)

    def kwh(self, component: Component) -> float | None:
        """What the tool says of the component up to its last reading, without a PUE."""
        of, told = self.of_readings(component), self.record.reported
        if self.is_sampled(component) and of is not None:
            return of.kwh(component)
        end: float | None = getattr(told, f"{component}_kwh", None)
        return None if end is None else end / self.record.pue

    def watts(self, component: Component) -> float | None:
        """Mean power over the time that the tool's energy is of, by the tool's own clock."""
        kwh, told, of = self.kwh(component), self.record.reported, self.of_readings(component)
        whole = self.whole()
        is_whole = of is None or whole is None or of.seconds() == whole.seconds()
        seconds = told.duration_s if told is not None and is_whole else None
        if seconds is None and of is not None:
            seconds = of.seconds()
        if kwh is None or seconds is None or not seconds > 0:
            return None
        return kwh * JOULES / seconds

    def cpu_s(self, component: Component | None = None) -> float | None:
        """Own CPU seconds, or what a person states of them; in the time of the component's readings."""
        of = self.whole() if component is None else self.of_readings(component)
        return None if of is None else self.cpu_s_of(of)

    def is_alone(self) -> bool:
        """Whether no other process of the run may have computed on this computer beside the record's.

        Of those that leave the measuring to another it is not recorded which computer they share.
        """
        others = (r for r in self.run.energy if r.segment == self.record.segment)
        return not any(other.shares_host for other in others)

    def cpu_source(self) -> str:
        """Who says how many CPU seconds there were, where they were not counted."""
        stated, whole = self.record.stated, self.whole()
        if stated is None or whole is None or whole.cpu_s() is not None:
            return ""
        return f" (stated: {stated.source})"

    def cpu_s_of(self, stretch: Stretch) -> float | None:
        """Own CPU seconds of a stretch, or what a person states of them."""
        recorded, stated = stretch.cpu_s(), self.record.stated
        if recorded is not None:
            return recorded
        if stated is None or stated.cpus_busy is None:
            return None
        return stated.cpus_busy * stretch.seconds()

    def was_busy(self, parts: Sequence[Stretch]) -> bool | None:
        """Whether the run computed so much that no component can have used nothing; None: not known."""
        cpu_s = [self.cpu_s_of(part) for part in parts]
        known = [value for value in cpu_s if value is not None]
        if parts == [] or len(known) < len(cpu_s):
            return None
        used, seconds = math.fsum(known), math.fsum(part.seconds() for part in parts)
        return used > MIN_CPU_S and used > MIN_CPU_SHARE * seconds

    def load(self) -> float | None:
        """Own share of all CPUs, 0..1; None where their number is not known."""
        cpu_s, seconds, threads = self.cpu_s(), self.duration_s(), self.threads()
        if cpu_s is None or seconds is None or threads is None:
            return None
        return cpu_s / seconds / threads

    def threads(self) -> int | None:
        """Logical CPUs of the computer."""
        stated, told = self.record.stated, self.record.reported
        found = (
            self.run.record.environment.cpu_logical,
            told.cpu_logical if told is not None else None,
            stated.threads if stated is not None else None,
        )
        return next((n for n in found if n is not None and n > 0), None)

    def tdp_w(self) -> float | None:
        """Thermal design power that the tool knew, else that a person states; no guess of the tool's."""
        stated, method = self.record.stated, self.method("cpu")
        if method is not None and method.tdp_w is not None and not method.generic_tdp:
            return method.tdp_w
        return stated.tdp_w if stated is not None else None

    def any_tdp_w(self) -> float | None:
        """As `tdp_w`, or else what the tool guessed."""
        known, method = self.tdp_w(), self.method("cpu")
        return known if known is not None or method is None else method.tdp_w

    def packages(self) -> int | None:
        """CPU packages of the computer; in a virtual machine they are its host's invention."""
        own, stated = self.run.record.environment, self.record.stated
        if own.hypervisor is True:
            return None
        if own.cpu_packages is None and stated is not None:
            return stated.packages
        return own.cpu_packages

    def is_tdp_of_one_package(self) -> bool:
        """Whether the TDP is a stated one: CodeCarbon's is that of all packages."""
        method = self.method("cpu")
        return method is None or method.tdp_w is None or method.generic_tdp is True

    def full_tdp_w(self) -> float | None:
        """TDP of all packages together, as far as their number is known."""
        one, packages = self.tdp_w(), self.packages()
        if one is None:
            return self.any_tdp_w()
        return one * packages if self.is_tdp_of_one_package() and packages is not None else one

    def cpu_model(self) -> str | None:
        """Name of the CPU."""
        told, own = self.record.reported, self.run.record.environment.cpu_model
        return own if own is not None or told is None else told.cpu_model

    def memory_gib(self) -> float | None:
        """Memory of the computer."""
        told, own = self.record.reported, self.run.record.environment.memory_bytes
        if own is not None:
            return own / 2**30
        return told.memory_gib if told is not None else None

    def is_laptop(self) -> bool | None:
        """By its battery, else as stated, else by its CPU's name; None where nothing says."""
        stated, battery = self.record.stated, self.run.record.environment.battery
        if battery is not None:
            return battery
        if stated is not None and stated.laptop is not None:
            return stated.laptop
        name = self.cpu_model()
        return True if name is not None and _MOBILE.match(name) is not None else None

    def is_machine_scope(self) -> bool:
        """Whether the tool's figure is of the whole computer; a tool that says nothing counts so."""
        told = self.record.reported
        return told is None or told.scope != "process"

    def is_power_limited(self) -> bool:
        """Whether this is a laptop's CPU of at most 15 W, which its cooling holds to its TDP."""
        tdp = self.tdp_w()
        return self.is_laptop() is True and tdp is not None and tdp <= MOBILE_W


def short(value: float) -> str:
    """*value* to three digits, and large ones without a power of ten: `0.693`, `1,010`, `153,000,000`."""
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 1000 else f"{rounded:g}"


def is_sound(kwh: float | None) -> bool:
    """Whether this can be an energy."""
    return kwh is not None and math.isfinite(kwh) and kwh >= 0
