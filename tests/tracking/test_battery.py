"""A laptop's battery, from fake trees of `/sys/class/power_supply`."""

from pathlib import Path

import pytest

from cardgen.tracking.battery import Battery


def supply(folder: Path, name: str, **files: object) -> Path:
    """A power supply with *files*."""
    path = folder / name
    path.mkdir(exist_ok=True)
    for file, value in files.items():
        (path / file).write_text(f"{value}\n")
    return path


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    supply(tmp_path, "AC", type="Mains", online=0)
    supply(tmp_path, "BAT0", type="Battery", status="Discharging", power_now=7_200_000)
    return tmp_path


def test_power_is_summed_over_time_by_the_trapezoidal_rule(laptop: Path) -> None:
    battery = Battery(laptop)
    drawn = [battery.sample(10.0)]
    supply(laptop, "BAT0", power_now=14_400_000)
    drawn += [battery.sample(110.0), battery.sample(210.0)]
    assert battery.detail == "power_now"
    assert drawn == pytest.approx([0.0, 10.8 * 100 / 3.6e6, (10.8 + 14.4) * 100 / 3.6e6])


@pytest.mark.parametrize(
    ("files", "detail", "watts"),
    [
        ({"current_now": 500_000, "voltage_now": 12_000_000}, "current_now, voltage_now", 6.0),
        ({"current_now": -500_000, "voltage_now": 12_000_000}, "current_now, voltage_now", 6.0),
        ({"power_now": -6_000_000, "energy_now": 1}, "power_now", 6.0),
    ],
)
def test_each_driver_has_its_own_files_and_sign(
    tmp_path: Path, files: dict[str, int], detail: str, watts: float
) -> None:
    supply(tmp_path, "BAT1", status="Discharging", **files)
    battery = Battery(tmp_path)
    battery.sample(0.0)
    assert (battery.sample(3600.0), battery.detail) == (pytest.approx(watts / 1000), detail)


def test_without_power_it_is_what_the_store_loses(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", status="Discharging", energy_now=40_000_000)
    battery = Battery(tmp_path)
    drawn = [battery.sample(0.0)]
    supply(tmp_path, "BAT0", energy_now=39_500_000)
    drawn.append(battery.sample(60.0))
    assert (battery.detail, drawn) == ("energy_now", pytest.approx([0.0, 0.0005]))


def test_two_batteries_are_added_and_one_of_them_may_rest(laptop: Path) -> None:
    supply(laptop, "BAT1", status="Not charging", power_now=0)
    battery = Battery(laptop)
    battery.sample(0.0)
    assert battery.sample(3600.0) == pytest.approx(0.0072)


def charge(laptop: Path) -> None:
    supply(laptop, "BAT0", status="Charging")


def plug_in(laptop: Path) -> None:
    supply(laptop, "AC", online=1)


def spoil(laptop: Path) -> None:
    supply(laptop, "BAT0", power_now="unknown")


def vanish(laptop: Path) -> None:
    for file in (laptop / "BAT0").iterdir():
        file.unlink()
    (laptop / "BAT0").rmdir()


@pytest.mark.parametrize("change", [charge, plug_in, spoil, vanish])
def test_once_it_does_not_feed_the_computer_alone_there_is_no_figure_any_more(
    laptop: Path, change: object
) -> None:
    battery = Battery(laptop)
    before = [battery.sample(0.0), battery.sample(1.0)]
    assert callable(change)
    change(laptop)
    after = [battery.sample(2.0)]
    supply(laptop, "AC", online=0)
    supply(laptop, "BAT0", status="Discharging", power_now=7_200_000)
    after.append(battery.sample(3.0))
    assert (before, after, battery.detail) == (
        [0.0, pytest.approx(2e-6)],
        [None, None],
        None,
    )


def test_without_a_battery_or_its_folder_there_is_no_figure(tmp_path: Path) -> None:
    found = [Battery(folder) for folder in (tmp_path, tmp_path / "missing")]
    assert [(b.detail, b.sample(0.0)) for b in found] == [(None, None)] * 2


def test_a_battery_that_only_says_its_state_gives_no_figure(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", status="Discharging")
    assert Battery(tmp_path).sample(0.0) is None
