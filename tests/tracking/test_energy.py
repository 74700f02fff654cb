"""Energy by the real CodeCarbon, offline, and the own CPU seconds beside it."""

import json
import sys
import time
from pathlib import Path

import pytest

from cardgen.sources import find_runs
from cardgen.tracking import power, track
from cardgen.tracking.power import NoTrackerError, PowerTracker
from tests.tracking.runs import finish, only_run, start


def burn(seconds: float) -> None:
    """Use one core."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_phases_are_the_difference_of_cumulative_samples(tmp_path: Path) -> None:
    with track(tmp_path, country="DEU") as run:
        with run.phase("training"):
            run.log(0, loss=0.0)
            burn(1.2)
        with run.phase("evaluation"):
            burn(0.2)
    recorded = only_run(tmp_path)
    (energy,) = recorded.energy
    assert recorded.record.problems == ()
    assert energy.tracker is not None and energy.tracker.startswith("codecarbon 3.")
    assert (energy.reason, energy.pue) == (None, 1.0)
    assert [component.component for component in energy.components] == ["cpu", "gpu", "ram"]
    assert energy.components[0].method in ("counter", "load_model", "constant")
    assert energy.components[2].method == "model"
    training, evaluation = energy.phases
    assert training.end is not None and evaluation.end is not None
    used = [
        (phase.end.process_cpu_s or 0.0) - (phase.begin.process_cpu_s or 0.0)
        for phase in (training, evaluation)
        if phase.end is not None
    ]
    assert (used[0] >= 1.1, 0.15 <= used[1] < 1.0) == (True, True)
    totals = [sample.ram_kwh for sample in energy.samples]
    assert None not in totals
    assert totals == sorted(total for total in totals if total is not None)
    assert training.end.ram_kwh is not None and training.begin.ram_kwh is not None
    assert training.end.ram_kwh > training.begin.ram_kwh


def test_no_coordinates_country_guess_or_emissions_are_in_the_record(tmp_path: Path) -> None:
    with track(tmp_path) as run:
        run.log(0, loss=0.0)
    text = (run.folder / "energy.p00000.jsonl").read_text()
    words = ("longitude", "latitude", "country", "emissions", "quebec")
    assert [word for word in words if word in text.lower()] == []
    assert only_run(tmp_path).record.country is None


def test_energy_survives_kill_9(tmp_path: Path) -> None:
    script = """
        import os, signal, time
        from cardgen.tracking import track
        with track(runs) as run:
            with run.phase("training"):
                run.log(0, loss=0.0)
                time.sleep(2.5)
                os.kill(os.getpid(), signal.SIGKILL)
        """
    start(script, tmp_path).communicate(timeout=120)
    (energy,) = only_run(tmp_path).energy
    assert (len(energy.samples) >= 3, energy.phases[0].end) == (True, None)


def test_without_codecarbon_the_reason_and_own_cpu_seconds_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "codecarbon", None)
    with track(tmp_path) as run:
        burn(0.2)
        run.log(0, loss=0.0)
    (energy,) = only_run(tmp_path).energy
    assert (energy.tracker, energy.reason) == (None, "codecarbon is not installed")
    assert {sample.cpu_kwh for sample in energy.samples} == {None}
    assert (energy.samples[-1].process_cpu_s or 0.0) >= 0.2
    assert only_run(tmp_path).record.problems == ()


def test_the_energy_file_is_begun_once_when_the_first_log_and_a_tick_meet(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(0, x=1.0)
        run._session._open_energy()  # as the sampler's thread does that waited for the first `log`
        run._session._tick()
    lines = (run.folder / "energy.p00000.jsonl").read_text().splitlines()
    assert ["schema" in line for line in lines] == [True, *[False] * (len(lines) - 1)]


def test_energy_switched_off_says_so(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(0, loss=0.0)
    (energy,) = only_run(tmp_path).energy
    assert energy.reason == "energy tracking was switched off"


def test_a_tracker_that_fails_does_not_end_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(power, "_start", broken)
    with track(tmp_path) as run:
        run.log(0, loss=0.0)
    recorded = only_run(tmp_path)
    assert recorded.energy[0].reason == "codecarbon's tracker failed (RuntimeError)"
    assert recorded.record.problems == ("energy: RuntimeError: broken",)


def test_codecarbons_own_settings_cannot_make_it_use_the_network(tmp_path: Path) -> None:
    script = """
        import os, socket
        os.environ["CODECARBON_SAVE_TO_API"] = "True"
        os.environ["CODECARBON_ELECTRICITYMAPS_API_TOKEN"] = "s3cr3t"
        def refuse(*arguments, **named):
            print("network")
            raise OSError
        socket.getaddrinfo = socket.create_connection = refuse
        socket.socket.connect = refuse
        from cardgen.tracking import track
        with track(runs, country="DEU") as run:
            run.log(0, loss=0.0)
        """
    assert finish(start(script, tmp_path)) == ""
    (energy,) = only_run(tmp_path).energy
    assert energy.reason is None
    (folder,) = find_runs(tmp_path)
    assert [p.name for p in folder.iterdir() if "s3cr3t" in p.read_text()] == []


def test_an_unknown_version_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import codecarbon

    monkeypatch.setattr(codecarbon, "__version__", "9.0.0")
    with pytest.raises(NoTrackerError, match=r"9\.0\.0 is not a version"):
        PowerTracker(None)


def test_children_that_have_ended_count_as_own_cpu_seconds(tmp_path: Path) -> None:
    script = """
        import subprocess, sys
        from cardgen.tracking import track
        code = "import time\\nwhile time.process_time() < 0.6: pass"
        with track(runs, energy=False) as run:
            subprocess.run([sys.executable, "-c", code])
            run.log(0, loss=0.0)
        """
    finish(start(script, tmp_path))
    assert (only_run(tmp_path).energy[0].samples[-1].process_cpu_s or 0.0) >= 0.55


def test_each_segment_of_a_resumed_run_counts_from_zero(tmp_path: Path) -> None:
    for _ in range(2):
        with track(tmp_path, run_id="r", energy=False) as run:
            burn(0.2)
            run.log(0, loss=0.0)
    first, second = only_run(tmp_path).energy
    ends = [
        (r.samples[0].process_cpu_s or 0.0, r.samples[-1].process_cpu_s or 0.0)
        for r in (first, second)
    ]
    assert [(begin < 0.1, end >= 0.2) for begin, end in ends] == [(True, True)] * 2
    assert (first.segment, second.segment, second.before_s > 0.2) == (1, 2, True)


def test_a_short_phase_has_an_energy(tmp_path: Path) -> None:
    with track(tmp_path) as run:
        run.log(0, loss=0.0)
        with run.phase("evaluation"):
            burn(0.005)
    ((phase,),) = [record.phases for record in only_run(tmp_path).energy]
    assert phase.end is not None
    assert (phase.end.ram_kwh or 0.0) > (phase.begin.ram_kwh or 0.0)


def test_a_second_process_of_a_host_leaves_its_energy_to_the_first(tmp_path: Path) -> None:
    with track(tmp_path, run_id="r", process=0) as first:
        first.log(0, loss=0.0)
        with track(tmp_path, run_id="r", process=1) as second:
            second.log(0, loss=0.0)
    energy = only_run(tmp_path).energy
    assert [(r.host, r.shares_host, r.tracker is None) for r in energy] == [
        (0, False, False),
        (1, True, True),
    ]


def test_nothing_is_written_beside_the_run_folder_and_nothing_printed(tmp_path: Path) -> None:
    script = """
        import os
        os.chdir(runs)
        from cardgen.tracking import track
        with track("out") as run:
            run.log(0, loss=0.0)
        """
    process = start(script, tmp_path)
    out, error = process.communicate(timeout=120)
    assert (process.returncode, out, error) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    (folder,) = find_runs(tmp_path / "out")
    assert sorted(path.name for path in folder.iterdir()) == [
        "energy.p00000.jsonl",
        "finished.json",
        "metrics.p00000.jsonl",
        "run.json",
    ]
    header = json.loads((folder / "energy.p00000.jsonl").read_text().splitlines()[0])
    assert header["schema"] == "cardgen.energy/1"
