"""Reading the run folder: what is tolerated with a finding, what is refused with its line."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from cardgen.errors import InputError
from cardgen.run import Outcome
from cardgen.run_energy import EnergyRecord, EnergySample, Phase, Reported
from cardgen.sources import find_runs, read_run

ENVIRONMENT = {"python": "3.11.7", "os": "Linux"}
RECORD = {
    "schema": "cardgen.run/1",
    "id": "r",
    "writer": "cardgen 0.1.0",
    "started": "2026-11-23T10:00:00.000Z",
    "environment": ENVIRONMENT,
}
HEADER = {
    "schema": "cardgen.metrics/1",
    "run": "r",
    "process": 0,
    "t0": 100.0,
    "before_s": 0.0,
    "writer": "cardgen 0.1.0",
}
ENERGY = {**HEADER, "schema": "cardgen.energy/1"}
FINISHED = {
    "schema": "cardgen.finished/1",
    "ended": "2026-11-23T10:00:09.000Z",
    "duration_s": 9.0,
    "outcome": "finished",
}


def lines(*rows: Any) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A finished run with one row."""
    run = tmp_path / "r"
    run.mkdir()
    (run / "run.json").write_text(json.dumps(RECORD))
    (run / "metrics.p00000.jsonl").write_text(lines(HEADER, {"s": 0, "t": 101, "v": {"a": 0.0}}))
    (run / "finished.json").write_text(json.dumps(FINISHED))
    return run


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_run(folder)
    return caught.value.problems


def test_a_run_is_read(folder: Path) -> None:
    run = read_run(folder)
    points = [(p.step, p.time_s, p.value) for p in run.metrics["a"]]
    assert (run.id, run.outcome, points, run.findings) == (
        "r",
        Outcome.FINISHED,
        [(0, 1.0, 0.0)],
        (),
    )


def test_find_runs_lists_run_folders_by_name(folder: Path) -> None:
    (folder.parent / "no run").mkdir()
    (folder.parent / "file").write_text("")
    assert find_runs(folder.parent) == [folder]
    assert find_runs(folder.parent / "missing") == []


def test_a_torn_last_line_is_dropped_with_a_finding(folder: Path) -> None:
    with (folder / "metrics.p00000.jsonl").open("a") as file:
        file.write('{"s":1,"t":10')
    run = read_run(folder)
    assert [p.step for p in run.metrics["a"]] == [0]
    assert [(f.code, f.file, f.line) for f in run.findings] == [
        ("S101", "r/metrics.p00000.jsonl", 3)
    ]


@pytest.mark.parametrize(
    "row",
    [
        "{",
        "[]",
        "null",
        "{}",
        '{"s":"1","t":1,"v":{}}',
        '{"s":true,"t":1,"v":{}}',
        '{"s":1,"t":null,"v":{}}',
        '{"s":1,"t":1,"v":[]}',
        '{"s":1,"t":1,"v":{"a":null}}',
        '{"s":1,"t":1,"v":{"a":"many"}}',
        '{"s":1,"t":1,"v":{"a":NaN}}',
        "\x00",
        "[" * 5000,
    ],
)
def test_a_broken_row_in_the_middle_is_an_error_with_its_line(folder: Path, row: str) -> None:
    good = {"s": 2, "t": 102, "v": {"a": 1.0}}
    (folder / "metrics.p00000.jsonl").write_text(lines(HEADER) + row + "\n" + lines(good))
    (problem,) = problems(folder)
    assert problem.startswith("r/metrics.p00000.jsonl:2: not a row of metrics: ")


def test_all_broken_rows_are_reported_at_once(folder: Path) -> None:
    (folder / "metrics.p00000.jsonl").write_text(lines(HEADER) + "x\ny\n")
    (folder / "energy.p00000.jsonl").write_text(lines(ENERGY) + "z\n")
    assert [problem.split(": ")[0] for problem in problems(folder)] == [
        "r/metrics.p00000.jsonl:2",
        "r/metrics.p00000.jsonl:3",
        "r/energy.p00000.jsonl:2",
    ]


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_values_that_json_cannot_hold_are_read_by_name(folder: Path, name: str) -> None:
    row = {"s": 0, "t": 101, "v": {"a": name}}
    (folder / "metrics.p00000.jsonl").write_text(lines(HEADER, row))
    value = read_run(folder).metrics["a"][0].value
    assert math.isnan(value) if name == "NaN" else value == float(name)


def test_a_header_without_rows_is_a_run_without_metrics(folder: Path) -> None:
    (folder / "metrics.p00000.jsonl").write_text(lines(HEADER))
    assert read_run(folder).metrics == {}


@pytest.mark.parametrize("file", ["run.json", "finished.json"])
@pytest.mark.parametrize("schema", ["cardgen.x/1", None, 1, ""])
def test_another_schema_is_refused_by_name(folder: Path, file: str, schema: Any) -> None:
    content = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**content, "schema": schema}))
    (problem,) = problems(folder)
    assert problem.startswith(f"r/{file}: ")
    assert "schema" in problem


