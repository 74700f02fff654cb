"""carbontracker. No sample was at hand: the lines are as its source code writes them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardgen.energy.rules import flags
from cardgen.errors import InputError
from cardgen.run import Run
from cardgen.sources import read_run

STEM = "2024-05-31T10:39Z_carbontracker"
LOG = """\
2024-05-31 10:39:13,101 - MainThread - INFO - carbontracker version 1.2.5
2024-05-31 10:39:14,200 - CarbonTrackerThread - INFO - The following components were found: \
GPU with device(s) NVIDIA GeForce RTX 3060. CPU with device(s) cpu:0.
2024-05-31 10:39:14,201 - CarbonTrackerThread - INFO - Monitoring thread started.
2024-05-31 10:40:54,300 - MainThread - INFO - Epoch 1:
2024-05-31 10:40:54,301 - MainThread - INFO - Duration: 0:01:40.00
2024-05-31 10:40:54,302 - MainThread - INFO - Average power usage (W) for gpu: [72. 36.]
2024-05-31 10:40:54,303 - MainThread - INFO - Average power usage (W) for cpu: {cpu}
2024-05-31 10:42:34,300 - MainThread - INFO - Epoch 2:
2024-05-31 10:42:34,301 - MainThread - INFO - Duration: 0:01:40.00
2024-05-31 10:42:34,302 - MainThread - INFO - Average power usage (W) for gpu: [72. 36.]
2024-05-31 10:42:34,303 - MainThread - INFO - Average power usage (W) for cpu: 36.0
"""
OUTPUT = """\
2024-05-31 10:42:34,400 - MainThread - INFO - CarbonTracker: Average carbon intensity during \
training was 116.88 gCO2/kWh at detected location: Copenhagen, Capital Region, DK.
2024-05-31 10:42:34,401 - MainThread - INFO - CarbonTracker: \n\
Actual consumption for 2 epoch(s):
\tTime:\t0:03:20
\tEnergy:\t0.012640000000 kWh
\tCO2eq:\t1.477363200000 g
\tThis is equivalent to:
\t0.013743000000 km travelled by car
2024-05-31 10:42:34,402 - MainThread - INFO - CarbonTracker: \n\
Predicted consumption for 100 epoch(s):
\tTime:\t2:46:40
\tEnergy:\t0.632000000000 kWh
\tCO2eq:\t73.868160000000 g
"""


def write(folder: Path, cpu: str = "[36.]") -> Path:
    (folder / f"{STEM}.log").write_text(LOG.replace("{cpu}", cpu), encoding="utf-8")
    (folder / f"{STEM}_output.log").write_text(OUTPUT, encoding="utf-8")
    return folder


def test_energy_is_mean_power_times_duration_of_the_monitored_epochs(tmp_path: Path) -> None:
    run = read_run(write(tmp_path))
    (record,) = run.energy
    assert (run.id, record.tracker, run.record.started) == (
        "carbontracker-20240531T103913", "carbontracker 1.2.5", "2024-05-31T10:39:13",
    )  # fmt: skip
    assert [(s.time_s, s.cpu_kwh, s.gpu_kwh, s.ram_kwh) for s in record.samples] == [
        (100.0, pytest.approx(0.001), pytest.approx(0.003), None),
        (200.0, pytest.approx(0.002), pytest.approx(0.006), None),
    ]
    assert [(c.component, c.method, c.device) for c in record.components] == [
        ("gpu", "power_sampling", "NVIDIA GeForce RTX 3060"), ("cpu", "unknown", "cpu:0"),
    ]  # fmt: skip
    assert run.findings[0].message.startswith("2 epochs were monitored")


def test_the_tools_total_and_not_its_prediction_stands_beside(tmp_path: Path) -> None:
    reported = read_run(write(tmp_path)).energy[0].reported
    assert reported is not None
    assert (reported.total_kwh, reported.emissions_kg) == (0.01264, pytest.approx(0.0014773632))


def test_no_place_is_kept(tmp_path: Path) -> None:
    text = read_run(write(tmp_path)).model_dump_json()
    assert [word for word in ("Copenhagen", "Capital Region") if word in text] == []


LIVE = OUTPUT.splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (LIVE, (116.88, True, False)),
        ("Defaulted to average carbon intensity for DK in 2021 of 149.14 gCO2/kWh.", (149.14, True, False)),
        ("Defaulted to average carbon intensity for DK: 149.14 gCO2eq/kWh.", (149.14, True, False)),
        ("Defaulted to average global carbon intensity: 475.00 gCO2eq/kWh (2019).", (475.0, False, True)),
        ("", (None, False, False)),
    ],
)  # fmt: skip
def test_what_became_of_the_place_is_kept_and_the_intensity(
    tmp_path: Path, line: str, place: tuple[float | None, bool, bool]
) -> None:
    write(tmp_path)
    (tmp_path / f"{STEM}_output.log").write_text(OUTPUT.replace(LIVE, f"{line}\n"))
    told = read_run(tmp_path).energy[0].reported
    assert told is not None
    assert (told.grams_per_kwh, told.looked_up, told.guessed_place) == place


def test_emissions_by_another_intensity_than_the_one_it_names_are_doubted(tmp_path: Path) -> None:
    write(tmp_path)
    right = [flag.rule for flag in flags(read_run(tmp_path), read_run(tmp_path).energy[0])]
    (tmp_path / f"{STEM}_output.log").write_text(OUTPUT.replace("116.88", "130.00"))
    run = read_run(tmp_path)
    texts = [flag.text for flag in flags(run, run.energy[0]) if flag.rule == "W10"]
    assert "W10" not in right
    assert texts == ["The tool names 130 gCO2eq/kWh; its emissions are 116.9 gCO2eq for each kWh."]


@pytest.mark.parametrize(
    ("cpu", "last"), [("None", None), ("[]", None), ("[nan]", None), ("[0.]", 0.001)]
)
def test_an_epoch_without_a_power_leaves_its_component_unmeasured(
    tmp_path: Path, cpu: str, last: float | None
) -> None:
    sample = read_run(write(tmp_path, cpu)).energy[0].samples[-1]
    assert sample.cpu_kwh == (None if last is None else pytest.approx(last))


def test_each_of_its_files_can_be_named(tmp_path: Path) -> None:
    write(tmp_path)
    names = (f"{STEM}.log", f"{STEM}_output.log")
    assert {read_run(tmp_path / name).id for name in names} == {"carbontracker-20240531T103913"}


def test_logs_of_two_runs_in_one_folder_must_be_told_apart(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "b_carbontracker.log").write_text(LOG)
    with pytest.raises(InputError, match="several files of energy"):
        read_run(tmp_path)


def test_a_log_without_an_epoch_has_no_figure(tmp_path: Path) -> None:
    (tmp_path / f"{STEM}.log").write_text(LOG.partition("2024-05-31 10:40")[0])
    with pytest.raises(InputError, match="no epoch was monitored"):
        read_run(tmp_path)


def text_of(lines: list[str]) -> str:
    return LOG.partition("\n")[0] + "\n" + "".join(line + "\n" for line in lines)


LINES = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"Duration: ([0-9]{1,9} days?, )?[0-9]{1,9}:[0-9]{2}:[0-9]{2}", fullmatch=True),
    st.from_regex(r"Average power usage \(W\) for (cpu|gpu): \[?[-0-9e. ]{0,9}\]?", fullmatch=True),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=st.lists(LINES, max_size=8))
def test_any_lines_make_a_run_or_an_error(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / f"{STEM}.log"
    path.write_bytes(text_of(lines).encode("utf-8", "surrogatepass"))
    try:
        run: Run = read_run(path)
    except InputError:
        return
    assert run.energy[0].samples[-1].time_s >= 0
