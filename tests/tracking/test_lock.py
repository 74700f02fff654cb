"""Who may write a run: locks between processes, and workers forked off inside a run."""

import os
import warnings
from pathlib import Path

import pytest

from cardgen.run import Outcome
from cardgen.tracking import lock as locks
from cardgen.tracking import track
from cardgen.tracking.lock import FileLock
from cardgen.tracking.problems import TrackingWarning
from tests.tracking.runs import finish, only_run, start


def test_two_live_processes_with_one_id_and_no_index_overwrite_nothing(tmp_path: Path) -> None:
    script = """
        import sys
        from cardgen.tracking import track
        with track(runs, run_id="r", energy=False) as run:
            run.seeds(first=1)
            run.log(0, loss=1.0)
            print("ready", flush=True)
            sys.stdin.readline()
        """
    first = start(script, tmp_path)
    assert first.stdout is not None
    first.stdout.readline()
    with (
        pytest.warns(TrackingWarning, match="set CARDGEN_PROCESS"),
        track(tmp_path, run_id="r", energy=False) as run,
    ):
        run.seeds(second=2)
        run.log(0, other=2.0)
    first.communicate("\n", timeout=120)
    read = only_run(tmp_path)
    values = {name: points[0].value for name, points in read.metrics.items()}
    assert (read.outcome, read.record.seeds, values) == (
        Outcome.FINISHED,
        {"first": 1},
        {"loss": 1.0, "other": 2.0},
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_forked_worker_that_outlives_the_run_holds_no_lock_of_it(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "rows", 0o600)
    again = FileLock(tmp_path / "rows", 0o600)
    assert (lock.take(), again.take()) == (True, False)
    (forked, ready), (end, over) = os.pipe(), os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # this process has threads
        child = os.fork()
    if child == 0:
        os.write(ready, b"0")
        os.read(end, 1)
        os._exit(0)
    os.read(forked, 1)
    lock.release()
    taken = again.take()
    os.write(over, b"0")
    os.waitpid(child, 0)
    again.release()
    assert taken


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_forked_worker_that_leaves_the_block_does_not_end_the_run(tmp_path: Path) -> None:
    script = """
        import os, signal, sys
        from cardgen.tracking import track
        with track(runs, energy=False) as run:
            run.log(0, loss=1.0)
            child = os.fork()
            if child == 0:
                sys.exit()
            os.waitpid(child, 0)
            run.log(1, loss=0.5)
            os.kill(os.getpid(), signal.SIGKILL)
        """
    start(script, tmp_path, PYTHONWARNINGS="ignore").communicate(timeout=60)
    run = only_run(tmp_path)
    assert (run.outcome, [p.value for p in run.metrics["loss"]]) == (
        Outcome.INTERRUPTED,
        [1.0, 0.5],
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_forked_worker_that_logs_writes_nothing_and_does_not_hang(tmp_path: Path) -> None:
    script = """
        import os, sys, warnings
        from cardgen.tracking import track
        with track(runs, energy=False) as run:
            run.log(0, loss=1.0)
            with run._session._pending._lock:  # as the sampler may, while it writes
                child = os.fork()
            if child == 0:
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    for step in range(3):
                        run.log(step, loss=9.0)
                    run.seeds(worker=1)
                os._exit(len(caught))
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            run.log(1, loss=0.5)
        """
    out = finish(start(script, tmp_path, PYTHONWARNINGS="ignore"))
    run = only_run(tmp_path)
    assert (out, list(run.metrics["loss"].values), run.record.seeds) == ("1\n", [1.0, 0.5], {})


def test_where_the_file_system_has_no_locks_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(descriptor: int, operation: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(locks.fcntl, "flock", no_locks)
    with (
        pytest.warns(TrackingWarning, match="no locks.* set CARDGEN_PROCESS"),
        track(tmp_path, run_id="r", energy=False) as run,
    ):
        run.log(0, loss=0.0)
    with track(tmp_path, run_id="s", process=0, energy=False) as run:
        run.log(0, loss=0.0)