def test_another_major_version_says_what_to_do(folder: Path) -> None:
    (folder / "run.json").write_text(json.dumps({**RECORD, "schema": "cardgen.run/2"}))
    assert problems(folder) == [
        "r/run.json: schema 'cardgen.run/2': this cardgen reads major version 1; "
        "install the version that wrote it, or migrate the record"
    ]


def test_another_major_version_of_rows_is_refused(folder: Path) -> None:
    (folder / "metrics.p00000.jsonl").write_text(lines({**HEADER, "schema": "cardgen.metrics/2"}))
    (problem,) = problems(folder)
    assert problem.startswith("r/metrics.p00000.jsonl:1: schema 'cardgen.metrics/2'")


def test_unknown_keys_of_a_newer_writer_are_findings(folder: Path) -> None:
    environment = {**ENVIRONMENT, "new": 1}
    record = {**RECORD, "later": 0, "environment": environment}
    (folder / "run.json").write_text(json.dumps(record))
    (folder / "metrics.p00000.jsonl").write_text(
        lines({**HEADER, "new": 1}, {"s": 0, "t": 101, "v": {"a": 0.0}, "new": 1})
    )
    run = read_run(folder)
    assert [(f.code, f.where) for f in run.findings] == [
        ("S102", "run:r#/later"),
        ("S102", "run:r#/environment/new"),
    ]


def test_all_faults_of_run_json_are_reported_with_their_paths(folder: Path) -> None:
    bad = {**RECORD, "seeds": {"a": "x"}, "environment": {"os": "Linux"}}
    (folder / "run.json").write_text(json.dumps(bad))
    assert [problem.split(": ")[:2] for problem in problems(folder)] == [
        ["r/run.json", "environment.python"],
        ["r/run.json", "seeds.a"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"a":NaN}',
        b'{"a":1,"a":2}',
        b"[" * 100_000,
        b'{"a":' * 200 + b"0" + b"}" * 200,
        b"version https://git-lfs.github.com/spec/v1\n",
    ],
)
def test_a_run_json_that_is_no_json_object_is_one_clear_error(folder: Path, content: bytes) -> None:
    (folder / "run.json").write_bytes(content)
    (problem,) = problems(folder)
    assert problem.startswith("r/run.json: ")


def test_half_a_run_is_an_error(folder: Path) -> None:
    (folder / "run.json").unlink()
    (problem,) = problems(folder)
    assert problem.startswith("r/run.json: missing")


@pytest.mark.parametrize("name", ["empty", "file", "missing"])
def test_what_is_no_run_folder_is_one_clear_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    (problem,) = problems(tmp_path / name)
    assert problem.startswith(f"{name}: ")


def test_a_directory_in_place_of_a_file_is_one_clear_error(folder: Path) -> None:
    (folder / "finished.json").unlink()
    (folder / "finished.json").mkdir()
    (problem,) = problems(folder)
    assert problem.startswith("r/finished.json: ")


@pytest.mark.parametrize(
    "file", ["../x.npz", "/etc/passwd", "evaluation/../../x.npz", "x.npz", "evaluation\\..\\x", ""]
)
def test_an_evaluation_outside_the_run_folder_is_refused(folder: Path, file: str) -> None:
    evaluation = {"data": "d", "split": "s", "file": file, "sha256": "0", "task": "t", "n": 0}
    (folder / "run.json").write_text(json.dumps({**RECORD, "evaluations": [evaluation]}))
    (problem,) = problems(folder)
    assert "expected a file below evaluation/" in problem


def test_a_link_out_of_the_run_folder_is_refused(folder: Path) -> None:
    (folder.parent / "out.npz").write_text("")
    (folder / "evaluation").mkdir()
    (folder / "evaluation" / "a.npz").symlink_to(folder.parent / "out.npz")
    evaluation = {
        "data": "d",
        "split": "s",
        "file": "evaluation/a.npz",
        "sha256": "0",
        "task": "t",
        "n": 0,
    }
    (folder / "run.json").write_text(json.dumps({**RECORD, "evaluations": [evaluation]}))
    assert len(problems(folder)) == 1


def test_rows_of_another_run_are_refused(folder: Path) -> None:
    (folder / "metrics.p00001.jsonl").write_text(lines({**HEADER, "run": "other", "process": 1}))
    (problem,) = problems(folder)
    assert "rows of run 'other' in the folder of run 'r'" in problem


def test_the_lowest_process_gives_a_metric_that_several_logged(folder: Path) -> None:
    rows = [{"s": 0, "t": 101, "v": {"a": 5.0, "b": 0.0}}, {"s": 1, "t": 102, "v": {"a": 6.0}}]
    (folder / "metrics.p00001.jsonl").write_text(lines({**HEADER, "process": 1}, *rows))
    metrics = read_run(folder).metrics
    found = {name: [(p.step, p.value) for p in points] for name, points in metrics.items()}
    assert found == {"a": [(0, 0.0), (1, 6.0)], "b": [(0, 0.0)]}


