"""Rows: which values are taken, when they are on disk, what is refused."""

import math
import time
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

from cardgen.tracking import track
from cardgen.tracking.pending import LOOK_S, MAX_PENDING
from cardgen.tracking.problems import TrackingWarning
from tests.tracking.runs import only_run, rows


def test_a_row_of_host_values_is_on_disk_before_log_returns(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(0, loss=0.0, n=0, ok=False, big=2**70, half=np.float16(0.5))
        on_disk = rows(run.folder)
    assert [row["v"] for row in on_disk] == [
        {"loss": 0.0, "n": 0, "ok": False, "big": 2**70, "half": 0.5}
    ]


def test_nan_and_infinities_are_recorded_as_such(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(0, a=math.nan, b=math.inf, c=-math.inf, d=jnp.nan, e=jnp.float32(-jnp.inf))
        run.log(1, f=jnp.bfloat16(jnp.inf), g=np.float32("nan"))
    assert [row["v"] for row in rows(run.folder)] == [
        {"a": "NaN", "b": "Infinity", "c": "-Infinity", "d": "NaN", "e": "-Infinity"},
        {"f": "Infinity", "g": "NaN"},
    ]
    metrics = only_run(tmp_path).metrics
    assert math.isnan(metrics["a"][0].value)
    assert metrics["e"][0].value == -math.inf


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (jnp.float32(0.0), 0.0),
        (jnp.int32(-3), -3),
        (jnp.bool_(False), False),
        (jnp.bfloat16(1.5), 1.5),
        (jnp.float8_e4m3fn(2), 2.0),
        (nnx.Variable(jnp.float32(2.5)), 2.5),
        (np.array(7), 7),
        (np.float64(0.0), 0.0),
    ],
)
def test_all_kinds_of_numbers_are_taken(tmp_path: Path, value: Any, expected: float) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(5, x=value)
    assert [row["v"] for row in rows(run.folder)] == [{"x": expected}]


@pytest.mark.parametrize(
    "value",
    [None, "0.5", b"1", jnp.zeros(3), np.zeros((1,)), [1.0], {"a": 1}, 1j, np.datetime64("2026")],
)
def test_what_is_no_number_is_refused_and_the_rest_of_the_row_kept(
    tmp_path: Path, value: Any
) -> None:
    with (
        pytest.warns(TrackingWarning, match="run.log: bad: "),
        track(tmp_path, energy=False) as run,
    ):
        run.log(0, bad=value, good=0.0)
    recorded = only_run(tmp_path)
    assert [row["v"] for row in rows(run.folder)] == [{"good": 0.0}]
    assert [text.split(": ")[:2] for text in recorded.record.problems] == [["run.log", "bad"]]


def test_logging_inside_jit_is_refused_with_a_message_and_training_goes_on(tmp_path: Path) -> None:
    with (
        pytest.warns(TrackingWarning, match="inside a jitted function"),
        track(tmp_path, energy=False) as run,
    ):

        @jax.jit
        def step(x: jax.Array) -> jax.Array:
            run.log(0, x=x)
            return x + 1

        assert step(1.0) == 2.0
    assert rows(run.folder) == []


def test_steps_on_a_device_and_floats_without_a_fraction_are_taken(tmp_path: Path) -> None:
    steps = [jnp.int32(1), np.int64(2), 3.0, np.float32(4), jnp.float32(5), True]
    steps += [nnx.Variable(jnp.int32(7)), nnx.Variable(8)]
    with track(tmp_path, energy=False) as run:
        for step in steps:
            run.log(step, x=1.0)
    assert sorted(repr(row["s"]) for row in rows(run.folder)) == [
        "1", "1", "2", "3", "4", "5", "7", "8",
    ]  # fmt: skip
    assert [point.step for point in only_run(tmp_path).metrics["x"]] == [1, 2, 3, 4, 5, 7, 8]


def test_a_training_states_step_outlives_its_donation(tmp_path: Path) -> None:
    advance = jax.jit(lambda step: step + 1, donate_argnums=0)
    step = jnp.int32(0)
    with track(tmp_path, energy=False) as run:
        for _ in range(3):
            run.log(step, x=1.0)
            step = advance(step)
    assert [row["s"] for row in rows(run.folder)] == [0, 1, 2]


@pytest.mark.parametrize(
    "step", [None, "1", 1.5, float("nan"), jnp.zeros(2), jnp.float32(0.5), jax.random.key(0)]
)
def test_what_is_no_step_is_refused_and_training_goes_on(tmp_path: Path, step: Any) -> None:
    with pytest.warns(TrackingWarning, match="run.log"), track(tmp_path, energy=False) as run:
        run.log(step, x=1.0)
        run.log(2, x=1.0)
    assert [row["s"] for row in rows(run.folder)] == [2]


