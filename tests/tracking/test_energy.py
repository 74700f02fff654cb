"""Energy by the real CodeCarbon, offline, and the own CPU seconds beside it."""

import json
import sys
import time
from functools import partial
from pathlib import Path
from textwrap import dedent

import pytest

from cardgen.run import Outcome
from cardgen.sources import find_runs
from cardgen.tracking import energy as tracking_energy
from cardgen.tracking import power, track
from cardgen.tracking.battery import Battery
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


@pytest.mark.parametrize("signal", ["SIGTERM", "SIGKILL"])
def test_energy_up_to_the_last_sample_survives_a_signal(tmp_path: Path, signal: str) -> None:
    script = f"""
        import os, signal, time
        from cardgen.tracking import track
        with track(runs) as run:
            with run.phase("training"):
                run.log(0, loss=0.0)
                time.sleep(2.5)
                os.kill(os.getpid(), signal.{signal})
                time.sleep(60)
        """
    start(script, tmp_path).communicate(timeout=120)
    recorded = only_run(tmp_path)
    (energy,) = recorded.energy
    assert recorded.outcome is Outcome.INTERRUPTED
    assert (len(energy.samples) >= 3, energy.phases[0].end, energy.reported) == (True, None, None)
    last = energy.samples[-1]
    assert last.time_s - energy.samples[0].time_s >= 1.0
    assert (last.ram_kwh or 0.0) > (energy.samples[0].ram_kwh or 0.0)


def test_energy_up_to_an_exception_is_in_the_record(tmp_path: Path) -> None:
    with pytest.raises(FloatingPointError), track(tmp_path) as run, run.phase("training"):
        run.log(0, loss=0.0)
        burn(0.2)
        raise FloatingPointError
    recorded = only_run(tmp_path)
    (energy,) = recorded.energy
    (training,) = energy.phases
    assert recorded.outcome is Outcome.FAILED
    assert training.end is not None
    assert (training.end.ram_kwh or 0.0) > (training.begin.ram_kwh or 0.0)
    assert energy.reported is not None


def test_the_tools_own_figures_of_the_whole_are_kept_without_a_place(tmp_path: Path) -> None:
    with track(tmp_path, country="DEU") as run:
        run.log(0, loss=0.0)
        burn(0.2)
    (energy,) = only_run(tmp_path).energy
    reported, last = energy.reported, energy.samples[-1]
    assert reported is not None
    assert (reported.cpu_kwh, reported.gpu_kwh, reported.ram_kwh) == (
        last.cpu_kwh,
        last.gpu_kwh,
        last.ram_kwh,
    )
    assert reported.total_kwh == pytest.approx((last.cpu_kwh or 0.0) + (last.ram_kwh or 0.0))
    assert reported.duration_s == pytest.approx(last.time_s - energy.samples[0].time_s, abs=1.0)
    assert (reported.scope, reported.pue, reported.rows) == ("machine", 1.0, 1)
    assert (reported.country, reported.emissions_kg, reported.guessed_place) == (None, None, False)


def test_a_laptops_battery_is_a_component_and_in_each_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply = tmp_path / "supplies" / "BAT0"
    supply.mkdir(parents=True)
    (supply / "status").write_text("Discharging\n")
    (supply / "power_now").write_text("7200000\n")
    monkeypatch.setattr(tracking_energy, "Battery", partial(Battery, supply.parent))
    with track(tmp_path / "runs") as run:
        run.log(0, loss=0.0)
        time.sleep(0.2)
    (energy,) = only_run(tmp_path / "runs").energy
    machine = [c for c in energy.components if c.component == "machine"]
    assert [(c.method, c.detail) for c in machine] == [("battery", "power_now")]
    first, last = energy.samples[0], energy.samples[-1]
    assert (first.machine_kwh, last.machine_kwh) == (
        0.0,
        pytest.approx((last.time_s - first.time_s) * 7.2 / 3.6e6, rel=0.05),
    )


