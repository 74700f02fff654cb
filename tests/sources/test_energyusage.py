"""energyusage. No sample was at hand: the text is as its `utils.log` prints it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cardgen.build import build
from cardgen.energy.rules import flags
from cardgen.errors import InputError
from cardgen.sources import read_run

TEXT = "\n".join(
    [
        f"{'Average baseline wattage:':<25} {6.0:>48.2f} watts",
        f"{'Average total wattage:':<25} {36.0:>48.2f} watts",
        f"{'Average process wattage:':<25} {30.0:>48.2f} watts",
        f"{'Process duration:':<17} {'0:01:40':>62}",
        f"{'Energy mix in Pennsylvania':^80}",
        f"{'Effective emission:':<19}{4.05e-04:>54.2e} kg CO2",
        f"{'Process used:':<13} {'':51} {1.04e-03:>10.2e} kWh",
        "",
    ]
)


def write(folder: Path, text: str = TEXT) -> Path:
    path = folder / "energyusage.log"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def test_energy_is_total_power_times_duration(tmp_path: Path) -> None:
    run = read_run(write(tmp_path))
    (record,) = run.energy
    (sample,) = record.samples
    assert (sample.time_s, sample.cpu_kwh, sample.ram_kwh) == (100.0, pytest.approx(0.001), None)
    assert record.reported is not None
    assert (record.reported.total_kwh, record.reported.emissions_kg) == (0.00104, 0.000405)
    assert (run.record.started, run.record.country) == ("(unknown)", None)


def test_no_place_is_kept(tmp_path: Path) -> None:
    assert "Pennsylvania" not in read_run(write(tmp_path)).model_dump_json()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "Energy mix in Pennsylvania",
            "The tool took the place that a network address led it to; nobody named it.",
        ),
        (
            "Location unknown, default energy mix in United States:",
            "The tool took the place that it takes when it finds none.",
        ),
        ("", "The tool has emissions and names no country."),
    ],
)
def test_e9_says_what_the_tool_did_about_the_place(tmp_path: Path, line: str, words: str) -> None:
    run = read_run(write(tmp_path, TEXT.replace("Energy mix in Pennsylvania", line)))
    assert [flag.text for flag in flags(run, run.energy[0]) if flag.rule == "E9"] == [words]


def test_a_call_of_less_than_a_second_has_no_energy(tmp_path: Path) -> None:
    run = read_run(write(tmp_path, TEXT.replace("0:01:40", "0:00:00")))
    assert run.energy[0].samples[0].cpu_kwh is None


def test_a_card_is_built_though_no_date_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path)
    built = build(Path(), "energyusage.log", formats=["md"])
    assert [path.name for path in built.files] == ["model_card.md"]


def test_a_text_without_a_duration_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.replace("Process duration", "Duration"))
    with pytest.raises(InputError, match="no duration of the process"):
        read_run(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=st.lists(st.sampled_from(TEXT.splitlines()) | st.text(max_size=60), max_size=8))
def test_any_lines_make_a_run_or_an_error(tmp_path: Path, lines: list[str]) -> None:
    try:
        run = read_run(write(tmp_path, "\n".join(lines)))
    except InputError:
        return
    assert run.energy[0].samples[-1].time_s >= 0
