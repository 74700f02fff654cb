"""Crashes and resumed runs."""

import json
import os
import platform
import signal
import time
from pathlib import Path

import jax
import pytest

from cardgen.run import Outcome, Run
from cardgen.sources import read_run
from cardgen.tracking import track
from cardgen.tracking.problems import TrackingWarning
from tests.tracking.runs import only_run, start

TRAINING = """
    from cardgen.tracking import track
    with track(runs, energy=False) as run:
        step = 0
        while True:
            run.log(step, loss=0.0)
            print(step, flush=True)  # acknowledged
            step += 1
    """


def test_kill_9_loses_no_acknowledged_row_and_the_run_reads_as_interrupted(tmp_path: Path) -> None:
    process = start(TRAINING, tmp_path)
    assert process.stdout is not None
    for _ in range(500):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    acknowledged = 499 + len(process.communicate()[0].splitlines())
    run = only_run(tmp_path)
    steps = [point.step for point in run.metrics["loss"]]
    assert (run.outcome, run.finished) == (Outcome.INTERRUPTED, None)
    assert steps == list(range(len(steps)))
    assert steps[-1] >= acknowledged


def test_kill_9_before_the_first_row_leaves_a_readable_record(tmp_path: Path) -> None:
    script = """
        import time
        from cardgen.tracking import track
        with track(runs, run_id="early", energy=False) as run:
            print("ready", flush=True)
            time.sleep(60)
        """
    process = start(script, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    run = read_run(tmp_path / "early")
    assert (run.outcome, run.metrics) == (Outcome.INTERRUPTED, {})


def test_kill_9_loses_only_device_rows_of_the_last_moment(tmp_path: Path) -> None:
    script = """
        import jax, jax.numpy as jnp, os, signal
        import time
        from cardgen.tracking import track
        from cardgen.tracking.pending import LOOK_S
        step = jax.jit(lambda x: x + 1)
        with track(runs, energy=False) as run:
            x = jnp.float32(0)
            for i in range(200):
                x = step(x)
                run.log(i, x=x)
            x.block_until_ready()
            time.sleep(LOOK_S)
            run.log(200, x=x)
            os.kill(os.getpid(), signal.SIGKILL)
        """
    process = start(script, tmp_path)
    process.communicate(timeout=120)
    assert [p.step for p in only_run(tmp_path).metrics["x"]] == list(range(201))


def test_a_resumed_run_continues_its_record(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), track(tmp_path, run_id="r", energy=False) as run:
        run.seeds(first=1)
        run.data("d", "train", arrays={"x": [0, 1]})
        run.selection("validation", why="early stopping")
        for step in range(4):
            run.log(step, loss=float(step))
        time.sleep(0.02)
        raise KeyboardInterrupt
    first = only_run(tmp_path)
    with track(tmp_path, run_id="r", energy=False) as run:
        run.seeds(second=2)
        run.data("d", "test", arrays={"x": [2]})
        run.selection("dev")
        run.log(3, loss=0.5)
        run.log(4, loss=0.25)
        assert only_run(tmp_path).outcome is Outcome.INTERRUPTED
    second = only_run(tmp_path)
    assert first.finished is not None and second.finished is not None
    assert [(p.step, p.value) for p in second.metrics["loss"]] == [
        (0, 0.0),
        (1, 1.0),
        (2, 2.0),
        (3, 0.5),
        (4, 0.25),
    ]
    assert second.metrics["loss"][4].time_s > first.finished.duration_s
    assert second.finished.duration_s > first.finished.duration_s
    assert second.record.started == first.record.started
    assert (len(second.record.resumed), second.outcome) == (1, Outcome.FINISHED)
    assert second.record.seeds == {"first": 1, "second": 2}
    assert [data.split for data in second.record.data] == ["train", "test"]
    assert [chosen.split for chosen in second.record.selections] == ["validation", "dev"]


def test_resuming_cuts_a_torn_tail_first(tmp_path: Path) -> None:
    with track(tmp_path, run_id="r", energy=False) as run:
        run.log(0, loss=0.0)
    with (run.folder / "metrics.p00000.jsonl").open("a") as file:
        file.write('{"s":1,"t":12')
    with track(tmp_path, run_id="r", energy=False) as run:
        run.log(2, loss=0.0)
    recorded = only_run(tmp_path)
    assert [p.step for p in recorded.metrics["loss"]] == [0, 2]
    assert recorded.findings == ()


def test_a_run_killed_before_its_end_was_recorded_can_be_resumed(tmp_path: Path) -> None:
    with track(tmp_path, run_id="r", energy=False) as run:
        run.log(0, loss=0.0)
        time.sleep(0.05)
        run.log(1, loss=0.0)
    (run.folder / "finished.json").unlink()
    with track(tmp_path, run_id="r", energy=False) as run:
        run.log(2, loss=0.0)
    times = [point.time_s for point in only_run(tmp_path).metrics["loss"]]
    assert times == sorted(times)
    assert times[2] >= times[1] >= 0.05


def kept(run: Run) -> tuple[dict[str, int], list[int], int]:
    """Seeds, steps and how often the run was resumed."""
    steps = [point.step for point in run.metrics["loss"]]
    return run.record.seeds, steps, len(run.record.resumed)


def segment(runs: Path, step: int, **seeds: int) -> Path:
    """Record a segment of the run `r` with one row."""
    with track(runs, run_id="r", energy=False) as run:
        run.seeds(**seeds)
        run.log(step, loss=0.0)
    return run.folder


def test_a_run_killed_before_its_first_row_is_resumed_with_what_it_had(tmp_path: Path) -> None:
    script = """
        import os, signal
        from cardgen.tracking import track
        with track(runs, energy=False) as run:
            run.seeds(a=1)
            os.kill(os.getpid(), signal.SIGKILL)
        """
    start(script, tmp_path).communicate(timeout=120)
    first = only_run(tmp_path)
    with track(tmp_path, run_id=first.id, energy=False) as run:
        run.seeds(b=2)
        run.log(0, loss=0.0)
    second = only_run(tmp_path)
    assert kept(second) == ({"a": 1, "b": 2}, [0], 1)
    assert second.record.started == first.record.started


def test_keys_of_a_later_version_do_not_stop_a_run_from_being_resumed(tmp_path: Path) -> None:
    folder = segment(tmp_path, 0, a=1)
    for name in ("run.json", "finished.json"):
        content = json.loads((folder / name).read_text())
        (folder / name).write_text(json.dumps({**content, "new": 1}))
    with pytest.warns(TrackingWarning, match=r"run.json.1\): .* not know new"):
        segment(tmp_path, 1, b=2)
    assert kept(only_run(tmp_path)) == ({"a": 1, "b": 2}, [0, 1], 1)
    assert json.loads((folder / "run.json.1").read_text())["new"] == 1


@pytest.mark.parametrize("content", ["{", "[]", '{"schema": "cardgen.run/2"}', "[" * 9999])
def test_a_record_that_cannot_be_read_is_kept_beside_and_no_new_row_is_lost(
    tmp_path: Path, content: str
) -> None:
    folder = segment(tmp_path, 0, a=1)
    (folder / "run.json").write_text(content)
    (folder / "finished.json").write_text(content)
    with pytest.warns(TrackingWarning, match=r"run.json of the time before \(kept as run.json.1\)"):
        segment(tmp_path, 1, b=2)
    assert kept(only_run(tmp_path)) == ({"b": 2}, [0, 1], 0)
    assert (folder / "run.json.1").read_text() == content


def test_a_broken_row_does_not_stop_a_run_from_being_resumed(tmp_path: Path) -> None:
    folder = segment(tmp_path, 0, a=1)
    (folder / "finished.json").unlink()
    with (folder / "metrics.p00000.jsonl").open("a") as file:
        file.write('broken\n[]\n{"t": "x"}\n' + "[" * 9999 + "\n")
    segment(tmp_path, 1, b=2)
    seeds = json.loads((folder / "run.json").read_text())["seeds"]
    last = (folder / "metrics.p00000.jsonl").read_text().splitlines()[-1]
    assert (seeds, json.loads(last)["s"]) == ({"a": 1, "b": 2}, 1)


def test_what_differs_when_a_run_is_resumed_is_noted(tmp_path: Path) -> None:
    jax.devices()
    folder = segment(tmp_path, 0)
    record = json.loads((folder / "run.json").read_text())
    now = record["environment"]["packages"]["jax"]
    record["environment"]["packages"] |= {"jax": "0.1", "gone": "1"}
    record["environment"]["python"] = "3.1"
    record["environment"]["jax"]["devices"] = [{"platform": "gpu", "kind": "H100", "count": 8}]
    record["command"] = ["python", "old.py"]
    (folder / "run.json").write_text(json.dumps(record))
    segment(tmp_path, 1)
    segment(tmp_path, 2)
    resumed = only_run(tmp_path).record
    command, python, packages, devices = resumed.problems
    assert command.startswith("resumed with another command: ")
    assert python == f"resumed with another python: {platform.python_version()}, not 3.1"
    assert packages == f"resumed with other packages: gone None, not 1; jax {now}, not 0.1"
    assert devices.endswith(" cpu, not 8 H100")
    assert (resumed.command, resumed.environment.python) == (("python", "old.py"), "3.1")


def test_sigterm_keeps_its_ordinary_meaning(tmp_path: Path) -> None:
    process = start(TRAINING, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.terminate()
    process.communicate()
    assert (process.returncode, only_run(tmp_path).outcome) == (
        -signal.SIGTERM,
        Outcome.INTERRUPTED,
    )


def test_the_header_says_when_the_run_was_resumed(tmp_path: Path) -> None:
    for _ in range(2):
        with track(tmp_path, run_id="r", energy=False) as run:
            run.log(0, loss=0.0)
    lines = (run.folder / "metrics.p00000.jsonl").read_text().splitlines()
    headers = [row for row in map(json.loads, lines) if "schema" in row]
    assert [header.get("resumes") for header in headers] == [None, "r"]