def test_a_call_without_a_step_or_names_is_a_problem(tmp_path: Path) -> None:
    with pytest.warns(TrackingWarning, match="run.log: give"), track(tmp_path, energy=False) as run:
        run.log(loss=1.0)
        run.log(1, {"loss": 1.0})
        run.log()
    assert rows(run.folder) == []


def test_a_step_by_name_and_metrics_called_step_and_self_are_taken(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(step=1, loss=1.0)
        run.log(2, step=3, self=4)
    assert [(row["s"], row["v"]) for row in rows(run.folder)] == [
        (1, {"loss": 1.0}),
        (2, {"step": 3, "self": 4}),
    ]


def test_truth_values_are_numbers_in_the_row(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(0, a=False, b=np.bool_(True), c=jnp.bool_(True))
    text = (run.folder / "metrics.p00000.jsonl").read_text()
    assert '"v":{"a":0,"b":1,"c":1}' in text
    values = {name: points[0].value for name, points in only_run(tmp_path).metrics.items()}
    assert values == {"a": 0.0, "b": 1.0, "c": 1.0}


def test_a_donated_array_is_a_problem_not_an_error(tmp_path: Path) -> None:
    value = jnp.float32(1.0)
    value.delete()
    with pytest.warns(TrackingWarning, match="deleted"), track(tmp_path, energy=False) as run:
        run.log(0, x=value, y=1.0)
    assert [row["v"] for row in rows(run.folder)] == [{"y": 1.0}]


class Later:
    """A device value that becomes ready when told."""

    shape = ()
    is_fully_addressable = True

    def __init__(self) -> None:
        self.ready = False
        self.reads = 0

    def is_ready(self) -> bool:
        return self.ready

    def is_deleted(self) -> bool:
        return False

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        self.reads += 1
        return np.asarray(4.0)


def test_a_device_value_is_not_read_before_it_is_ready(tmp_path: Path) -> None:
    first, second = Later(), Later()
    with track(tmp_path, energy=False) as run:
        run.log(0, x=first)
        second.ready = True
        time.sleep(LOOK_S)
        run.log(1, x=second)
        run.log(2, x=1.0)
        assert ([row["s"] for row in rows(run.folder)], first.reads) == ([2], 0)
        first.ready = True
        time.sleep(LOOK_S)
        run.log(3, x=Later())
        assert [row["s"] for row in rows(run.folder)] == [2, 0, 1]
    points = only_run(tmp_path).metrics["x"]
    assert [(point.step, point.value) for point in points] == [
        (0, 4.0),
        (1, 4.0),
        (2, 1.0),
        (3, 4.0),
    ]


@pytest.mark.parametrize(
    "dtype",
    [
        *("bool", "int8", "uint8", "int16", "uint16", "int32", "uint32"),
        *("float16", "float32", "bfloat16", "float8_e5m2"),
    ],
)
def test_numbers_of_every_type_are_read_from_memory_as_numpy_reads_them(
    tmp_path: Path, dtype: str
) -> None:
    values = [jnp.asarray(number, dtype) for number in (0, 1, 3)]
    with track(tmp_path, energy=False) as run:
        run.log(0, a=values[0], b=values[1], c=values[2])
    expected = [float(np.asarray(value)) for value in values]
    assert [list(row["v"].values()) for row in rows(run.folder)] == [expected]


def test_beyond_the_cap_the_oldest_row_is_waited_for(tmp_path: Path) -> None:
    first = Later()
    with track(tmp_path, energy=False) as run:
        run.log(0, x=first)
        for step in range(1, MAX_PENDING):
            run.log(step, x=Later())
        assert first.reads == 0
        run.log(MAX_PENDING, x=Later())
        assert first.reads == 1


def test_the_sampler_writes_what_has_become_ready(tmp_path: Path) -> None:
    value = Later()
    with track(tmp_path, energy=False) as run:
        run.log(0, x=value)
        value.ready = True
        deadline = time.monotonic() + 10
        while not rows(run.folder) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [row["v"] for row in rows(run.folder)] == [{"x": 4.0}]


def test_the_later_value_of_a_step_holds_even_if_written_first(tmp_path: Path) -> None:
    early = Later()
    with track(tmp_path, energy=False) as run:
        run.log(0, x=early)
        run.log(0, x=9.0)
    assert [row["v"]["x"] for row in rows(run.folder)] == [9.0, 4.0]
    assert [point.value for point in only_run(tmp_path).metrics["x"]] == [9.0]


def test_a_signal_handler_may_log_while_the_main_thread_logs(tmp_path: Path) -> None:
    class Interrupting(Later):
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            run.log(1, x=2.0)  # as a handler would, in the middle of another row
            return np.asarray(1.0)

    value = Interrupting()
    value.ready = True
    with track(tmp_path, energy=False) as run:
        run.log(0, x=value)
    assert [row["s"] for row in rows(run.folder)] == [1, 0]
