"""What a run recorded, whichever tool recorded it; also the names of the run folder's files.

Sources make `Part`s of a run, `join` makes one `Run` of them. Evidence points into a `Run` with
`run:<id>#/<JSON pointer>`, read as a pointer (RFC 6901) into the model below as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple, overload

from pydantic import Field, JsonValue
from pydantic_core import CoreSchema, core_schema

from cardgen.findings import Finding
from cardgen.run_energy import EnergyRecord
from cardgen.run_evaluation import CLASSIFICATION as CLASSIFICATION
from cardgen.run_evaluation import EvaluationRecord as EvaluationRecord
from cardgen.run_evaluation import SelectionRecord as SelectionRecord
from cardgen.values import Frozen

RUN_SCHEMA = "cardgen.run/1"
METRICS_SCHEMA = "cardgen.metrics/1"
FINISHED_SCHEMA = "cardgen.finished/1"

RUN_FILE = "run.json"
FINISHED_FILE = "finished.json"
EVALUATION_FOLDER = "evaluation"
WEIGHTS_FOLDER = "weights"


NotFinite = Literal["NaN", "Infinity", "-Infinity"]
"""Names of the numbers that JSON cannot hold."""


def metrics_file(process: int) -> str:
    """Name of the metrics rows of one JAX process."""
    return f"metrics.p{process:05d}.jsonl"


def finished_file(process: int) -> str:
    """Name of one process's end record: `finished.json` for process 0."""
    return FINISHED_FILE if process == 0 else f"finished.p{process:05d}.json"


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """No end was recorded: killed, power lost, or still running when it was read."""


class FileRecord(Frozen):
    """A file that the run read or wrote."""

    name: str
    """File name without its folder: home paths stay out of the record."""
    bytes: int
    sha256: str


class GitState(Frozen):
    """The code's state when the run started."""

    commit: str
    remote: str | None = None
    """URL of the remote, without credentials."""
    dirty: bool
    diff_sha256: str | None = None
    """SHA-256 of `git diff HEAD --binary` when dirty."""


class Device(Frozen):
    """Accelerators (or CPU) of one kind that JAX saw."""

    platform: str
    kind: str
    count: int


class JaxState(Frozen):
    """What JAX ran on."""

    version: str
    jaxlib: str | None = None
    backend: str
    devices: tuple[Device, ...]
    process_count: int = 1
    enable_x64: bool
    default_matmul_precision: str | None = None
    """The setting, such as "float32"; None is JAX's default for the device."""
    default_prng_impl: str | None = None


class Environment(Frozen):
    """Software and hardware of the run, without host or user names."""

    python: str
    implementation: str = "CPython"
    os: str
    cpu_model: str | None = None
    cpu_logical: int | None = None
    cpu_physical: int | None = None
    cpu_packages: int | None = None
    """Processors in sockets of their own; a TDP is that of one of them."""
    memory_bytes: int | None = None
    hypervisor: bool | None = None
    """Whether this was a virtual machine: counters of power are then the host's, or not there."""
    container: bool | None = None
    cpu_quota: float | None = None
    """CPUs that a cgroup lets this process use at most; None where it sets no limit."""
    memory_limit_bytes: int | None = None
    """Memory that a cgroup lets this process use at most; None where it sets no limit."""
    battery: bool | None = None
    """Whether the computer has a battery, as laptops do."""
    packages: dict[str, str] = {}
    jax: JaxState | None = None


class ModuleRecord(Frozen):
    """Parameters of one module of the model."""

    path: str
    type: str | None = None
    parameters: int
    bytes: int
    dtypes: dict[str, int]
    """Number of parameters by dtype."""


class ModelRecord(Frozen):
    """The model as the framework describes it."""

    framework: Literal["flax.nnx", "flax.linen", "other"]
    class_name: str
    parameters: int
    """Trainable parameters (`nnx.Param`, or linen's `params`); no random-number state."""
    batch_statistics: int = 0
    bytes: int
    dtypes: dict[str, int]
    modules: tuple[ModuleRecord, ...] = ()


class OptimizerRecord(Frozen):
    """The optimiser: what its state reveals, what was declared, or why neither is known."""

    name: str | None = None
    hyperparameters: dict[str, float | NotFinite] = {}
    """Values read from `optax.inject_hyperparams` state."""
    declared: dict[str, JsonValue] = {}
    gap: str | None = None
    """Which hyper-parameters could not be read and why, when some could not."""


class FlopsRecord(Frozen):
    """Floating-point operations of one training step, from the compiler's cost analysis."""

    per_step: float | None
    at_least: bool
    """True when the step has a loop whose body the analysis counts once."""
    note: str | None = None


class ColumnRecord(Frozen):
    """One array or column of a data split."""

    name: str
    dtype: str
    shape: tuple[int, ...]


class DataRecord(Frozen):
    """One split of a data set as the run used it."""

    name: str
    split: str
    rows: int | None = None
    columns: tuple[ColumnRecord, ...] = ()
    label: str | None = None
    """Name of the label column."""
    class_counts: dict[str, int] | None = None
    group_counts: dict[str, dict[str, int]] = {}
    files: tuple[FileRecord, ...] = ()
    digest: str | None = None
    """SHA-256 over name, dtype, shape and little-endian bytes of the arrays, or over the files."""


class BaseModelRecord(Frozen):
    """The model that training started from."""

    id: str
    revision: str | None = None
    digest: str | None = None
    licence: str | None = None


class InferenceRecord(Frozen):
    """Calls of the model on one batch, timed one by one."""

    name: str
    batch_size: int = Field(ge=1)
    """Examples in a call."""
    warm_up: int
    """Calls before those that were timed: the first compiles."""
    latencies_s: tuple[float, ...] = Field(min_length=1)
    """Seconds of each call from its start until its result was ready."""
    started: str
    """ISO 8601 time in UTC of the first timed call."""
    phase: str
    """Name of the phase that holds the energy of the timed calls."""


