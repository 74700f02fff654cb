"""CodeCarbon's `emissions.csv`, as all its versions wrote it, and as nobody should."""

import csv
import io
import math
import os
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardgen import track
from cardgen.energy import consumption
from cardgen.energy.rules import flags
from cardgen.errors import InputError
from cardgen.run import Outcome, Run
from cardgen.run_energy import EnergyComponent
from cardgen.sources import codecarbon, find_runs, read_run
from tests.laptop import COORDINATES, DURATION_S, RAM_KWH, laptop, log_text

STRANGERS = Path(__file__).parents[3] / "shared" / "runs" / "codecarbon"
ROW = {
    "timestamp": "2026-01-02T03:04:05",
    "project_name": "codecarbon",
    "run_id": "0a578547-1d6b-4e2f-be0c-7ad10f2f7c97",
    "duration": "100.0",
    "emissions": "0.0001",
    "cpu_energy": "0.001",
    "gpu_energy": "0",
    "ram_energy": "0.0005",
    "energy_consumed": "0.0015",
    "country_iso_code": "DEU",
    "region": "bavaria",
    "longitude": "11.5",
    "latitude": "48.1",
    "tracking_mode": "machine",
}


def write(folder: Path, *rows: dict[str, str], name: str = "emissions.csv") -> Path:
    """A CSV of rows that differ from `ROW` in what is given."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys([*ROW, *(k for row in rows for k in row)])))
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def read(folder: Path, *rows: dict[str, str]) -> Run:
    return read_run(write(folder, *rows))


def codes(run: Run) -> list[str]:
    return [finding.code for finding in run.findings]


def rules(run: Run) -> list[str]:
    return [flag.rule for flag in flags(run, run.energy[0])]


def problem(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_run(path)
    (only,) = caught.value.problems
    return only


def test_the_row_of_the_laptop_is_a_run_with_what_the_tool_reported(tmp_path: Path) -> None:
    run = read_run(laptop(tmp_path))
    (energy,) = run.energy
    assert (run.id, run.record.writer, run.outcome) == (
        "5f0c3a52-7d7e-4c55-9d0e-3c1f4f0a2b11", "codecarbon 2.1.4", Outcome.FINISHED,
    )  # fmt: skip
    assert (run.record.started, run.record.country) == ("2022-05-14T16:17:42", None)
    environment = run.record.environment
    assert (environment.python, environment.cpu_logical, environment.cpu_model) == (
        "3.9.12", 4, "Intel(R) Core(TM) m3-6Y30 CPU @ 0.90GHz",
    )  # fmt: skip
    said = energy.reported
    assert said is not None
    assert (said.cpu_kwh, said.cpu_w, said.ram_kwh, said.total_kwh, said.emissions_kg) == (
        0.0, 0.0, RAM_KWH, RAM_KWH, 0.00013406,
    )  # fmt: skip
    assert (said.country, said.guessed_place, said.scope, said.pue) == (
        "GBR",
        False,
        "machine",
        None,
    )
    assert [(c.component, c.method) for c in energy.components] == [
        ("cpu", "unknown"), ("ram", "model"),
    ]  # fmt: skip
    assert [(s.time_s, s.cpu_kwh, s.ram_kwh) for s in energy.samples] == [
        (DURATION_S, 0.0, RAM_KWH)
    ]


def test_no_place_of_the_row_is_kept(tmp_path: Path) -> None:
    text = read_run(laptop(tmp_path)).model_dump_json()
    assert [word for word in COORDINATES if word.strip("-") in text] == []


def test_the_log_beside_it_tells_the_method_and_the_samples(tmp_path: Path) -> None:
    (energy,) = read_run(laptop(tmp_path, log=True)).energy
    cpu = next(c for c in energy.components if c.component == "cpu")
    assert (cpu.method, cpu.detail, energy.interval_s) == ("counter", "intel_rapl", 15)
    assert ({s.cpu_kwh for s in energy.samples}, len(energy.samples)) == ({0.0}, 54)
    assert energy.samples[0].time_s == pytest.approx(15, abs=1.5)
    assert energy.samples[-1].ram_kwh == RAM_KWH


@pytest.mark.parametrize(
    ("line", "method"),
    [
        ("No CPU tracking mode found. Falling back on CPU constant mode.", "constant"),
        ("No CPU tracking mode found. Falling back on CPU load mode.", "load_model"),
        ("Something else.", "unknown"),
    ],
)
def test_the_last_word_of_the_log_on_the_method_holds(
    tmp_path: Path, line: str, method: str
) -> None:
    path = laptop(tmp_path)
    (tmp_path / "a.log").write_text(log_text(method=line), encoding="utf-8")
    (energy,) = read_run(path).energy
    assert energy.components[0].method == method


def test_energy_too_small_for_the_digits_of_a_log_is_no_zero(tmp_path: Path) -> None:
    text = laptop(tmp_path).read_text().replace("2.866,0,0,", "2.866,0.0000002,0,")
    (tmp_path / "emissions.csv").write_text(text)
    (tmp_path / "a.log").write_text(log_text(cpu_w=0.001), encoding="utf-8")
    (energy,) = read_run(tmp_path).energy
    assert {s.cpu_kwh for s in energy.samples[:-1]} == {None}


def test_the_log_of_another_run_is_not_used(tmp_path: Path) -> None:
    path = laptop(tmp_path)
    (tmp_path / "a.log").write_text(log_text(cpu_w=4.5), encoding="utf-8")
    run = read_run(path)
    assert (codes(run), run.energy[0].components[0].method) == (["S110"], "unknown")


def test_a_log_of_two_runs_gives_the_last(tmp_path: Path) -> None:
    path = laptop(tmp_path)
    (tmp_path / "a.log").write_text(log_text(cpu_w=4.5) + log_text(), encoding="utf-8")
    run = read_run(path)
    assert (codes(run), len(run.energy[0].samples)) == ([], 54)


def test_a_log_that_is_no_text_is_none_of_codecarbons(tmp_path: Path) -> None:
    path = laptop(tmp_path)
    (tmp_path / "a.log").write_bytes(b"\xff\xfe\x00")
    assert codes(read_run(path)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=st.lists(st.sampled_from(log_text().splitlines(keepends=True)) | st.text(max_size=20)))
def test_any_log_leaves_the_row_as_it_is(tmp_path: Path, lines: list[str]) -> None:
    path = laptop(tmp_path)
    (tmp_path / "a.log").write_bytes("".join(lines).encode("utf-8", "surrogatepass"))
    assert read_run(path).energy[0].samples[-1].ram_kwh == RAM_KWH


def test_beside_a_tracked_run_a_broken_file_is_left_out_with_a_finding(tmp_path: Path) -> None:
    with track(tmp_path, run_id="own", energy=False):
        pass
    (tmp_path / "own" / "emissions.csv").write_bytes(b"\xff\xfe")
    run = read_run(tmp_path / "own")
    assert (run.id, codes(run)) == ("own", ["S113"])


def test_beside_a_tracked_run_it_never_says_how_the_run_ended(tmp_path: Path) -> None:
    with track(tmp_path, run_id="own", energy=False):
        pass
    (tmp_path / "own" / "finished.json").unlink()
    laptop(tmp_path / "own")
    assert read_run(tmp_path / "own").outcome is Outcome.INTERRUPTED


def test_the_last_of_cumulative_rows_is_the_run(tmp_path: Path) -> None:
    rows = [{"duration": str(t), "cpu_energy": str(t / 1e6)} for t in (10, 20, 30)]
    (energy,) = read(tmp_path, *rows).energy
    assert energy.reported is not None
    assert (energy.reported.rows, energy.reported.cpu_kwh, energy.samples[-1].time_s) == (
        3,
        3e-5,
        30,
    )


def test_the_newest_of_several_runs_is_taken_and_the_others_are_counted(tmp_path: Path) -> None:
    rows = [
        {"run_id": "a", "timestamp": "2026-01-01T00:00:00"},
        {"run_id": "b", "timestamp": "2026-03-01T00:00:00"},
        {"run_id": "c", "timestamp": "2026-02-01T00:00:00"},
    ]
    run = read(tmp_path, *rows)
    assert (run.id, codes(run)) == ("b", ["S107"])
    assert "2 other runs" in run.findings[0].message


@pytest.mark.parametrize(
    ("other", "parallel"),
    [
        ({"timestamp": "2026-01-02T03:03:00"}, 1),
        ({"timestamp": "2026-01-02T03:02:27"}, 0),
        ({"timestamp": "2026-01-02T03:03:00", "cpu_model": "another"}, 0),
        ({"timestamp": "2026-01-02T03:03:00", "duration": "many"}, 0),
        ({"timestamp": "2026-01-02T03:03:00", "run_id": ROW["run_id"]}, 0),
    ],
)
def test_runs_that_were_watched_at_the_same_time_are_counted(
    tmp_path: Path, other: dict[str, str], parallel: int
) -> None:
    run = read(tmp_path, {"run_id": "other", **other}, {})
    told = run.energy[0].reported
    assert told is not None
    assert told.parallel == parallel
    assert ("W16" in rules(run)) is (parallel > 0 or told.rows > 1)


def test_a_tracker_that_another_one_kept_from_measuring_is_told_of(tmp_path: Path) -> None:
    path = laptop(tmp_path)
    log = path.with_suffix(".log")
    refused = (
        "[codecarbon ERROR @ 16:20:00] Error: Another instance of codecarbon is probably running"
    )
    log.write_text(f"{log_text()}{refused} as we find `/tmp/.codecarbon.lock`.\n")
    told = read_run(path).energy[0].reported
    assert told is not None
    assert told.parallel == 1


def test_the_newest_row_that_is_not_the_last_is_told(tmp_path: Path) -> None:
    rows = ({"run_id": "a"}, {"run_id": "b", "timestamp": "2026-01-02T02:30:00"})
    (found,) = read(tmp_path, *rows).findings
    assert found.message.endswith(
        "the newest was taken by its time, though it is not the last there."
    )


def test_a_cloud_with_a_pue_of_1_is_doubted_and_no_place_of_it_kept(tmp_path: Path) -> None:
    cloud = {"cloud_provider": "gcp", "cloud_region": "us-central1", "on_cloud": "Y", "pue": "1.0"}
    run = read(tmp_path, cloud)
    assert "W19" in rules(run)
    assert "us-central1" not in run.model_dump_json()


@pytest.mark.parametrize(
    ("cells", "ram"),
    [
        ({}, ("model", None)),
        ({"tracking_mode": "process"}, ("model", "of the process's own memory only")),
        ({"cpu_model": "Cortex-A76"}, ("unknown", None)),
    ],
)
def test_ram_is_a_model_of_size_but_on_a_raspberry_pi(
    tmp_path: Path, cells: dict[str, str], ram: tuple[str, str | None]
) -> None:
    (how,) = [c for c in read(tmp_path, cells).energy[0].components if c.component == "ram"]
    assert (how.method, how.detail) == ram


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"gpu_energy": "nan"}, (["S109"], True, 1.0)),
        ({"gpu_energy": ""}, ([], False, 1.0)),
        ({"pue": "0.5"}, (["S109"], False, 1.0)),
        ({"pue": "1.5"}, ([], False, 1.5)),
    ],
)
def test_a_cell_that_cannot_be_is_told_and_its_figure_missed(
    tmp_path: Path, cells: dict[str, str], found: tuple[list[str], bool, float]
) -> None:
    run = read(tmp_path, cells)
    assert (codes(run), consumption.kwh(run).at_least, run.energy[0].pue) == found


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_place_of_a_log_is_not_waited_for(tmp_path: Path) -> None:
    path = laptop(tmp_path)
    os.mkfifo(tmp_path / "training.log")
    assert read_run(path).id == "5f0c3a52-7d7e-4c55-9d0e-3c1f4f0a2b11"


def test_a_gpu_of_an_unknown_method_has_a_range(tmp_path: Path) -> None:
    run = read(tmp_path, {"gpu_energy": "0.002", "energy_consumed": "0.0035"})
    total = consumption.kwh(run)
    assert total.interval is not None
    assert total.interval.high > 0.002 * 1.55


def test_beside_a_tracked_run_a_second_record_is_left_out_with_a_finding(tmp_path: Path) -> None:
    one, other = laptop(tmp_path / "a").parent, tmp_path / "b"
    other.mkdir()
    write(one, {}, name="emissions.csv")
    (one / "powers.csv").write_text(
        "start_time,window_name,elapsed_time,gpu0_energy\n1700000000.0,a,10.0,3600.0\n"
    )
    run = read_run(one)
    (found,) = [finding for finding in run.findings if finding.code == "S114"]
    assert (run.energy[0].tracker, found.message) == (
        "codecarbon", "What zeus recorded is not used: the run has another record of its energy.",
    )  # fmt: skip


def test_rows_without_an_id_are_runs_of_their_own(tmp_path: Path) -> None:
    rows = [
        {"run_id": "", "timestamp": f"2026-01-01T00:0{i}:00", "project_name": "=A1"} for i in (0, 1)
    ]
    run = read(tmp_path, *rows)
    assert (run.id, run.energy[0].reported.rows, codes(run)) == (  # type: ignore[union-attr]
        "A1-20260101T000100", 1, ["S107"],
    )  # fmt: skip


def test_a_row_with_too_few_fields_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, {})
    path.write_text(path.read_text() + "2026-09-09T00:00:00,codecarbon,x,100\n")
    run = read_run(path)
    assert (run.id, codes(run), run.findings[0].line) == (ROW["run_id"], ["S108"], 3)


def test_a_row_whose_values_stand_in_other_columns_is_left_out(tmp_path: Path) -> None:
    run = read(tmp_path, {}, {"timestamp": "2026-09-09T00:00:00", "tracking_mode": "N"})
    assert (run.record.started[:10], codes(run)) == ("2026-01-02", ["S108"])


@pytest.mark.parametrize(
    ("place", "guessed"),
    [
        ({"latitude": "46.8", "longitude": "-71.2"}, True),
        ({"latitude": "", "longitude": "", "country_iso_code": "CAN", "region": "Quebec"}, True),
        ({"latitude": "45.5", "longitude": "-73.6", "country_iso_code": "CAN", "region": "quebec"}, False),
        ({"latitude": "", "longitude": "", "country_iso_code": "CAN", "region": "ontario"}, False),
        ({"latitude": "x", "longitude": "-71.2"}, False),
    ],
)  # fmt: skip
def test_the_place_of_a_failed_look_up_is_known_as_such(
    tmp_path: Path, place: dict[str, str], guessed: bool
) -> None:
    reported = read(tmp_path, place).energy[0].reported
    assert reported is not None
    assert reported.guessed_place is guessed


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("0", 0.0, []), ("", None, []), ("-0.5", -0.5, []), ("1e-6", 1e-6, []),
        ("nan", None, ["S109"]), ("inf", None, ["S109"]), ("1e999", None, ["S109"]),
        ("1_0", None, ["S109"]), ("１", None, ["S109"]), ("=1+1", None, ["S109"]), ("None", None, ["S109"]),
    ],
)  # fmt: skip
def test_an_energy_is_a_number_or_nothing(
    tmp_path: Path, cell: str, value: float | None, found: list[str]
) -> None:
    run = read(tmp_path, {"cpu_energy": cell})
    assert run.energy[0].reported is not None
    assert (run.energy[0].reported.cpu_kwh, run.energy[0].samples[0].cpu_kwh) == (value, value)
    assert codes(run) == found


def test_a_gpu_that_was_seen_but_read_nothing_is_a_component(tmp_path: Path) -> None:
    run = read(tmp_path, {"gpu_model": "1 x A100", "gpu_energy": "0"})
    gpu = EnergyComponent(component="gpu", method="unknown", device="1 x A100")
    assert gpu in run.energy[0].components


def test_a_folder_below_the_runs_is_found(tmp_path: Path) -> None:
    laptop(tmp_path / "old")
    assert find_runs(tmp_path) == [tmp_path / "old"]


def test_a_file_of_any_name_is_known_by_its_columns(tmp_path: Path) -> None:
    assert read_run(write(tmp_path, {}, name="mine.csv")).id == ROW["run_id"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "emissions.csv: no CodeCarbon file: there is no column duration, emissions, "
         "energy_consumed, timestamp"),
        (b"a,a\n", "emissions.csv:1: the column 'a' stands there twice"),
        (b"\xff\xfe\n", "emissions.csv: not UTF-8 text; give the file as the tool wrote it"),
        (b"timestamp,duration,emissions,energy_consumed\n",
         "emissions.csv: no row; give the file as CodeCarbon wrote it"),
        (b"timestamp,duration,emissions,energy_consumed\nyesterday,1,1,1\n",
         "emissions.csv:2: no row that can be read; give the file as CodeCarbon wrote it"),
        (b"timestamp,duration,emissions,energy_consumed\n2026-13-01T00:00:00,1,1,1\n",
         "emissions.csv:2: timestamp: expected a date and time"),
        (b"timestamp,duration,emissions,energy_consumed\n2026-01-01T00:00:00,-1,1,1\n",
         "emissions.csv:2: duration: expected the seconds that the run took, found '-1'"),
        (b"timestamp,duration,emissions,energy_consumed\n2026-01-01T00:00:00,nan,1,1\n",
         "emissions.csv:2: duration: expected a number, found 'nan'"),
        (b'timestamp,duration,emissions,energy_consumed\n"2026', "emissions.csv:2: not CSV: unexpected end of data"),
        (b"timestamp,duration,emissions,energy_consumed\n" + b"1" * 200_000,
         "emissions.csv:2: not CSV: field larger than field limit (131072)"),
        (b"x" * (1 << 21), "emissions.csv:1: a line of 1048576 characters or more"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_clear_error(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "emissions.csv"
    path.write_bytes(content)
    assert problem(path) == said


def test_another_file_is_refused_with_what_to_give(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    assert problem(path) == (
        "notes.txt: no file of a tracker that cardgen reads; give a run folder, or a file such as "
        "CodeCarbon's emissions.csv"
    )


CELLS = st.one_of(
    st.text(max_size=30),
    st.floats().map(str),
    st.integers().map(str),
    st.sampled_from(["", "nan", "-1", "=HYPERLINK(1)", "1e308", "machine", "2026-01-01T00:00:00"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from(sorted(ROW)), CELLS), min_size=1, max_size=4))
def test_any_cells_make_a_run_in_plain_numbers_or_an_error(
    tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    path = tmp_path / "emissions.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROW))
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    try:
        run = read_run(path)
    except InputError:
        return
    (sample,) = run.energy[0].samples
    figures = (sample.time_s, sample.cpu_kwh, sample.gpu_kwh, sample.ram_kwh)
    assert all(value is None or math.isfinite(value) for value in figures)
    assert Run.model_validate({**run.model_dump(by_alias=True), "folder": tmp_path}) == run


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_an_error_and_never_a_crash(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "emissions.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_run(path)


def runs_of_one_row(tmp_path: Path, count: int) -> Path:
    path = tmp_path / "emissions.csv"
    with path.open("w") as file:
        file.write("timestamp,run_id,duration,emissions,energy_consumed\n")
        file.writelines(f"2026-01-01T00:00:00,r{i},1.0,1.0,1.0\n" for i in range(count))
    return path


def test_more_runs_than_are_counted_are_so_many_or_more(tmp_path: Path) -> None:
    run = read_run(runs_of_one_row(tmp_path, 100_002))
    assert run.id == "r100001"
    assert "100000 or more other runs" in run.findings[0].message


def test_many_rows_are_never_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Following each allocation takes its time: a tenth of the runs, and a tenth of the memory.
    monkeypatch.setattr(codecarbon, "RUNS_COUNTED", 10_000)
    path = runs_of_one_row(tmp_path, 20_000)
    tracemalloc.start()
    run = read_run(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (run.id, peak < 3 << 20) == ("r19999", True)
    assert "10000 or more other runs" in run.findings[0].message


@pytest.mark.skipif(
    not STRANGERS.is_dir(), reason="the strangers' runs are not beside the checkout"
)
def test_runs_of_strangers_are_read() -> None:
    found = {
        path.parent.relative_to(STRANGERS).as_posix(): read_run(path)
        for path in sorted(STRANGERS.rglob("emissions.csv"))
    }
    rows = {
        place: (
            run.record.writer,
            run.energy[0].reported.country,
            run.findings[0].message.split()[2],
        )  # type: ignore[union-attr]
        for place, run in found.items()
    }
    assert rows == {
        "AlejandroDopico2+FedHENet": ("codecarbon 3.0.5", "ESP", "13"),
        "CrystalGazers+TAED2_CrystalGazers": ("codecarbon", "ESP", "1"),
        "GreenAI-Uppa+la-derniere-bibliotheque": ("codecarbon", "FRA", "34"),
        "mlco2+codecarbon/examples": ("codecarbon 2.4.3rc1", "FRA", "20"),
    }
    for run in found.values():
        (record,) = run.energy
        said = record.reported
        assert said is not None and said.total_kwh is not None
        parts = [v for v in (said.cpu_kwh, said.gpu_kwh, said.ram_kwh) if v is not None]
        assert sum(parts) == pytest.approx(said.total_kwh, rel=1e-6)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_the_installed_codecarbon_writes_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODECARBON_LOG_LEVEL", "critical")
    monkeypatch.chdir(tmp_path)
    import codecarbon

    tracker = codecarbon.OfflineEmissionsTracker(
        country_iso_code="DEU", measure_power_secs=1, output_dir=str(tmp_path), log_level="critical"
    )
    tracker.start()
    end = time.monotonic() + 3
    while time.monotonic() < end:
        math.factorial(2000)
    emissions = tracker.stop()
    run = read_run(tmp_path / "emissions.csv")
    (record,) = run.energy
    said = record.reported
    assert said is not None
    assert (run.record.writer, said.emissions_kg, said.guessed_place, codes(run)) == (
        f"codecarbon {codecarbon.__version__}", emissions, False, [],
    )  # fmt: skip
    assert (said.country, run.record.country) == ("DEU", None)
    assert record.samples[-1].cpu_kwh == said.cpu_kwh
    assert said.duration_s == pytest.approx(3, abs=2)
