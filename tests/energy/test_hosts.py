"""Several processes, hosts, trackers and segments of a run give one figure, without counting twice."""

from pathlib import Path
from typing import Any

import pytest

from cardgen import energy
from cardgen.run import Device, Environment, JaxState, Run
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample
from cardgen.values import Fact, Method, Quantity, Table
from tests.runs import energy_record, make_run

COUNTER = (EnergyComponent(component="cpu", method="counter", detail="intel_rapl"),)


def jax_of(processes: int) -> Environment:
    devices = (Device(platform="cpu", kind="cpu", count=processes),)
    state = JaxState(
        version="0.10.2",
        backend="cpu",
        devices=devices,
        process_count=processes,
        enable_x64=False,
    )
    return Environment(
        python="3.11", os="Linux", cpu_model="Intel", cpu_logical=4, cpu_physical=2, jax=state
    )


def rank(host: int, *, measures: bool, **changes: Any) -> EnergyRecord:
    """One of several processes: the first on a host measures it, the others have CPU seconds only."""
    if measures:
        return energy_record(host=host, phases=(), **changes)
    end = EnergySample(time_s=100.0, process_cpu_s=150.0)
    reason = "another process of the run measures this host"
    return EnergyRecord(host=host, shares_host=True, reason=reason, samples=(end,), **changes)


def two_and_two(**changes: Any) -> tuple[EnergyRecord, ...]:
    """Ranks 0 and 1 on one host, 2 and 3 on another."""
    return tuple(rank(host, measures=host % 2 == 0, **changes) for host in range(4))


def run_of(folder: Path, *records: EnergyRecord, processes: int = 1) -> Run:
    return make_run(folder, evaluations=(), energy=records, environment=jax_of(processes))


def fact(run: Run, fact_id: str, **where: str) -> Fact:
    return next(f for f in energy.facts(run) if f.id == fact_id and f.where == where)


def quantity(fact: Fact) -> Quantity:
    assert isinstance(fact.value, Quantity)
    return fact.value


def test_two_ranks_on_each_of_two_hosts_are_two_hosts_of_energy(tmp_path: Path) -> None:
    run = run_of(tmp_path, *two_and_two(), processes=4)
    one = quantity(fact(run_of(tmp_path, energy_record(phases=())), "en.kwh"))
    total = quantity(fact(run, "en.kwh"))
    assert one.interval is not None and total.interval is not None
    assert (total.value, total.at_least) == (pytest.approx(2 * 0.0013), False)
    assert total.interval.high == pytest.approx(2 * one.interval.high)
    assert quantity(fact(run, "en.kwh_parts", component="cpu")).value == pytest.approx(0.002)
    assert quantity(fact(run, "en.cpu_time")).value == 600.0


def test_the_method_of_each_host_is_told(tmp_path: Path) -> None:
    value = fact(run_of(tmp_path, *two_and_two(), processes=4), "en.method").value
    assert isinstance(value, Table)
    assert [row[:3] for row in value.rows] == [
        (0, "CPU package", "measured"),
        (0, "RAM", "estimated"),
        (2, "CPU package", "measured"),
        (2, "RAM", "estimated"),
    ]


def test_a_host_whose_record_did_not_come_along_is_missing(tmp_path: Path) -> None:
    run = run_of(tmp_path, *two_and_two()[:2], processes=4)
    found = fact(run, "en.kwh")
    assert (quantity(found).value, quantity(found).at_least) == (pytest.approx(0.0013), True)
    assert "2 of 4 processes kept no energy record" in str(found.evidence.note)


def test_a_host_that_measured_nothing_is_named(tmp_path: Path) -> None:
    records = (*two_and_two()[:2], EnergyRecord(host=2, reason="codecarbon is not installed"))
    found = fact(run_of(tmp_path, *records), "en.kwh")
    assert quantity(found).at_least
    note = str(found.evidence.note)
    assert "CPU package of host 2 not measured: codecarbon is not installed" in note
    assert "host 0 not measured" not in note


def test_hosts_may_have_had_different_trackers(tmp_path: Path) -> None:
    model = (EnergyComponent(component="cpu", method="load_model", tdp_w=65.0),)
    other = rank(2, measures=True, components=model, tracker="codecarbon 3.2.0")
    found = fact(run_of(tmp_path, rank(0, measures=True), other), "en.kwh_parts", component="cpu")
    note = str(found.evidence.note)
    assert quantity(found).value == pytest.approx(0.002)
    assert found.evidence.method is Method.ESTIMATED
    assert [words for words in ("hardware counter", "TDP 65 W") if words not in note] == []


def later(*, segment: int = 2) -> EnergyRecord:
    samples = (
        EnergySample(time_s=300.0, cpu_kwh=0.0, process_cpu_s=0.0),
        EnergySample(time_s=400.0, cpu_kwh=0.001, process_cpu_s=150.0),
    )
    return energy_record(
        segment=segment, before_s=300.0, samples=samples, phases=(), components=COUNTER
    )


def test_a_resumed_run_without_its_earlier_segment_is_a_lower_bound(tmp_path: Path) -> None:
    total = fact(run_of(tmp_path, later()), "en.kwh")
    cpu = fact(run_of(tmp_path, later()), "en.kwh_parts", component="cpu")
    assert (quantity(cpu).value, quantity(cpu).at_least) == (pytest.approx(0.001), True)
    assert cpu.evidence.method is Method.PARTLY_MEASURED
    assert "Nothing is recorded of the energy of the 300 s before" in str(cpu.evidence.note)
    assert quantity(total).at_least


def test_both_segments_are_one_figure(tmp_path: Path) -> None:
    first = energy_record(
        samples=(
            EnergySample(time_s=0.0, cpu_kwh=0.0, process_cpu_s=0.0),
            EnergySample(time_s=300.0, cpu_kwh=0.003, process_cpu_s=450.0),
        ),
        phases=(),
        components=COUNTER,
    )
    cpu = fact(run_of(tmp_path, first, later()), "en.kwh_parts", component="cpu")
    assert (quantity(cpu).value, quantity(cpu).at_least) == (pytest.approx(0.004), False)
    assert cpu.evidence.method is Method.MEASURED


def test_a_segment_lost_in_between_is_a_lower_bound(tmp_path: Path) -> None:
    run = run_of(tmp_path, energy_record(phases=(), components=COUNTER), later(segment=3))
    cpu = fact(run, "en.kwh_parts", component="cpu")
    assert (quantity(cpu).at_least, cpu.evidence.method) == (True, Method.PARTLY_MEASURED)
