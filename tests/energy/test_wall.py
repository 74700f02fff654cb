"""The whole machine at the wall is a range around a whole sum, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from cardgen.energy.wall import at_wall, facts
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample
from tests.energy.cases import CASES, RAM, RAPL, STATED, environment, laptop, laptop_row, record
from tests.runs import make_run


def run_of(folder: Path, *energy: EnergyRecord, **changes: Any) -> Run:
    return make_run(folder, evaluations=(), energy=energy, environment=environment(**changes))


@pytest.mark.parametrize(("battery", "high"), [(False, 2.5), (None, 2.5)])
def test_the_ends_of_the_sum_are_multiplied(
    tmp_path: Path, battery: bool | None, high: float
) -> None:
    run = run_of(tmp_path, record(samples=CASES["clean, busy"][0].samples), battery=battery)
    found = at_wall(run)
    cpu, ram = 12.0 * 8 / 3.6e6, 3.0 * 8 / 3.6e6
    ram_low = 0.2 if battery is False else 0.03
    assert found.interval is not None and found.value is not None
    assert (found.interval.low, found.value, found.interval.high) == (
        pytest.approx((0.85 * cpu + ram_low * ram) * 1.1),
        pytest.approx((cpu + ram) * 1.5),
        pytest.approx((1.15 * cpu + 1.2 * ram) * high),
    )
    assert "without a GPU at the wall" in found.interval.method


def test_the_laptop_drew_about_one_to_five_wh(tmp_path: Path) -> None:
    run = laptop(tmp_path, laptop_row(stated=STATED))
    found = at_wall(run)
    assert found.interval is not None and found.value is not None
    rounded = [float(f"{n:.1e}") for n in (found.interval.low, found.value, found.interval.high)]
    assert rounded == [0.57e-3, 1.7e-3, 4.0e-3]
    assert [rederive(fact, run) for fact in facts(run)] == [found]


@pytest.mark.parametrize(
    "own",
    [
        laptop_row(),
        record(
            components=(RAPL, RAM, EnergyComponent(component="machine", method="battery")),
            samples=(EnergySample(time_s=9.0, cpu_kwh=0.001, ram_kwh=0.001, machine_kwh=0.003),),
        ),
        EnergyRecord(reason="energy tracking was switched off"),
    ],
    ids=["a part is missing", "the battery was read", "nothing is known"],
)
def test_there_is_no_such_range_where(tmp_path: Path, own: EnergyRecord) -> None:
    assert list(facts(run_of(tmp_path, own))) == []