def test_each_segments_energy_is_a_record_and_an_unended_phase_is_kept(folder: Path) -> None:
    rows = [
        ENERGY,
        {"t": 100.0, "ram_kwh": 0.0, "process_cpu_s": 0.0, "phase": "training", "mark": "begin"},
        {"t": 102.0, "ram_kwh": 2.0, "process_cpu_s": 1.5},
        {**ENERGY, "t0": 200.0, "before_s": 2.0, "pue": 1.2, "shares_host": True},
        {"t": 201.0, "ram_kwh": 0.5, "process_cpu_s": 1.0, "phase": "training", "mark": "begin"},
        {"t": 202.0, "ram_kwh": 1.5, "process_cpu_s": 1.5, "phase": "training", "mark": "end"},
    ]
    (folder / "energy.p00000.jsonl").write_text(lines(*rows))
    first = (
        EnergySample(time_s=0.0, ram_kwh=0.0, process_cpu_s=0.0),
        EnergySample(time_s=2.0, ram_kwh=2.0, process_cpu_s=1.5),
    )
    second = (
        EnergySample(time_s=3.0, ram_kwh=0.5, process_cpu_s=1.0),
        EnergySample(time_s=4.0, ram_kwh=1.5, process_cpu_s=1.5),
    )
    assert read_run(folder).energy == (
        EnergyRecord(samples=first, phases=(Phase(name="training", begin=first[0]),)),
        EnergyRecord(
            segment=2,
            before_s=2.0,
            shares_host=True,
            pue=1.2,
            samples=second,
            phases=(Phase(name="training", begin=second[0], end=second[1]),),
        ),
    )


def test_what_a_newer_writer_adds_to_a_row_of_energy_is_left_out(folder: Path) -> None:
    told = {"duration_s": 2.0, "ram_kwh": 0.5, "mood": "good"}
    rows = [ENERGY, {"t": 102.0, "ram_kwh": 0.5, "weather": "fine", "reported": told}]
    (folder / "energy.p00000.jsonl").write_text(lines(*rows))
    (energy,) = read_run(folder).energy
    assert energy == EnergyRecord(
        samples=(EnergySample(time_s=2.0, ram_kwh=0.5),),
        reported=Reported(duration_s=2.0, ram_kwh=0.5),
    )


def test_a_run_of_several_processes_takes_until_the_last_one_ends(folder: Path) -> None:
    later = {"process": 1, "ended": "2026-11-23T10:00:14.000Z", "duration_s": 14.0}
    (folder / "finished.p00001.json").write_text(json.dumps({**FINISHED, **later}))
    finished = read_run(folder).finished
    assert finished is not None
    assert (finished.process, finished.ended, finished.duration_s) == (0, later["ended"], 14.0)


def test_a_missing_end_of_another_process_is_a_finding(folder: Path) -> None:
    jax = {
        "version": "1",
        "backend": "cpu",
        "devices": [],
        "process_count": 2,
        "enable_x64": False,
    }
    record = {**RECORD, "environment": {**ENVIRONMENT, "jax": jax}}
    (folder / "run.json").write_text(json.dumps(record))
    assert [f.code for f in read_run(folder).findings] == ["S103"]


@pytest.mark.parametrize("file", ["evaluation/a\0b.npz", "evaluation/circle/a.npz"])
def test_an_evaluation_path_that_cannot_be_followed_is_one_clear_error(
    folder: Path, file: str
) -> None:
    (folder / "evaluation").mkdir()
    (folder / "evaluation" / "circle").symlink_to("circle")
    evaluation = {"data": "d", "split": "test", "file": file, "sha256": "0", "task": "", "n": 0}
    (folder / "run.json").write_text(json.dumps({**RECORD, "evaluations": [evaluation]}))
    assert len(problems(folder)) == 1


@pytest.mark.parametrize(
    ("s", "t", "value"), [(10**400, 1, 1), (0, 10**400, 1), (0, 1, 10**400)], ids=["s", "t", "v"]
)
def test_a_row_with_a_number_beyond_all_floats_is_refused(
    folder: Path, s: int, t: int, value: int
) -> None:
    rows = lines(HEADER, {"s": s, "t": t, "v": {"a": value}})
    (folder / "metrics.p00000.jsonl").write_text(rows)
    assert "not a row of metrics" in problems(folder)[0]


def test_a_record_with_a_number_beyond_all_floats_is_refused(folder: Path) -> None:
    data = [{"name": "d", "split": "test", "rows": 10**400}]
    (folder / "run.json").write_text(json.dumps({**RECORD, "data": data}))
    assert "larger than any float" in problems(folder)[0]
