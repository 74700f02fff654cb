"""Runs made by hand, for the tests of every part that comes after reading a run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cardgen.run import (
    BaseModelRecord,
    ColumnRecord,
    DataRecord,
    Device,
    Environment,
    EvaluationRecord,
    FileRecord,
    FinishedRecord,
    FlopsRecord,
    GitState,
    JaxState,
    MetricPoint,
    ModelRecord,
    ModuleRecord,
    OptimizerRecord,
    Outcome,
    Run,
    RunRecord,
    WeightsRecord,
)
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Phase

RUN_ID = "20260102T030405-abc123"
CLASSES = ("cat", "dog", "owl")
SHA = "0123456789abcdef" * 4


def save_evaluation(
    folder: Path,
    arrays: Mapping[str, Any],
    *,
    data: str = "animals",
    split: str = "test",
    system: str = "model",
    task: str = "multiclass",
    classes: Sequence[str] = CLASSES,
) -> EvaluationRecord:
    """Write *arrays* as an evaluation of the run in *folder* and return its record."""
    stem = f"{data}.{split}" if system == "model" else f"{data}.{split}.{system}"
    path = folder / "evaluation" / f"{stem}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **{name: np.asarray(value) for name, value in arrays.items()})
    return EvaluationRecord(
        data=data,
        split=split,
        system=system,
        file=f"evaluation/{path.name}",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        task=task,
        classes=tuple(classes),
        n=len(np.asarray(arrays["label"])),
    )


def classification(n: int = 200, *, seed: int = 0, right: float = 0.8) -> dict[str, Any]:
    """Arrays of a classifier over `CLASSES`, about *right* of whose predictions are right.

    `group.size` has the values big, small, a missing one, and `rare` for three rows only.
    """
    random = np.random.default_rng(seed)
    label = random.integers(0, len(CLASSES), n)
    wrong = random.random(n) >= right
    prediction = np.where(wrong, (label + 1) % len(CLASSES), label)
    size = np.where(random.random(n) < 0.5, "big", "small").astype("U8")
    size[:3] = "rare"
    size[3 : 3 + n // 5] = ""
    return {
        "example_id": np.arange(n),
        "label": label,
        "prediction": prediction,
        "group.size": size,
        "metric.lenient": (~wrong | (label == 0)).astype(np.float64),
        "metric.loss": random.random(n),
    }


def run_record(**changes: Any) -> RunRecord:
    """A run record with everything in it; *changes* replace fields."""
    fields: dict[str, Any] = {
        "schema": "cardgen.run/1",
        "id": RUN_ID,
        "writer": "cardgen 0.1.0",
        "started": "2026-01-02T03:04:05Z",
        "command": ("python", "train.py", "--lr", "0.001", "--note", "two words"),
        "git": GitState(
            commit="a" * 40, remote="https://example.org/x.git", dirty=True, diff_sha256=SHA
        ),
        "environment": _environment(),
        "seeds": {"init": 0, "data": 7},
        "config": {
            "lr": 0.001,
            "layers": {"width": 64, "dropout": 0.0},
            "name": "",
            "mixup": False,
        },
        "model": _model(),
        "optimizer": OptimizerRecord(
            name="adamw", hyperparameters={"learning_rate": 0.001}, declared={"weight_decay": 0.0}
        ),
        "flops": FlopsRecord(per_step=2.0e6, at_least=False),
        "data": data_records(),
        "base_model": BaseModelRecord(id="example/base", revision="main"),
        "weights": WeightsRecord(
            digest=SHA,
            tensors=4,
            bytes=804,
            files=(FileRecord(name="w.safetensors", bytes=900, sha256=SHA),),
        ),
        "country": "GBR",
        "problems": (),
    }
    return RunRecord.model_validate(fields | changes)


def _environment() -> Environment:
    jax = JaxState(
        version="0.10.2",
        jaxlib="0.10.2",
        backend="cpu",
        devices=(Device(platform="cpu", kind="cpu", count=1),),
        enable_x64=False,
    )
    return Environment(
        python="3.11.9",
        os="Linux",
        cpu_model="Intel(R) Core(TM) i5",
        cpu_logical=4,
        cpu_physical=2,
        memory_bytes=8 * 2**30,
        packages={"optax": "0.2.6", "flax": "0.12.0", "jax": "0.10.2"},
        jax=jax,
    )


def _model() -> ModelRecord:
    modules = (
        ModuleRecord(
            path="dense", type="Linear", parameters=192, bytes=768, dtypes={"float32": 192}
        ),
        ModuleRecord(path="head", type="Linear", parameters=9, bytes=36, dtypes={"float32": 9}),
    )
    return ModelRecord(
        framework="flax.nnx",
        class_name="Classifier",
        parameters=201,
        bytes=804,
        dtypes={"float32": 201},
        modules=modules,
    )


def data_records() -> tuple[DataRecord, ...]:
    """Two splits of the data set `animals`."""
    columns = (
        ColumnRecord(name="x", dtype="float32", shape=(800, 64)),
        ColumnRecord(name="y", dtype="int64", shape=(800,)),
    )
    train = DataRecord(
        name="animals",
        split="train",
        rows=800,
        columns=columns,
        label="y",
        class_counts={"cat": 500, "dog": 300, "owl": 0},
        group_counts={"size": {"big": 600, "small": 199, "": 1}},
        files=(FileRecord(name="train.csv", bytes=9000, sha256=SHA),),
        digest=SHA,
    )
    test = DataRecord(
        name="animals",
        split="test",
        rows=200,
        columns=tuple(
            ColumnRecord(name=c.name, dtype=c.dtype, shape=(200, *c.shape[1:])) for c in columns
        ),
        label="y",
        class_counts={"cat": 120, "dog": 78, "owl": 2},
        group_counts={"size": {"big": 120, "small": 80}},
        files=(FileRecord(name="test.csv", bytes=2000, sha256=SHA),),
        digest=SHA,
    )
    return train, test


def energy_record(**changes: Any) -> EnergyRecord:
    """One host's 100 s: RAPL 0.001 kWh, RAM model 0.0003 kWh, 150 own CPU seconds, two phases."""
    begin = EnergySample(time_s=0.0, cpu_kwh=0.0, ram_kwh=0.0, process_cpu_s=0.0)
    middle = EnergySample(time_s=80.0, cpu_kwh=0.0008, ram_kwh=0.00024, process_cpu_s=120.0)
    end = EnergySample(time_s=100.0, cpu_kwh=0.001, ram_kwh=0.0003, process_cpu_s=150.0)
    fields: dict[str, Any] = {
        "tracker": "codecarbon 3.3.2",
        "components": (
            EnergyComponent(component="cpu", method="counter", detail="intel_rapl"),
            EnergyComponent(component="ram", method="model"),
            EnergyComponent(component="gpu", method="none"),
        ),
        "samples": (begin, middle, end),
        "phases": (
            Phase(name="training", begin=begin, end=middle),
            Phase(name="evaluation", begin=middle, end=end),
        ),
        "not_covered": ("disk", "display"),
    }
    return EnergyRecord.model_validate(fields | changes)


