import math
from pathlib import Path
from typing import Any

import pytest

from cardgen import energy
from cardgen.run import EnergyComponent, EnergyRecord, EnergySample
from cardgen.values import Fact, Method, Quantity
from tests.runs import energy_record, make_run


def fact(folder: Path, fact_id: str, *hosts: EnergyRecord, **changes: Any) -> Fact:
    where = changes.pop("where", {})
    run = make_run(folder, evaluations=(), energy=hosts, **changes)
    return next(f for f in energy.facts(run) if f.id == fact_id and f.where == where)


def quantity(fact: Fact) -> Quantity:
    assert isinstance(fact.value, Quantity)
    return fact.value


def sample(**changes: Any) -> tuple[EnergySample, ...]:
    fields = {"time_s": 100.0, "cpu_kwh": 0.001, "ram_kwh": 0.0003, "process_cpu_s": 150.0}
    return (EnergySample.model_validate(fields | changes),)


@pytest.mark.parametrize("cpu", [0.0, None, math.nan, -1.0])
def test_a_cpu_that_gave_nothing_while_it_computed_is_not_measured(
    tmp_path: Path, cpu: float | None
) -> None:
    host = energy_record(samples=sample(cpu_kwh=cpu))
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "cpu"})
    total = fact(tmp_path, "en.kwh", host)
    assert (quantity(part).value, part.evidence.method) == (None, Method.NOT_MEASURED)
    assert (quantity(total).value, quantity(total).at_least) == (0.0003, True)
    assert total.evidence.method is Method.ESTIMATED
    assert "CPU package not measured" in str(total.evidence.note)


def test_a_zero_of_an_idle_process_stays_zero(tmp_path: Path) -> None:
    host = energy_record(samples=sample(cpu_kwh=0.0, process_cpu_s=0.5))
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "cpu"})
    assert (quantity(part).value, part.evidence.method) == (0.0, Method.MEASURED)


def test_ram_is_estimated_whatever_the_tracker_says(tmp_path: Path) -> None:
    components = tuple(EnergyComponent(component=c, method="counter") for c in ("cpu", "ram"))
    host = energy_record(components=components)
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "ram"})
    assert part.evidence.method is Method.ESTIMATED


def test_an_unknown_method_is_never_called_measured(tmp_path: Path) -> None:
    host = energy_record(components=(EnergyComponent(component="cpu", method="unknown"),))
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "cpu"})
    assert part.evidence.method is Method.ESTIMATED
    assert "method unknown" in str(part.evidence.note)
    assert quantity(part).interval is None


def test_without_a_tracker_there_is_no_energy_but_cpu_seconds(tmp_path: Path) -> None:
    host = EnergyRecord(
        reason="codecarbon is not installed", samples=(EnergySample(time_s=1.0, process_cpu_s=0.0),)
    )
    total = fact(tmp_path, "en.kwh", host)
    assert (quantity(total).value, total.evidence.method) == (None, Method.NOT_MEASURED)
    assert "codecarbon is not installed" in str(total.evidence.note)
    assert quantity(fact(tmp_path, "en.cpu_time", host)).value == 0.0
    assert quantity(fact(tmp_path, "en.co2", host)).value is None


def test_hosts_are_added_and_a_missing_one_makes_it_a_lower_bound(tmp_path: Path) -> None:
    both = quantity(fact(tmp_path, "en.kwh", energy_record(), energy_record(host=1)))
    one = quantity(fact(tmp_path, "en.kwh", energy_record(), EnergyRecord(host=1, reason="failed")))
    assert (both.value, both.at_least) == (pytest.approx(0.0026), False)
    assert (one.value, one.at_least) == (pytest.approx(0.0013), True)


def test_the_range_adds_the_ends_of_its_parts(tmp_path: Path) -> None:
    interval = quantity(fact(tmp_path, "en.kwh", energy_record())).interval
    assert interval is not None
    assert interval.low == pytest.approx(0.001 * 0.9 + 0.0003 * 0.03)
    assert interval.high == pytest.approx(0.001 * 1.1 + 0.0003 * 1.2)


def test_a_phase_is_the_difference_of_its_marks(tmp_path: Path) -> None:
    phase = quantity(fact(tmp_path, "en.kwh", energy_record(), where={"phase": "evaluation"}))
    assert phase.value == pytest.approx(0.00026)


def test_without_a_country_there_are_no_emissions(tmp_path: Path) -> None:
    assert quantity(fact(tmp_path, "en.co2", energy_record(), country=None)).value is None
    region = fact(tmp_path, "en.region", energy_record(), country=None)
    assert region.value.model_dump() == {"value": "not determined"}


@pytest.mark.parametrize(
    ("started", "grams"), [("2024-05-01T00:00:00Z", 216.5), ("2031-01-01T00:00:00Z", 217.41)]
)
def test_intensity_is_of_the_runs_year_or_the_nearest_before(
    tmp_path: Path, started: str, grams: float
) -> None:
    assert quantity(fact(tmp_path, "en.intensity", energy_record(), started=started)).value == grams
    emitted = quantity(fact(tmp_path, "en.co2", energy_record(), started=started))
    assert (emitted.value, emitted.unit) == (pytest.approx(0.0013 * grams / 1000), "kgCO2eq")
