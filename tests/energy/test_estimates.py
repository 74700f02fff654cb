"""cardgen's own estimates: only where the record allows one, and as wide as they must be."""

import math
from pathlib import Path
from typing import Any

import pytest

from cardgen.energy import factors
from cardgen.energy.case import JOULES, Case
from cardgen.energy.estimates import Estimate, estimate
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Phase, Stated
from tests.energy.cases import RAM, environment, record
from tests.runs import make_run


def case_of(folder: Path, own: EnergyRecord, **changes: Any) -> Case:
    run = make_run(folder, evaluations=(), energy=(own,), environment=environment(**changes))
    return Case(run, own)


def cpu(folder: Path, own: EnergyRecord, **changes: Any) -> Estimate | None:
    case = case_of(folder, own, **changes)
    return estimate(case, "cpu", case.stretches(None))


def busy(cpu_s: float | None, *, seconds: float = 100.0, **changes: Any) -> EnergyRecord:
    read = (EnergySample(time_s=seconds, process_cpu_s=cpu_s),)
    return record(**({"samples": read} | changes))


def with_tdp(tdp_w: float, *, is_guess: bool = False) -> dict[str, Any]:
    how = EnergyComponent(component="cpu", method="load_model", tdp_w=tdp_w, generic_tdp=is_guess)
    return {"components": (how, RAM)}


@pytest.mark.parametrize(
    ("cpu_s", "pair"), [(20.0, factors.LINEAR_ANY), (180.0, factors.LINEAR_HIGH)]
)
def test_a_cpu_is_tdp_times_load(tmp_path: Path, cpu_s: float, pair: factors.Factors) -> None:
    found = cpu(tmp_path, busy(cpu_s, **with_tdp(65.0)))
    assert found is not None
    assert (found.kwh, found.factors) == (pytest.approx(65.0 * cpu_s / 2 / JOULES), pair)


@pytest.mark.parametrize(
    ("tdp_w", "cpu_s", "battery", "watts"),
    [
        (15.0, 150.0, True, 15.0),
        (15.0, 130.0, True, 15.0 * 0.65),
        (15.5, 150.0, True, 15.5 * 0.75),
        (15.0, 150.0, False, 15.0 * 0.75),
    ],
)
def test_only_a_laptops_small_cpu_above_65_percent_is_taken_at_its_tdp(
    tmp_path: Path, tdp_w: float, cpu_s: float, battery: bool, watts: float
) -> None:
    found = cpu(tmp_path, busy(cpu_s, **with_tdp(tdp_w)), battery=battery)
    assert found is not None
    assert found.kwh == pytest.approx(watts * 100 / JOULES)
    assert (found.factors == factors.POWER_LIMITED) == (watts == tdp_w)


def test_a_guessed_tdp_gives_an_order_of_magnitude(tmp_path: Path) -> None:
    found = cpu(tmp_path, busy(100.0, **with_tdp(8.0, is_guess=True)))
    assert found is not None
    assert found.factors == factors.GENERIC_TDP


@pytest.mark.parametrize("cpu_s", [None, 0.0, math.nan])
def test_without_cpu_seconds_there_is_no_estimate(tmp_path: Path, cpu_s: float | None) -> None:
    assert cpu(tmp_path, busy(cpu_s, **with_tdp(65.0))) is None


def test_beside_other_processes_of_the_run_there_is_no_estimate(tmp_path: Path) -> None:
    own = busy(20.0, **with_tdp(65.0))
    alone = case_of(tmp_path, own)
    beside = alone.run.model_copy(update={"energy": (own, record(host=1, shares_host=True))})
    assert estimate(alone, "cpu", alone.stretches(None)) is not None
    # Their CPU seconds are another record's, and it is not known on which computer they were.
    assert estimate(Case(beside, own), "cpu", alone.stretches(None)) is None


