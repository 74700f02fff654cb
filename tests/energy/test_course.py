"""Energy over time: sums over hosts and segments, gaps, and components without a reading."""

from pathlib import Path
from typing import Any

import pytest

from cardgen import energy
from cardgen.energy.course import over_time
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord, EnergySample
from cardgen.values import Curve, Fact, Method
from tests.runs import energy_record, make_run

READ: list[tuple[float, float | None]] = [(0.0, 0.0), (10.0, 0.001), (20.0, 0.004)]


def samples(readings: list[tuple[float, float | None]], **others: Any) -> tuple[EnergySample, ...]:
    return tuple(
        EnergySample(time_s=t, cpu_kwh=kwh, process_cpu_s=100 * t, **others) for t, kwh in readings
    )


def run_of(folder: Path, *records: EnergyRecord, **changes: Any) -> Run:
    return make_run(folder, evaluations=(), energy=records, **changes)


def cpu(folder: Path, *records: EnergyRecord, most: int = 100) -> dict[str, Any]:
    return over_time(run_of(folder, *records), component="cpu", most=most).series


def facts(run: Run) -> list[Fact]:
    return [fact for fact in energy.facts(run) if fact.id == "en.util"]


def test_a_counters_readings_are_its_measured_course(tmp_path: Path) -> None:
    assert cpu(tmp_path, energy_record(samples=samples(READ))) == {"measured": tuple(READ)}


def test_a_sample_without_a_reading_is_a_gap(tmp_path: Path) -> None:
    lacking = [READ[0], (5.0, None), *READ[1:]]
    found = cpu(tmp_path, energy_record(samples=samples(lacking)))
    assert found == {"measured": (READ[0], (5.0, "NaN"), *READ[1:])}


def test_a_gap_stays_when_the_course_is_thinned(tmp_path: Path) -> None:
    readings: list[tuple[float, float | None]] = [(float(t), t * 1e-5) for t in range(1000)]
    readings[501] = (501.0, None)
    points = cpu(tmp_path, energy_record(samples=samples(readings)), most=10)["measured"]
    gaps = [t for t, kwh in points if kwh == "NaN"]
    assert (len(points), points[0], points[-1][0], gaps) == (11, (0.0, 0.0), 999.0, [501.0])


def test_hosts_are_added_at_times_that_either_sampled(tmp_path: Path) -> None:
    other = energy_record(host=1, samples=samples([(5.0, 0.0), (15.0, 0.002)]))
    points = cpu(tmp_path, energy_record(samples=samples(READ)), other)["measured"]
    assert [(t, round(kwh, 9)) for t, kwh in points] == [
        (0.0, 0.0),
        (5.0, 0.0005),
        (10.0, 0.002),
        (15.0, 0.0045),
        (20.0, 0.006),
    ]


def test_the_segments_of_a_resumed_run_go_on_from_each_other(tmp_path: Path) -> None:
    later = energy_record(segment=2, before_s=20.0, samples=samples([(21.0, 0.0), (30.0, 0.001)]))
    points = cpu(tmp_path, energy_record(samples=samples(READ)), later)["measured"]
    assert [kwh for _, kwh in points] == [0.0, 0.001, 0.004, 0.004, 0.005]


def test_components_are_told_apart_and_one_without_a_reading_has_no_course(tmp_path: Path) -> None:
    run = run_of(tmp_path, energy_record(samples=samples(READ)))
    found = [
        (f.where["component"], f.evidence.method, list(f.value.series))
        for f in facts(run)
        if isinstance(f.value, Curve)
    ]
    assert found == [("cpu", Method.MEASURED, ["measured"]), ("ram", Method.NOT_MEASURED, [])]


@pytest.mark.parametrize("readings", [[], READ[:1], [(1.0, None), (2.0, None)]], ids=str)
def test_without_readings_at_two_times_there_is_no_fact(
    tmp_path: Path, readings: list[tuple[float, float | None]]
) -> None:
    assert facts(run_of(tmp_path, energy_record(samples=samples(readings)))) == []


def test_a_course_is_derived_again_from_its_evidence(tmp_path: Path) -> None:
    run = run_of(tmp_path, energy_record(samples=samples(READ)))
    assert [rederive(fact, run) for fact in facts(run)] == [fact.value for fact in facts(run)]
