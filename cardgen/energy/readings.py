"""One component's energy by one record: whether there is a figure, what it is worth, and why not.

A record is one host's in one segment of the run (a resumed run has several): each is judged alone,
since the tracker may have had another method by then. A tool's figure that a rule blocks is not used;
an own estimate takes its place where the record allows one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cardgen.energy import factors
from cardgen.energy.case import PARTS, Case, Component, Part, Stretch, is_sound
from cardgen.energy.estimates import Estimate, estimate, load_of
from cardgen.energy.factors import Factors, Load
from cardgen.energy.rules import Flag, flags
from cardgen.run import Run
from cardgen.run_energy import EnergyComponent, EnergyRecord
from cardgen.values import Method

BOUNDARY = {"cpu": "CPU package", "gpu": "GPU board", "ram": "RAM", "machine": "whole machine"}
COUNTED = {"package and DRAM": "CPU package and DRAM", "platform": "whole platform (psys)"}
"""What a CPU's counter counts where that is more than the package."""
UNMEASURED = {**BOUNDARY, "gpu": "accelerator"}
"""What a component without a figure is called: a TPU, for one, is no GPU."""
SHORT_S = 1.0
"""Below, a counter may not have moved or been read; no device that is on uses nothing for longer."""
LAPTOP_RAM = "a model of memory slots overrates a laptop's RAM"
STOOD_STILL = "E3"
"""The rule after which a figure still holds for the part of the time that it covers."""
ORDER = (Method.MEASURED, Method.PARTLY_MEASURED, Method.ESTIMATED, Method.NOT_MEASURED)
"""From the strongest to the weakest."""
WORDS = {
    "counter": "hardware counter",
    "power_sampling": "power samples",
    "load_model": "model of load and TDP",
    "constant": "constant power",
    "model": "model of its size",
    "battery": "discharge of the battery",
    "unknown": "method unknown",
    "none": "no reading",
}


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
    is_own: bool = False
    """Whether it is cardgen's estimate, in place of a tool's figure."""
    rejected: str | None = None
    """Why the tool's figure is not used; None where it is, or where there is none."""
    is_part: bool = False
    """Whether the record has no reading for some of the time, so that it was more than the figure."""
    is_elsewhere: bool = False
    """Whether it has no figure because another's holds this energy already, so that nothing is missing."""

    @property
    def boundary(self) -> str:
        """What the figure is of: a CPU's counter may count more than the package."""
        if self.kwh is None and not self.is_elsewhere:
            return UNMEASURED[self.component]
        counts = (
            beyond_package(self.record) if self.component == "cpu" and not self.is_own else None
        )
        return BOUNDARY[self.component] if counts is None else COUNTED[counts]


def beyond_package(record: EnergyRecord) -> str | None:
    """What the record's CPU counter counts beyond the package."""
    found = (c.counts for c in record.components if c.component == "cpu")
    return next((counts for counts in found if counts is not None), None)


def expected(run: Run) -> tuple[Part, ...]:
    """Components that the run had: CPU and RAM always, GPU where JAX or a tracker saw one.

    An accelerator of another kind (TPU) stands here as `gpu` too: nothing measures it.
    """
    jax = run.record.environment.jax
    seen = jax is not None and any(d.platform.lower() != "cpu" for d in jax.devices)
    tracked = any(
        c.component == "gpu" and c.method != "none" for h in run.energy for c in h.components
    )
    return PARTS if seen or tracked else ("cpu", "ram")


def has_machine(record: EnergyRecord) -> bool:
    """Whether the record has something to say of the computer as a whole."""
    return any(c.component == "machine" and c.method != "none" for c in record.components)


def readings(
    run: Run, record: EnergyRecord, component: Component, phase: str | None
) -> Iterator[Reading]:
    """The component's energy by this record, judged; stretches that read 0 stand apart."""
    if component == "ram" and _is_in_cpu(run, record):
        words = "not counted: it is in the figure of the CPU's counter"
        how = Method.NOT_MEASURED
        yield Reading(record, component, how, words=words, rejected=words, is_elsewhere=True)
        return
    case = Case(run, record)
    parts = case.stretches(phase)
    tool = list(_of_tool(case, component, parts))
    blocking = [flag for flag in flags(run, record) if flag.blocks(component)]
    rejected = _rejected(case, component, blocking)
    is_known = any(reading.kwh is not None for reading in tool)
    if is_known and rejected is None:
        yield from tool
        return
    own = estimate(case, component, parts)
    stood_still = is_known and {flag.rule for flag in blocking} == {STOOD_STILL}
    if stood_still and own is not None and _counted_kwh(tool) > own.kwh * own.factors.low:
        own = None  # what was counted is more than what may have been used by the estimate
    if phase is not None and rejected is None and _is_read(case, component):
        own = None  # the phase is part of a whole for which the tool's figure holds
    if own is not None:
        yield _own(record, component, own, rejected)
    elif stood_still:
        yield from (replace(reading, status=Method.PARTLY_MEASURED) for reading in tool)
        yield Reading(record, component, Method.NOT_MEASURED, words=blocking[0].text.rstrip("."))
    elif is_known:
        words = f"the tool's figure is not used ({rejected})"
        yield Reading(record, component, Method.NOT_MEASURED, words=words, rejected=rejected)
    else:
        yield from (replace(reading, rejected=rejected) for reading in tool)


def _is_in_cpu(run: Run, record: EnergyRecord) -> bool:
    """Whether the record's figure of the CPU, where that is used, holds the memory's energy too."""
    if beyond_package(record) is None:
        return False
    return any(r.kwh is not None and not r.is_own for r in readings(run, record, "cpu", None))


def _counted_kwh(found: Sequence[Reading]) -> float:
    return math.fsum(reading.kwh for reading in found if reading.kwh is not None)


