"""experiment-impact-tracker. No sample was at hand: the lines are as its source code writes them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardgen.energy import consumption
from cardgen.energy.rules import flags
from cardgen.errors import InputError
from cardgen.run import Run
from cardgen.sources import find_runs, read_run


def line(at_s: float, **changes: Any) -> dict[str, Any]:
    row = {
        "timestamp": 1600000000.0 + at_s,
        "rapl_power_draw_absolute": 36.0,
        "rapl_estimated_attributable_power_draw": 18.0,
        "nvidia_draw_absolute": 9.0,
        "cpu_time_seconds": {"4711": {"user": at_s, "system": 1.0, "children_user": 0.0}},
        "average_relative_cpu_utilization": 0.5,
        "process_ids": [4711],
    }
    return row | changes


def write(folder: Path, *rows: dict[str, Any]) -> Path:
    (folder / "impacttracker").mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "impacttracker" / "data.json").write_text(text)
    return folder


def read(folder: Path, *rows: dict[str, Any]) -> Run:
    return read_run(write(folder, *rows))


def test_energy_is_power_times_time_since_the_sample_before(tmp_path: Path) -> None:
    run = read(tmp_path, line(0), line(50), line(100, rapl_power_draw_absolute=72.0))
    (record,) = run.energy
    assert (run.id, run.record.started, run.record.country) == (
        "experiment-impact-tracker-20200913T122640", "2020-09-13T12:26:40Z", None,
    )  # fmt: skip
    assert [(s.time_s, s.cpu_kwh, s.gpu_kwh, s.ram_kwh) for s in record.samples] == [
        (0.0, 0.0, 0.0, None),
        (50.0, pytest.approx(0.0005), pytest.approx(0.000125), None),
        (100.0, pytest.approx(0.0015), pytest.approx(0.00025), None),
    ]  # fmt: skip
    assert [s.process_cpu_s for s in record.samples] == [1.0, 51.0, 101.0]
    assert [(c.component, c.method) for c in record.components] == [
        ("cpu", "power_sampling"), ("gpu", "power_sampling"),
    ]  # fmt: skip


def test_a_hole_between_two_samples_is_not_billed_and_makes_a_lower_bound(tmp_path: Path) -> None:
    times = [*range(0, 101, 10), *range(1100, 1201, 10)]
    run = read(tmp_path, *(line(at_s) for at_s in times))
    (record,) = run.energy
    assert (record.interval_s, record.unsampled_s) == (10.0, 1000.0)
    assert record.samples[-1].cpu_kwh == pytest.approx(36.0 * 200 / 3.6e6)
    (hole,) = [sample for sample in record.samples if sample.cpu_kwh is None]
    assert hole.time_s == 600.0
    assert [flag.text for flag in flags(run, record) if flag.rule == "E26"] == [
        "For 1,000 of 1,200 s there is no sample, and their energy is in no figure."
    ]
    total = consumption.kwh(run)
    assert total.value is not None
    assert total.at_least


def test_twice_the_usual_time_between_two_samples_is_no_hole(tmp_path: Path) -> None:
    run = read(tmp_path, *(line(at_s) for at_s in (0, 10, 20, 40, 50)))
    assert run.energy[0].unsampled_s == 0
    assert run.energy[0].samples[-1].cpu_kwh == pytest.approx(36.0 * 50 / 3.6e6)


@pytest.mark.parametrize(("watts", "last"), [(0.0, None), (9.0, pytest.approx(0.00005))])
def test_a_gpu_that_is_on_draws_something_and_0_is_no_reading(
    tmp_path: Path, watts: float, last: float | None
) -> None:
    rows = [line(at_s, nvidia_draw_absolute=watts) for at_s in (0, 10, 20)]
    assert read(tmp_path, *rows).energy[0].samples[-1].gpu_kwh == last


def test_without_a_gpu_there_is_no_component_of_it(tmp_path: Path) -> None:
    rows = [line(0), line(10)]
    for row in rows:
        del row["nvidia_draw_absolute"]
    assert [c.component for c in read(tmp_path, *rows).energy[0].components] == ["cpu"]


def test_cpu_seconds_of_a_process_that_ended_are_kept(tmp_path: Path) -> None:
    other = {"4712": {"user": 3.0, "system": 0.0}}
    run = read(tmp_path, line(0), line(10, cpu_time_seconds=other))
    assert run.energy[0].samples[-1].process_cpu_s == 4.0


def test_a_power_that_is_missing_once_is_not_measured(tmp_path: Path) -> None:
    run = read(tmp_path, line(0), line(10, rapl_power_draw_absolute=None), line(20))
    assert run.energy[0].samples[-1].cpu_kwh is None


def test_a_machine_without_rapl_has_no_reading_of_its_cpu(tmp_path: Path) -> None:
    rows = [line(0), line(10)]
    for row in rows:
        del row["rapl_power_draw_absolute"]
    assert [c.component for c in read(tmp_path, *rows).energy[0].components] == ["gpu"]


def test_its_pickle_is_never_opened(tmp_path: Path) -> None:
    write(tmp_path, line(0), line(10))
    (tmp_path / "impacttracker" / "info.pkl").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    assert read_run(tmp_path).energy[0].tracker == "experiment-impact-tracker"


def test_its_folder_and_its_file_can_be_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "runs" / "a", line(0), line(10))
    places = (folder, folder / "impacttracker", folder / "impacttracker" / "data.json")
    assert len({read_run(place).id for place in places}) == 1
    assert find_runs(tmp_path / "runs") == [folder]


def test_a_torn_last_line_is_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, line(0), line(10)) / "impacttracker" / "data.json"
    path.write_text(path.read_text() + '{"timestamp": 16')
    assert len(read_run(tmp_path).energy[0].samples) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "fewer than two samples"),
        ("{}\n", "expected a Unix time"),
        ("[]\n{}\n", "data.json:1: expected a JSON object"),
        (
            '{"timestamp": 5}\n{"timestamp": 4}\n',
            "data.json:2: `timestamp` is before the line above",
        ),
        ('{"timestamp": NaN}\n', "data.json:1: expected a Unix time"),
        (
            '{"timestamp": 1, "timestamp": 2}\n',
            "data.json:1: the key 'timestamp' stands there twice",
        ),
        ("[" * 100_000 + "\n", "data.json:1: nested too deeply"),
    ],
)
def test_what_is_broken_is_one_clear_error(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path)
    (tmp_path / "impacttracker" / "data.json").write_text(text)
    with pytest.raises(InputError, match=said):
        read_run(tmp_path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.dictionaries(st.sampled_from(["1", "user", "system"]), inner, max_size=2),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from(sorted(line(0))), VALUES), max_size=3))
def test_any_values_make_a_run_or_an_error(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    try:
        run = read(tmp_path, line(0), *({**line(i), **row} for i, row in enumerate(rows, 1)))
    except InputError:
        return
    assert run.energy[0].samples[-1].time_s >= 0
