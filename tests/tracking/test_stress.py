"""Tracking under stress: training goes on, the record stays readable, one warning a kind."""

import math
import shutil
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import pytest

from cardgen.run import Outcome
from cardgen.tracking import track
from tests.disk import room_for
from tests.tracking.runs import finish, only_run, rows, start


@contextmanager
def warned() -> Iterator[list[str]]:
    """The warnings given inside, as text."""
    texts: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield texts
    texts += [str(warning.message) for warning in caught]


def values(runs: Path, name: str) -> list[float]:
    return [point.value for point in only_run(runs).metrics[name]]


def test_a_disk_that_fills_up_costs_the_rows_that_do_not_fit_and_one_warning(
    tmp_path: Path,
) -> None:
    with warned() as texts, track(tmp_path, energy=False) as run:
        with room_for(20_000):
            for step in range(2_000):
                run.log(step, loss=float(step), late=jnp.float32(step))
        run.log(2_000, loss=0.0)
    run_read = only_run(tmp_path)
    kept = {point.step: point.value for point in run_read.metrics["loss"]}
    assert kept.pop(2_000) == 0.0
    assert all(value == step for step, value in kept.items())
    # All that fit are there: in what was left over, only a row with a shorter time found room.
    lines = (run.folder / "metrics.p00000.jsonl").read_bytes().splitlines(keepends=True)
    lost = next(step for step in range(2_000) if step not in kept)
    assert sum(map(len, lines[: lost + 1])) > 20_000 - max(map(len, lines[1:]))
    assert (len(texts), run_read.outcome, run_read.findings) == (1, Outcome.FINISHED, ())


def test_a_disk_with_no_room_at_all_costs_the_record_and_one_warning(tmp_path: Path) -> None:
    with warned() as texts, room_for(0), track(tmp_path, energy=False) as run:
        for step in range(100):
            run.log(step, loss=0.0)
        run.seeds(init=0)
        run.config({"a": 1})
    assert [text.partition(": ")[2] for text in texts] == [
        "run folder: OSError: [Errno 27] File too large"
    ]


def test_a_folder_that_may_only_be_read_costs_the_record_and_one_warning(tmp_path: Path) -> None:
    script = """
        import ctypes, os, sys, warnings
        if os.getuid() == 0 and runs.stat().st_mode & 0o200:
            runs.chmod(0o555)
            ctypes.CDLL(None).prctl(24, 1)  # root may write everywhere, but without CAP_DAC_OVERRIDE
            os.execv(sys.executable, sys.orig_argv)
        runs.chmod(0o555)
        from cardgen.tracking import track
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with track(runs, energy=False) as run:
                for step in range(100):
                    run.log(step, loss=0.0)
                run.seeds(init=0)
        print(len(caught), "Permission denied" in str(caught[0].message))
        """
    runs = tmp_path / "runs"
    runs.mkdir()
    assert (finish(start(script, runs)), list(runs.iterdir())) == ("1 True\n", [])


def test_a_run_folder_that_is_removed_does_not_end_training(tmp_path: Path) -> None:
    with warned() as texts, track(tmp_path, energy=False) as run:
        run.log(0, loss=0.0)
        shutil.rmtree(run.folder)
        run.seeds(init=0)
        for step in range(100):
            run.log(step, loss=0.0, late=jnp.float32(0))
    assert (len(texts), list(tmp_path.iterdir())) == (1, [])


def test_a_clock_that_was_set_back_leaves_times_in_order_and_later_values_standing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with track(tmp_path, run_id="r", energy=False) as run:
        run.log(0, loss=0.0)
        run.log(1, loss=1.0)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() - 86_400)
    with track(tmp_path, run_id="r", energy=False) as run:
        run.log(1, loss=10.0)
        monkeypatch.setattr(time, "time", lambda: now() - 2 * 86_400)
        run.log(2, loss=20.0)
    points = only_run(tmp_path).metrics["loss"]
    assert [point.value for point in points] == [0.0, 10.0, 20.0]
    assert [0.0, *points.times_s] == sorted([0.0, *points.times_s])


def test_ten_thousand_metrics_in_one_call_and_as_many_over_a_run_are_kept(tmp_path: Path) -> None:
    many = {f"m{number}": float(number) for number in range(10_000)}
    device = jnp.float32(0.5)
    with track(tmp_path, energy=False) as run:
        run.log(0, **many)
        run.log(1, **dict.fromkeys(many, device))
        for number in range(10_000):
            run.log(2, **{f"n{number}": float(number)})
    metrics = only_run(tmp_path).metrics
    firsts = [metrics[name][0].value for name in many]
    assert (firsts, len(metrics)) == (list(many.values()), 20_000)
    assert {tuple(metrics[name].values[1:]) for name in many} == {(0.5,)}


def test_ten_thousand_values_that_are_no_numbers_give_one_warning(tmp_path: Path) -> None:
    bad = {f"m{number}": "text" for number in range(10_000)}
    with warned() as texts, track(tmp_path, energy=False) as run:
        for step in range(3):
            run.log(step, loss=0.0, **bad)
    recorded = only_run(tmp_path)
    assert (len(texts), len(recorded.metrics["loss"]), len(recorded.record.problems)) == (1, 3, 100)


def test_nan_everywhere_is_recorded_without_a_warning(tmp_path: Path) -> None:
    bad = [math.nan, math.inf, -math.inf]
    with warned() as texts, track(tmp_path, energy=False) as run:
        run.config({"a": math.nan, "b": {"c": [math.inf]}})
        for step in range(100):
            run.log(step, host=bad[step % 3], device=jnp.float32(bad[step % 3]))
    found = [repr(value) for value in values(tmp_path, "device")[:3]]
    assert (texts, found) == ([], ["nan", "inf", "-inf"])


class Hostile:
    """A value that fails whatever it is asked."""

    def __float__(self) -> float:
        raise ZeroDivisionError

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise ZeroDivisionError

    def __getattr__(self, name: str) -> Any:
        raise ZeroDivisionError


def test_a_value_that_raises_when_it_is_looked_at_costs_itself_and_one_warning(
    tmp_path: Path,
) -> None:
    with warned() as texts, track(tmp_path, energy=False) as run:
        for step in range(100):
            run.log(step, bad=Hostile(), good=1.0)
            run.log(Hostile(), good=2.0)
    names = [text.partition(": ")[2] for text in texts]
    assert (names, len(values(tmp_path, "good"))) == (["run.log: bad: ZeroDivisionError"], 100)


def test_a_machine_without_room_for_a_thread_records_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_room)
    with warned() as texts, track(tmp_path, energy=False) as run:
        for step in range(3):
            run.log(step, loss=0.0, late=jnp.float32(step))
    assert (len(texts), values(tmp_path, "late")) == (1, [0.0, 1.0, 2.0])


def test_an_interpreter_that_exits_inside_the_block_leaves_its_rows(tmp_path: Path) -> None:
    script = """
        import jax.numpy as jnp
        from cardgen.tracking import track
        block = track(runs, energy=False)
        run = block.__enter__()
        for step in range(3):
            run.log(step, loss=float(step), late=jnp.float32(step))
        """
    process = start(script, tmp_path)
    _out, error = process.communicate(timeout=120)
    assert (process.returncode, error) == (0, "")
    assert [row["s"] for row in rows(only_run(tmp_path).folder)][-3:] == [0, 1, 2]