def _is_read(case: Case, component: Component) -> bool:
    """Whether the tool has a figure for the whole record."""
    whole = _of_tool(case, component, case.stretches(None))
    return any(reading.kwh is not None for reading in whole)


def _own(
    record: EnergyRecord, component: Component, own: Estimate, rejected: str | None
) -> Reading:
    words = own.words
    if rejected is not None:
        words = f"in place of the tool's figure ({rejected}): {words}"
    return Reading(
        record,
        component,
        Method.ESTIMATED,
        own.kwh,
        own.factors,
        words,
        is_own=True,
        rejected=rejected,
    )


def _rejected(case: Case, component: Component, blocking: Sequence[Flag]) -> str | None:
    """Why the tool's figure is not used."""
    if blocking != []:
        return ", ".join(dict.fromkeys(flag.rule for flag in blocking))
    how = case.method(component)
    is_model = component == "ram" and how is not None and how.method == "model"
    return LAPTOP_RAM if is_model and case.is_laptop() is True else None


def _of_tool(case: Case, component: Component, parts: Sequence[Stretch]) -> Iterator[Reading]:
    """What the tool says, without asking whether it can be true."""
    record = case.record
    how = [c for c in record.components if c.component == component and c.method != "none"]
    words = _reason_without(record, component, how)
    read = [own for part in parts if (own := case.read(component, part)) is not None]
    if words is None and (read == [] or not all(is_sound(own.kwh(component)) for own in read)):
        words = f"the {_source(how)} gave no sound reading"
    if words is not None:
        yield Reading(record, component, Method.NOT_MEASURED, words=words)
        return
    zero = [own for own in read if own.kwh(component) == 0]
    some = [own for own in read if own.kwh(component) != 0]
    if some != []:
        total = math.fsum(kwh for own in some if (kwh := own.kwh(component)) is not None)
        whole, covered = _seconds(parts), _seconds(read)
        status, words = _status(component, how), describe(how) + _taken_out(record, component)
        if covered < whole:
            words += f", covers {covered:,.1f} of {whole:,.1f} s"
            status = Method.PARTLY_MEASURED if status is Method.MEASURED else status
        widest, is_part = _factors(case, how, some), covered < whole
        yield Reading(record, component, status, total, widest, words, is_part=is_part)
    if zero != []:
        words = _why_zero(case, how, zero)
        yield Reading(record, component, Method.NOT_MEASURED, words=words)


def _seconds(parts: Sequence[Stretch]) -> float:
    return math.fsum(part.seconds() for part in parts)


def _taken_out(record: EnergyRecord, component: Component) -> str:
    """What is said of a PUE that the tool multiplied with."""
    has_pue = record.pue != 1.0 and component != "machine"
    return f", without the PUE of {record.pue:g} that it multiplied with" if has_pue else ""


def _why_zero(case: Case, how: Sequence[EnergyComponent], parts: Sequence[Stretch]) -> str:
    source = _source(how)
    if case.was_busy(parts) is True:
        return f"the {source} read 0 while the CPU was busy"
    if _seconds(parts) < SHORT_S:
        return f"too short to be measured by the {source}"
    return f"the {source} read 0, which no device that is on uses"


def _source(how: Sequence[EnergyComponent]) -> str:
    """What was read: a model reads nothing, and an unknown method has no name."""
    is_read = all(c.method in {"counter", "power_sampling", "battery"} for c in how)
    return describe(how) if is_read else "tool"


def _reason_without(
    record: EnergyRecord, component: Component, how: Sequence[EnergyComponent]
) -> str | None:
    # The battery is read by cardgen itself.
    if record.tracker is None and component != "machine":
        return record.reason if record.reason is not None else "no energy tracker ran"
    if how == []:
        return "the tracker had no reading"
    is_empty = record.samples == () and record.reported is None
    return "no sample was recorded" if is_empty else None


def _status(component: Component, how: Sequence[EnergyComponent]) -> Method:
    # RAM is measured by a counter of its own (RAPL's DRAM domain, a Raspberry Pi's), or modelled.
    methods = {"counter"} if component == "ram" else {"counter", "power_sampling", "battery"}
    return Method.MEASURED if all(c.method in methods for c in how) else Method.ESTIMATED


def _factors(
    case: Case, how: Sequence[EnergyComponent], parts: Sequence[Stretch]
) -> Factors | None:
    pairs = [_factors_of(case, component, parts) for component in how]
    known = [pair for pair in pairs if pair is not None]
    if len(known) < len(pairs):
        return None
    # Devices of one host are not told apart, so the widest factors hold for their sum.
    bases = "; ".join(dict.fromkeys(p.basis for p in known))
    return Factors(min(p.low for p in known), max(p.high for p in known), bases)


def _factors_of(case: Case, component: EnergyComponent, parts: Sequence[Stretch]) -> Factors | None:
    match component.component:
        case "machine":
            return factors.machine(component)
        case "ram":
            return factors.ram(component, is_laptop=case.is_laptop())
        case "gpu":
            return factors.gpu(component, _seconds(parts))
        case "cpu":
            load, is_linear = _load(case, parts), not case.is_machine_scope()
            return factors.cpu(component, case.cpu_model(), load, is_linear=is_linear)


def _load(case: Case, parts: Sequence[Stretch]) -> Load:
    """The machine's load, or at least the run's own."""
    threads, seconds = case.threads(), _seconds(parts)
    busy = [part.busy_s() for part in parts]
    known = [value for value in busy if value is not None]
    if threads is None or not seconds > 0 or len(known) < len(busy) or not math.fsum(known) > 0:
        return Load(load_of(case, parts), is_whole=False)
    return Load(math.fsum(known) / seconds / threads, is_whole=True)


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
