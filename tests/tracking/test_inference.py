"""Inference is timed call by call until its result is there, and its energy is a phase of its own."""

import time
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from cardgen import energy
from cardgen.tracking import track
from cardgen.tracking.inference import batch_size, free, timed
from cardgen.tracking.problems import TrackingWarning
from cardgen.values import Fact, Method, Quantity
from tests.tracking.runs import only_run


@jax.jit
def heavy(x: jax.Array) -> jax.Array:
    for _ in range(30):
        x = jnp.tanh(x @ x)
    return x


def test_each_call_is_timed_after_warm_up_and_recorded(tmp_path: Path) -> None:
    called = []

    def sleepy(batch: Any) -> None:
        called.append(len(batch))
        time.sleep(0.02)

    with track(tmp_path, energy=False) as run:
        run.inference(sleepy, np.zeros((8, 2)), n=5, warm_up=2)
    (record,) = only_run(tmp_path).record.inferences
    assert (record.name, record.batch_size, record.warm_up, record.phase) == (
        "model",
        8,
        2,
        "inference of model",
    )
    assert called == [8] * 7
    assert len(record.latencies_s) == 5
    assert min(record.latencies_s) >= 0.02


def test_a_call_is_over_when_its_arrays_are_computed() -> None:
    x = jnp.full((600, 600), 1e-3)
    heavy(x).block_until_ready()
    start = time.perf_counter()
    heavy(x).block_until_ready()
    alone = time.perf_counter() - start
    found = timed(heavy, x, 3)
    assert min(found.latencies_s) > alone / 5  # to dispatch it takes a thousandth


def test_energy_and_time_of_inferences_are_read_back(tmp_path: Path) -> None:
    with track(tmp_path, energy=True) as run:
        run.inference(heavy, jnp.full((300, 300), 1e-3), name="tanh")
    read = only_run(tmp_path)
    (record,) = read.record.inferences
    facts: dict[str, Fact] = {f.id: f for f in energy.facts(read) if "inference" in f.where}
    spent, took = facts["en.infer"].value, facts["en.infer_time"].value
    assert isinstance(spent, Quantity) and isinstance(took, Quantity)
    assert len(record.latencies_s) >= 100 and sum(record.latencies_s) >= 1.5
    assert took.value == pytest.approx(sum(record.latencies_s) / len(record.latencies_s) / 0.3)
    assert facts["en.infer"].evidence.method is not Method.NOT_MEASURED
    assert spent.value is not None and spent.value > 0


def test_measuring_again_replaces_the_record_and_takes_another_phase(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.inference(len, np.zeros((8, 2)), n=3)
        run.inference(len, np.zeros((4, 2)), n=2)
        run.inference(len, np.zeros((4, 2)), n=2, name="small")
    found = [(r.name, r.batch_size, r.phase) for r in only_run(tmp_path).record.inferences]
    assert found == [
        ("model", 4, "inference of model (2)"),
        ("small", 4, "inference of small"),
    ]


def test_what_cannot_be_called_is_a_problem_and_training_goes_on(tmp_path: Path) -> None:
    with pytest.warns(TrackingWarning), track(tmp_path, energy=False) as run:
        run.inference(lambda x: x @ np.zeros((9, 9)), np.zeros((8, 2)), n=3)
        run.inference(len, object(), n=3)
        run.inference(len, np.zeros((8, 2)), n=0)
    record = only_run(tmp_path).record
    assert (record.inferences, len(record.problems)) == ((), 3)


def test_energy_of_calls_of_which_one_raised_is_no_inference_s(tmp_path: Path) -> None:
    calls = iter([1, 2, 3, 4, 5])

    def breaks(_: Any) -> None:
        time.sleep(0.01)
        next(calls)

    with pytest.warns(TrackingWarning), track(tmp_path, energy=True) as run:
        run.inference(breaks, np.zeros((8, 2)), n=10, warm_up=1)
        run.inference(len, np.zeros((8, 2)), n=2)
    read = only_run(tmp_path)
    phases = [phase.name for record in read.energy for phase in record.phases]
    told = [
        fact.where["phase"] for fact in energy.facts(read) if fact.id == "en.kwh" and fact.where
    ]
    assert phases == ["inference of model (failed)", "inference of model (2)"] == told
    assert [one.phase for one in read.record.inferences] == ["inference of model (2)"]
    assert any("run.inference" in problem for problem in read.record.problems)


@pytest.mark.parametrize(
    ("batch", "size"),
    [
        (np.zeros((7, 2)), 7),
        ({"a": 1.0, "b": np.zeros((5, 2))}, 5),
        ([(), (np.float32(1), np.zeros(3))], 3),
    ],
    ids=str,
)
def test_a_batch_is_as_large_as_its_first_array(batch: Any, size: int) -> None:
    assert batch_size(batch) == size


@pytest.mark.parametrize("batch", [3, "text", None, {}, [np.float32(1)]], ids=str)
def test_a_batch_without_an_array_has_no_size(batch: Any) -> None:
    with pytest.raises(ValueError, match="give size="):
        batch_size(batch)


def test_a_free_name_is_numbered() -> None:
    assert [free("a", ()), free("a", {"a"}), free("a", {"a", "a (2)"})] == ["a", "a (2)", "a (3)"]
