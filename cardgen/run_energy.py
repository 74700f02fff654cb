"""What was recorded of a run's energy, whichever tool recorded it: records, samples and phases.

Energies are cumulative kWh since the tracker started. What was not measured is None, never 0.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cardgen.values import Frozen

ENERGY_SCHEMA = "cardgen.energy/1"

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(gt=0)]


def energy_file(process: int) -> str:
    """Name of the energy rows of the host whose tracker this process runs."""
    return f"energy.p{process:05d}.jsonl"


class EnergyComponent(Frozen):
    """How the energy of one component was obtained, read while the tracker lived."""

    component: Literal["cpu", "gpu", "ram", "machine"]
    """`machine` is the whole computer, as a battery or a meter at the wall sees it."""
    method: Literal[
        "counter", "power_sampling", "load_model", "constant", "model", "battery", "none", "unknown"
    ]
    """counter: RAPL, NVML; load_model: load times TDP; model: of RAM; none: no reading."""
    detail: str | None = None
    """The tracker's own word: `intel_rapl`, `cpu_load`, `pynvml`, …"""
    tdp_w: float | None = None
    generic_tdp: bool | None = None
    device: str | None = None
    counts: Literal["package and DRAM", "platform"] | None = None
    """What a CPU's counter counts beyond the package, so that memory is in its figure."""


class EnergySample(Frozen):
    """Cumulative energy since the tracker's start; None where a component gave nothing."""

    time_s: float
    cpu_kwh: float | None = None
    gpu_kwh: float | None = None
    ram_kwh: float | None = None
    machine_kwh: float | None = None
    """Drawn from the battery; None where there is none or it was being charged."""
    process_cpu_s: float | None = None
    """Own CPU seconds, reaped children included, beside the tracker's figures."""
    system_cpu_s: float | None = None
    """Busy seconds of all CPUs of the computer, whoever used them."""
    threads: int | None = None
    """Threads of this process at the moment."""


class Reported(Frozen):
    """What the tool wrote of the whole run: kept beside the figures, and judged before it is used.

    Coordinates and addresses that a tool looked up are never kept.
    """

    duration_s: float | None = None
    cpu_kwh: float | None = None
    gpu_kwh: float | None = None
    ram_kwh: float | None = None
    total_kwh: float | None = None
    cpu_w: float | None = None
    gpu_w: float | None = None
    ram_w: float | None = None
    emissions_kg: float | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3 code that the tool took, whether or not anybody asked for it."""
    guessed_place: bool = False
    """True where it is the place that a tool takes when its look-up fails (Quebec, the world)."""
    looked_up: bool = False
    """True where a tool that cannot be told the place found one by the network address."""
    grams_per_kwh: float | None = None
    """Carbon intensity that the tool names beside its emissions."""
    cloud: str | None = None
    """Provider of the cloud that the tool found itself in."""
    pue: float | None = None
    wue: float | None = None
    scope: Literal["machine", "process"] | None = None
    cpu_model: str | None = None
    cpu_logical: int | None = None
    gpu_model: str | None = None
    memory_gib: float | None = None
    rows: int = 1
    """Rows that the tool wrote for the run; each holds the sum of those before."""
    parallel: int = 0
    """Other runs of the tool at the same time, as far as its files tell of them."""


class Stated(Frozen):
    """What a person states about the run where no tool recorded it."""

    run: str | None = None
    """Id of the run that it speaks of; otherwise the one that the documents are about."""
    cpus_busy: Positive | None = None
    """Mean number of CPUs that the run kept busy: 3.0 for the 300 % that `top` shows."""
    tdp_w: Positive | None = None
    """Thermal design power of one CPU package, in watts."""
    packages: Count | None = None
    """CPU packages (sockets) of the computer, where there are several."""
    cores: Count | None = None
    threads: Count | None = None
    """Logical CPUs of the computer."""
    laptop: bool | None = None
    source: Annotated[str, Field(min_length=1)]
    """How the person knows, such as "read off top"."""
    by: str | None = None


class Phase(Frozen):
    """A named stretch of a run (training, evaluation) between two blocked marks."""

    name: str
    begin: EnergySample
    end: EnergySample | None = None
    """None when its segment of the run ended inside the phase."""


class EnergyRecord(Frozen):
    """What one host's energy tracker and cardgen's own sampler recorded in one segment of a run."""

    host: int = 0
    """Index of the JAX process that kept this record."""
    segment: int = 1
    """1, then 2, 3 … each time that the run was resumed: its tracker and methods may be others."""
    before_s: float = 0.0
    """Seconds that earlier segments of the run had taken; samples' times count them."""
    shares_host: bool = False
    """True when another process's record measures this host, and this one has CPU seconds only."""
    tracker: str | None = None
    """Name and version of the tracker; None when none ran."""
    reason: str | None = None
    """Why there is no tracker's figure, when there is none."""
    pue: float = 1.0
    components: tuple[EnergyComponent, ...] = ()
    samples: tuple[EnergySample, ...] = ()
    phases: tuple[Phase, ...] = ()
    reported: Reported | None = None
    """What the tool itself wrote of the whole; None where nothing of the kind was kept."""
    stated: Stated | None = None
    interval_s: float | None = None
    """Seconds between the tool's own samples, where it takes them by itself."""
    unsampled_s: float = 0.0
    """Seconds in which a tool that samples power took no sample; no figure holds their energy."""
    settings: tuple[str, ...] = ()
    """Names of the tool's settings that replace what it would have found (never their values)."""
    not_covered: tuple[str, ...] = ()
    """Devices that were there but that the tracker does not measure (TPU, display, disk …)."""


class EnergyHeader(Frozen):
    """First line of `energy.p00000.jsonl`, and again each time the run is resumed."""

    schema_: Literal["cardgen.energy/1"] = Field(alias="schema")
    run: str
    process: int
    t0: float
    before_s: float = 0.0
    writer: str
    shares_host: bool = False
    """True when another process of the run measures this host: there is one tracker a host."""
    tracker: str | None = None
    reason: str | None = None
    pue: float = 1.0
    components: tuple[EnergyComponent, ...] = ()
    settings: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()


class EnergyRow(Frozen):
    """One cumulative sample of a segment, a line of `energy.p00000.jsonl`; or a mark of a phase."""

    t: float
    """Unix time in seconds, made like a metrics row's."""
    cpu_kwh: float | None = None
    gpu_kwh: float | None = None
    ram_kwh: float | None = None
    machine_kwh: float | None = None
    process_cpu_s: float | None = None
    system_cpu_s: float | None = None
    threads: int | None = None
    phase: str | None = None
    """Name of the phase that begins or ends here."""
    mark: Literal["begin", "end", "failed"] | None = None
    """failed: it ended with an error, so that its energy is not that of what it is named after."""
    reported: Reported | None = None
    """On a segment's last row: what the tool itself says of the whole."""
