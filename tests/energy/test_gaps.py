"""A tracker that reads nothing for some of the time has a figure for the rest, which says so."""

from pathlib import Path

import pytest

from cardgen import energy
from cardgen.energy.rules import flags
from cardgen.language import in_words, speaking
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord, EnergySample, Phase
from cardgen.values import Curve, Fact, Method, Quantity
from tests.runs import energy_record, make_run


def at(time_s: float, cpu_kwh: float | None) -> EnergySample:
    ram_kwh, cpu_s = 3e-6 * time_s, 1.5 * time_s
    return EnergySample(time_s=time_s, cpu_kwh=cpu_kwh, ram_kwh=ram_kwh, process_cpu_s=cpu_s)


def lost(*phases: Phase) -> EnergyRecord:
    """A CPU's counter of 36 W that is read until 80 s of 100 s."""
    read = [at(20.0 * n, 0.0002 * n) for n in range(5)]
    return energy_record(samples=(*read, at(90.0, None), at(100.0, None)), phases=phases)


def run_of(folder: Path, *records: EnergyRecord) -> Run:
    return make_run(folder, evaluations=(), energy=records)


def fact(run: Run, fact_id: str, **where: str) -> Fact:
    return next(f for f in energy.facts(run) if f.id == fact_id and f.where == where)


def quantity(fact: Fact) -> Quantity:
    assert isinstance(fact.value, Quantity)
    return fact.value


def test_what_was_read_before_the_last_sample_without_a_reading_counts(tmp_path: Path) -> None:
    run = run_of(tmp_path, lost())
    cpu, whole = fact(run, "en.kwh_parts", component="cpu"), fact(run, "en.kwh")
    assert (quantity(cpu).value, quantity(cpu).at_least) == (pytest.approx(0.0008), True)
    assert cpu.evidence.method is Method.PARTLY_MEASURED
    assert "hardware counter (intel_rapl), covers 80.0 of 100.0 s" in str(cpu.evidence.note)
    assert (quantity(whole).value, quantity(whole).at_least) == (pytest.approx(0.0011), True)
    assert quantity(fact(run, "en.co2")).at_least
    assert [rederive(f, run) for f in energy.facts(run)] == [f.value for f in energy.facts(run)]
    with speaking("de"):
        assert in_words(str(cpu.evidence.note)) == (
            "CPU-Gehäuse, teils gemessen: Hardware-Zähler (intel_rapl), deckt 80,0 von 100,0 s ab."
        )


def test_a_counter_that_was_lost_is_judged_by_the_time_in_which_it_was_read(tmp_path: Path) -> None:
    soon_lost = (at(1.0, 0.00001), at(1000.0, None))
    run = run_of(tmp_path, energy_record(samples=soon_lost, phases=()))
    assert [flag.rule for flag in flags(run, run.energy[0]) if flag.about == "cpu"] == []
    assert quantity(fact(run, "en.kwh_parts", component="cpu")).value == pytest.approx(0.00001)


@pytest.mark.parametrize(
    ("begin", "end", "kwh", "covers"),
    [
        (at(40.0, 0.0004), at(100.0, None), 0.0004, "covers 40.0 of 60.0 s"),
        (at(30.0, None), at(80.0, 0.0008), 0.0004, "covers 40.0 of 50.0 s"),
        (at(40.0, 0.0004), None, 0.0004, "covers 40.0 of 60.0 s"),
        (at(90.0, None), at(100.0, None), None, "gave no sound reading"),
    ],
)
def test_a_phase_has_what_was_read_in_it(
    tmp_path: Path, begin: EnergySample, end: EnergySample | None, kwh: float | None, covers: str
) -> None:
    run = run_of(tmp_path, lost(Phase(name="training", begin=begin, end=end)))
    cpu = fact(run, "en.kwh_parts", component="cpu", phase="training")
    assert quantity(cpu).value == (None if kwh is None else pytest.approx(kwh))
    assert quantity(cpu).at_least is (kwh is not None)
    assert covers in str(cpu.evidence.note)


def test_a_pass_without_a_reading_leaves_the_others_of_its_phase(tmp_path: Path) -> None:
    marks = ((at(0.0, 0.0), at(40.0, 0.0004)), (at(90.0, None), at(100.0, None)))
    phases = [Phase(name="training", begin=begin, end=end) for begin, end in marks]
    cpu = fact(run_of(tmp_path, lost(*phases)), "en.kwh_parts", component="cpu", phase="training")
    assert (quantity(cpu).value, quantity(cpu).at_least) == (pytest.approx(0.0004), True)
    assert "covers 40.0 of 50.0 s" in str(cpu.evidence.note)


def test_the_course_ends_with_the_readings(tmp_path: Path) -> None:
    value = fact(run_of(tmp_path, lost()), "en.util", component="cpu").value
    assert isinstance(value, Curve)
    (points,) = value.series.values()
    assert [(time_s, kwh) for time_s, kwh in points if time_s >= 80] == [
        (80.0, 0.0008), (90.0, "NaN"), (100.0, "NaN"),
    ]  # fmt: skip


def test_cpu_seconds_are_those_of_the_last_sample_that_has_them(tmp_path: Path) -> None:
    samples = (at(50.0, 0.001), EnergySample(time_s=100.0, cpu_kwh=0.002, ram_kwh=0.0003))
    found = quantity(fact(run_of(tmp_path, energy_record(samples=samples)), "en.cpu_time"))
    assert (found.value, found.at_least) == (75.0, True)