class WeightsRecord(Frozen):
    """The trained parameters."""

    digest: str
    """SHA-256 over path, dtype, shape and little-endian bytes; see `cardgen.weights`."""
    tensors: int
    paths: tuple[str, ...] = ()
    """Paths of the tensors: a checkpoint does not say which of its arrays are parameters."""
    bytes: int
    files: tuple[FileRecord, ...] = ()
    step: int | None = None
    """The step after which the model had these parameters; None when the run did not say."""
    selected_by: str | None = None
    """Why these and not another step's, such as "highest validation accuracy"."""


class RunRecord(Frozen):
    """`run.json`: everything about a run except its metrics, energy samples and end."""

    schema_: Literal["cardgen.run/1"] = Field(alias="schema")
    id: str
    writer: str
    """Name and version of the program that wrote the record."""
    started: str
    """ISO 8601 time in UTC."""
    resumed: tuple[str, ...] = ()
    """ISO 8601 times at which the run was taken up again."""
    command: tuple[str, ...] | None = None
    """Command line with secrets masked; None in a notebook."""
    git: GitState | None = None
    environment: Environment
    seeds: dict[str, int] = {}
    config: dict[str, JsonValue] = {}
    model: ModelRecord | None = None
    optimizer: OptimizerRecord | None = None
    flops: FlopsRecord | None = None
    data: tuple[DataRecord, ...] = ()
    base_model: BaseModelRecord | None = None
    evaluations: tuple[EvaluationRecord, ...] = ()
    selections: tuple[SelectionRecord, ...] = ()
    """Splits by which steps, hyper-parameters or the like were chosen."""
    inferences: tuple[InferenceRecord, ...] = ()
    weights: WeightsRecord | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3 code of the country whose grid fed the run, as declared by the user."""
    problems: tuple[str, ...] = ()
    """Errors inside tracking itself; they never end training."""


class FinishedRecord(Frozen):
    """`finished.json`: written last, so its absence means that the run was interrupted."""

    schema_: Literal["cardgen.finished/1"] = Field(alias="schema")
    ended: str
    duration_s: float
    outcome: Literal["finished", "failed"]
    exception_type: str | None = None
    peak_memory_bytes: int | None = None
    """Largest resident set of the process, in bytes."""
    peak_device_memory_bytes: int | None = None
    """Largest sum over one device's allocations, in bytes; None where JAX does not tell (CPU)."""
    process: int = 0
    """JAX process index; process 0 writes `finished.json`, others `finished.p00001.json` …"""
    problems: tuple[str, ...] = ()
    """Errors inside tracking in a process other than 0; those of 0 are in `run.json`."""


class MetricPoint(NamedTuple):
    """One logged value. `value` may be NaN or infinite."""

    step: int
    time_s: float
    """Seconds that the run had been going; gaps before it was resumed are left out."""
    value: float


@dataclass(frozen=True, slots=True)
class Series(Sequence[MetricPoint]):
    """The points of one metric by step, in columns of one length: a run may hold millions."""

    steps: tuple[int, ...]
    times_s: tuple[float, ...]
    values: tuple[float, ...]

    @classmethod
    def of(cls, points: Sequence[MetricPoint]) -> Series:
        """*points* in columns."""
        if isinstance(points, Series):
            return points
        return cls(*zip(*points, strict=True)) if len(points) > 0 else cls((), (), ())

    def __len__(self) -> int:
        return len(self.steps)

    @overload
    def __getitem__(self, index: int) -> MetricPoint: ...
    @overload
    def __getitem__(self, index: slice) -> Series: ...
    def __getitem__(self, index: int | slice) -> MetricPoint | Series:
        found = (self.steps[index], self.times_s[index], self.values[index])
        return Series(*found) if isinstance(index, slice) else MetricPoint(*found)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[MetricPoint]:
        return map(MetricPoint, self.steps, self.times_s, self.values)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        as_json = core_schema.plain_serializer_function_ser_schema(
            lambda series: [point._asdict() for point in series]
        )
        return core_schema.no_info_plain_validator_function(cls.of, serialization=as_json)


class MetricsHeader(Frozen):
    """First line of `metrics.p00000.jsonl`, and again each time the run is resumed."""

    schema_: Literal["cardgen.metrics/1"] = Field(alias="schema")
    run: str
    process: int
    t0: float
    """Unix time, in seconds, at which this segment of the run started."""
    before_s: float = 0.0
    """Seconds that earlier segments of the run had taken."""
    writer: str
    resumes: str | None = None
    """The run's id again when this header resumes it."""


class MetricsRow(Frozen):
    """One logged step, a line of `metrics.p00000.jsonl`."""

    s: int
    """Step."""
    t: float
    """Unix time in seconds, from the segment's `t0` and a clock that is never set back."""
    v: dict[str, float | NotFinite]
    """Values by metric; what JSON cannot hold stands there by name."""


class Part(Frozen):
    """What one source read of a run; `join` makes a `Run` of the parts."""

    record: RunRecord | None = None
    finished: FinishedRecord | None = None
    metrics: dict[str, Series] = {}
    energy: tuple[EnergyRecord, ...] = ()
    findings: tuple[Finding, ...] = ()


class Run(Frozen):
    """One run, read. `folder` is where its evaluation arrays can be opened."""

    folder: Path = Field(exclude=True)
    record: RunRecord
    outcome: Outcome
    finished: FinishedRecord | None = None
    metrics: dict[str, Series] = {}
    energy: tuple[EnergyRecord, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The run's id: time-sortable, without colon, host or user."""
        return self.record.id
