"""Several processes of one run, and devices left alone."""

from pathlib import Path

import pytest

from cardgen.build import build
from cardgen.run import Outcome
from cardgen.sources import find_runs
from cardgen.tracking import track
from cardgen.tracking.problems import TrackingWarning
from tests.projects import write_project
from tests.tracking.runs import finish, only_run, rows, start


def test_no_device_is_touched_before_the_first_log(tmp_path: Path) -> None:
    script = """
        import jax, time
        from jax._src.xla_bridge import backends_are_initialized
        from cardgen.tracking import track
        with track(runs, run_id="shared", energy=True) as run:
            run.seeds(a=0)
            run.config({"a": 0})
            time.sleep(1.5)  # the sampler ticks
            before = backends_are_initialized()
            run.log(0, x=1.0)
            print(before, backends_are_initialized())
        """
    assert finish(start(script, tmp_path)) == "False True\n"


@pytest.mark.slow
def test_four_jax_processes_write_side_by_side_and_are_read_as_one_run_and_built(
    tmp_path: Path,
) -> None:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = f"""
        import os
        from cardgen.tracking import track
        with track(runs, energy=True) as run:
            import jax
            index = int(os.environ["INDEX"])
            jax.distributed.initialize("127.0.0.1:{port}", 4, index)
            run.seeds(a=index)
            for step in range(3):
                run.log(step, loss=10.0 * index + step, **{{f"only_{{index}}": 1.0}})
        """
    project = write_project(tmp_path / "project")
    runs = project / "runs"
    processes = [start(script, runs, CARDGEN_RUN_ID="all", INDEX=str(i)) for i in range(4)]
    for process in processes:
        finish(process)
    run = only_run(runs)
    assert (run.id, run.outcome, run.findings, run.record.problems) == (
        "all",
        Outcome.FINISHED,
        (),
        (),
    )
    assert run.metrics["loss"].values == (0.0, 1.0, 2.0)
    assert sorted(run.metrics) == ["loss", "only_0", "only_1", "only_2", "only_3"]
    assert run.record.seeds == {"a": 0}
    assert run.record.environment.jax is not None
    assert run.record.environment.jax.process_count == 4
    assert sorted(path.name for path in run.folder.glob("[mf]*")) == [
        "finished.json",
        *(f"finished.p{i:05d}.json" for i in (1, 2, 3)),
        *(f"metrics.p{i:05d}.jsonl" for i in range(4)),
    ]
    # One tracker a host.
    assert sorted(record.shares_host for record in run.energy) == [False, True, True, True]
    build(project, formats=("md",))
    assert "all" in (project / "documents" / "model_card.md").read_text()


def test_processes_without_jax_share_a_run_by_environment(tmp_path: Path) -> None:
    script = """
        from cardgen.tracking import track
        with track(runs, energy=False) as run:
            run.log(0, loss=1.0)
        """
    shared = {"CARDGEN_RUN_ID": "both"}
    processes = [start(script, tmp_path, CARDGEN_PROCESS=index, **shared) for index in ("0", "1")]
    for process in processes:
        finish(process)
    assert [len(rows(tmp_path / "both", index)) for index in (0, 1)] == [1, 1]
    assert [path.name for path in find_runs(tmp_path)] == ["both"]


def test_a_failure_in_another_process_makes_the_run_failed(tmp_path: Path) -> None:
    with track(tmp_path, run_id="r", process=0, energy=False) as run:
        run.log(0, loss=1.0)
    with (
        pytest.raises(ValueError, match="no"),
        track(tmp_path, run_id="r", process=1, energy=False) as run,
    ):
        raise ValueError("no")
    recorded = only_run(tmp_path)
    assert recorded.finished is not None
    assert (recorded.outcome, recorded.finished.exception_type) == (Outcome.FAILED, "ValueError")


def test_a_problem_of_another_process_is_a_finding(tmp_path: Path) -> None:
    with track(tmp_path, run_id="r", process=0, energy=False) as run:
        run.log(0, loss=1.0)
    with (
        pytest.warns(TrackingWarning),
        track(tmp_path, run_id="r", process=1, energy=False) as run,
    ):
        run.log(0, loss="x")
    assert [finding.code for finding in only_run(tmp_path).findings] == ["S104"]


def test_a_second_process_with_an_id_of_its_own_is_told_how_to_share(tmp_path: Path) -> None:
    with (
        pytest.warns(TrackingWarning, match="CARDGEN_RUN_ID"),
        track(tmp_path, process=1, energy=False) as run,
    ):
        run.log(0, loss=1.0)
    assert only_run(tmp_path).outcome is Outcome.FINISHED