def metric_points(values: Sequence[float]) -> tuple[MetricPoint, ...]:
    """Points at steps 0, 1, 2 … and one second apart."""
    return tuple(MetricPoint(step=i, time_s=float(i), value=v) for i, v in enumerate(values))


def make_run(
    folder: Path,
    *,
    outcome: Outcome = Outcome.FINISHED,
    metrics: Mapping[str, Sequence[float]] | None = None,
    energy: tuple[EnergyRecord, ...] | None = None,
    evaluations: tuple[EvaluationRecord, ...] | None = None,
    **changes: Any,
) -> Run:
    """A whole run in *folder*, with its evaluation arrays on disk; *changes* replace record fields."""
    if evaluations is None:
        evaluations = (
            save_evaluation(folder, classification()),
            save_evaluation(folder, classification(seed=1), split="validation"),
            save_evaluation(folder, classification(right=0.4), system="majority"),
        )
    finished = FinishedRecord(
        schema="cardgen.finished/1",
        ended="2026-01-02T03:05:45Z",
        duration_s=100.0,
        outcome="failed" if outcome is Outcome.FAILED else "finished",
        exception_type="ValueError" if outcome is Outcome.FAILED else None,
        peak_memory_bytes=2**29,
    )
    series = (
        metrics if metrics is not None else {"loss": [2.0, 1.0, 0.5], "val_accuracy": [0.1, 0.0]}
    )
    return Run(
        folder=folder,
        record=run_record(evaluations=evaluations, **changes),
        outcome=outcome,
        finished=None if outcome is Outcome.INTERRUPTED else finished,
        metrics={name: metric_points(values) for name, values in series.items()},
        energy=(energy_record(),) if energy is None else energy,
    )