def test_without_a_tdp_a_number_of_cpus_or_a_duration_there_is_no_estimate(tmp_path: Path) -> None:
    assert cpu(tmp_path, busy(100.0)) is None
    assert cpu(tmp_path, busy(100.0, **with_tdp(65.0)), cpu_logical=None) is None
    assert cpu(tmp_path, busy(100.0, seconds=0.0, **with_tdp(65.0))) is None


def test_a_statement_alone_speaks_of_the_whole_run(tmp_path: Path) -> None:
    stated = Stated(cpus_busy=1.0, tdp_w=10.0, source="top")
    own = EnergyRecord(reason="no energy was recorded", stated=stated)
    found = cpu(tmp_path, own)
    assert found is not None
    # The run took 100 s, on two logical CPUs.
    assert found.kwh == pytest.approx(10.0 * 0.5 * 100 / JOULES)
    assert "stated: top" in found.words


@pytest.mark.parametrize(("battery", "watts"), [(True, 1.0), (False, None), (None, None)])
def test_only_a_laptops_memory_is_estimated(
    tmp_path: Path, battery: bool | None, watts: float | None
) -> None:
    case = case_of(tmp_path, busy(100.0), battery=battery)
    found = estimate(case, "ram", case.stretches(None))
    assert (None if found is None else found.kwh * JOULES / 100) == watts


@pytest.mark.parametrize(
    ("name", "is_laptop"),
    [
        ("Intel(R) Core(TM) m3-6Y30 CPU @ 0.90GHz", True),
        ("Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", True),
        ("Intel(R) Core(TM) i7-1065G7 CPU @ 1.30GHz", True),
        ("AMD Ryzen 7 5800HS with Radeon Graphics", True),
        ("Intel(R) Core(TM) i9-13900K", None),
        ("Intel(R) Xeon(R) Platinum 8380H CPU @ 2.90GHz", None),
        ("AMD EPYC 7H12 64-Core Processor", None),
        ("", None),
        (None, None),
    ],
)
def test_a_cpu_for_laptops_is_known_by_its_name(
    tmp_path: Path, name: str | None, is_laptop: bool | None
) -> None:
    case = case_of(tmp_path, busy(1.0), battery=None, cpu_model=name)
    assert case.is_laptop() is is_laptop


def test_the_tdp_of_a_virtual_machines_cpu_is_its_hosts_and_gives_no_estimate(
    tmp_path: Path,
) -> None:
    assert cpu(tmp_path, busy(180.0, **with_tdp(280.0)), hypervisor=True) is None


@pytest.mark.parametrize(
    ("packages", "own", "watts"),
    [(None, 2, 400.0), (2, None, 400.0), (2, 1, 200.0), (None, None, 200.0)],
)
def test_a_stated_tdp_is_that_of_each_cpu_package(
    tmp_path: Path, packages: int | None, own: int | None, watts: float
) -> None:
    stated = Stated(tdp_w=200.0, packages=packages, source="data sheet")
    found = cpu(tmp_path, busy(200.0, stated=stated), cpu_packages=own)
    assert found is not None
    assert found.kwh == pytest.approx(watts * 100 / JOULES)
    assert ("200 W for each of 2 CPU packages" in found.words) is (watts == 400.0)


def test_codecarbons_tdp_is_that_of_all_packages_already(tmp_path: Path) -> None:
    found = cpu(tmp_path, busy(200.0, **with_tdp(400.0)), cpu_packages=2)
    assert found is not None
    assert found.kwh == pytest.approx(400.0 * 100 / JOULES)


def test_no_phase_is_estimated_above_the_whole(tmp_path: Path) -> None:
    at = [
        EnergySample(time_s=t, process_cpu_s=s)
        for t, s in ((0.0, 0.0), (60.0, 84.0), (100.0, 86.0))
    ]
    phase = Phase(name="training", begin=at[0], end=at[1])
    own = record(samples=tuple(at), phases=(phase,), **with_tdp(15.0))
    case = case_of(tmp_path, own, battery=True)
    whole, part = (estimate(case, "cpu", case.stretches(name)) for name in (None, "training"))
    assert whole is not None and part is not None
    assert part.kwh <= whole.kwh