def test_each_sample_has_the_computers_busy_seconds_and_own_threads(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(0, loss=0.0)
        burn(0.3)
    (energy,) = only_run(tmp_path).energy
    last = energy.samples[-1]
    assert (last.system_cpu_s or 0.0) >= 0.2
    assert [(s.threads or 0) >= 1 for s in energy.samples] == [True] * len(energy.samples)
    assert {s.machine_kwh for s in energy.samples} == {None}


def test_settings_that_change_figures_are_named_without_their_values(tmp_path: Path) -> None:
    script = """
        import os
        folder = runs.parent / "project"
        folder.mkdir()
        os.chdir(folder)
        (folder / ".codecarbon.config").write_text(
            "[codecarbon]\\nforce_ram_power = 31.25\\napi_key = s3cr3t\\nproject_name = s3cr3t\\n"
        )
        os.environ["CODECARBON_GPU_IDS"] = "s3cr3t"
        os.environ["CODECARBON_PUE"] = "1.75"
        from cardgen.tracking import track
        with track(runs) as run:
            run.log(0, loss=0.0)
        """
    runs = tmp_path / "runs"
    finish(start(script, runs))
    (energy,) = only_run(runs).energy
    assert (energy.settings, energy.pue) == (("force_ram_power", "gpu_ids"), 1.0)
    (folder,) = find_runs(runs)
    assert [p.name for p in folder.iterdir() if "s3cr3t" in p.read_text()] == []


def test_a_tracker_that_its_own_constructor_dropped_has_a_reason(tmp_path: Path) -> None:
    script = """
        import os
        folder = runs.parent / "project"
        folder.mkdir()
        os.chdir(folder)
        (folder / ".codecarbon.config").write_text("no section\\n")
        from cardgen.tracking import track
        with track(runs) as run:
            run.log(0, loss=0.0)
        """
    runs = tmp_path / "runs"
    finish(start(script, runs))
    (energy,) = only_run(runs).energy
    assert (energy.tracker, energy.reason, energy.reported) == (
        None,
        "codecarbon's tracker could not be made",
        None,
    )
    assert energy.samples[-1].process_cpu_s is not None


def test_a_tracker_that_dropped_its_start_has_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codecarbon.core.resource_tracker import ResourceTracker

    def broken(tracker: ResourceTracker) -> None:
        raise OSError

    monkeypatch.setattr(ResourceTracker, "set_CPU_GPU_ram_tracking", broken)
    with track(tmp_path) as run:
        run.log(0, loss=0.0)
    (energy,) = only_run(tmp_path).energy
    assert (energy.tracker, energy.reason) == (None, "codecarbon's tracker did not start")


def test_when_the_tracker_fails_on_the_way_own_work_is_still_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with track(tmp_path) as run:
        run.log(0, loss=0.0)
        monkeypatch.setattr(PowerTracker, "sample", lambda tracker: 1 / 0)
        burn(0.2)
    recorded = only_run(tmp_path)
    last = recorded.energy[0].samples[-1]
    assert (last.ram_kwh, (last.process_cpu_s or 0.0) >= 0.2) == (None, True)
    assert recorded.record.problems == ("energy: ZeroDivisionError: division by zero",)


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


# A socket alone is no call: urllib3 makes one to see whether this computer knows IPv6.
NO_NETWORK = dedent("""
    import os, socket, sys
    CALLS = ("connect", "getaddrinfo", "gethostby", "getnameinfo", "sendto", "sendmsg")
    def refuse(event, arguments):
        if event.startswith(tuple(f"socket.{call}" for call in CALLS)):
            print(event, flush=True)
            raise OSError
    sys.addaudithook(refuse)
    """)


def test_without_a_network_nothing_is_called_and_energy_is_recorded(tmp_path: Path) -> None:
    script = """
        os.environ["CODECARBON_SAVE_TO_API"] = "True"
        os.environ["CODECARBON_EMISSIONS_ENDPOINT"] = "http://192.0.2.1/"
        os.environ["CODECARBON_ELECTRICITYMAPS_API_TOKEN"] = "s3cr3t"
        import time
        from cardgen.tracking import track
        with track(runs) as run:
            with run.phase("training"):
                run.log(0, loss=0.0)
                time.sleep(1.2)
        """
    assert finish(start(NO_NETWORK + dedent(script), tmp_path)) == ""
    (energy,) = only_run(tmp_path).energy
    assert (energy.reason, energy.phases[0].end is not None) == (None, True)
    (folder,) = find_runs(tmp_path)
    texts = [path.read_text().lower() for path in folder.iterdir()]
    assert [w for w in ("s3cr3t", "quebec", "latitude") if any(w in text for text in texts)] == []


def test_the_hook_that_forbids_the_network_sees_a_call(tmp_path: Path) -> None:
    script = """
        try:
            socket.create_connection(("192.0.2.1", 80), timeout=1)
        except OSError:
            pass
        """
    assert finish(start(NO_NETWORK + dedent(script), tmp_path)) != ""


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
