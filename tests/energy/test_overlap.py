"""Several trackers on one computer at one time give one figure."""

from pathlib import Path

import pytest

from cardgen import energy
from cardgen.language import in_words, recognised, speaking
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample
from cardgen.values import Fact, Method, Quantity, Table
from tests.energy.cases import GUESSED, RAM, RAPL, reported
from tests.runs import energy_record, make_run

GPU = EnergyComponent(component="gpu", method="counter", detail="nvml")
SAME = "not counted: codecarbon 3.3.2 was on the same machine at the same time"


def gpu_only(seconds: float, **changes: object) -> EnergyRecord:
    begin, end = (EnergySample(time_s=s, gpu_kwh=1e-5 * s) for s in (0.0, seconds))
    fields = {"tracker": "zeus", "components": (GPU,), "samples": (begin, end), "phases": ()}
    return energy_record(**(fields | changes))


def other(**changes: object) -> EnergyRecord:
    """Another tracker that sees a little more, and for less time."""
    samples = tuple(
        EnergySample(time_s=s, cpu_kwh=1.1e-5 * s, process_cpu_s=1.5 * s) for s in (0.0, 99.0)
    )
    return energy_record(
        **({"tracker": "other 1", "components": (RAPL,), "samples": samples} | changes)
    )


def run_of(folder: Path, *records: EnergyRecord) -> Run:
    return make_run(folder, evaluations=(), energy=records)


def fact(run: Run, fact_id: str, **where: str) -> Fact:
    return next(f for f in energy.facts(run) if f.id == fact_id and f.where == where)


def quantity(fact: Fact) -> Quantity:
    assert isinstance(fact.value, Quantity)
    return fact.value


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_trackers_of_a_whole_machine_one_counts(tmp_path: Path, turn: int) -> None:
    run = run_of(tmp_path, *(energy_record(), other())[::turn])
    cpu, whole = fact(run, "en.kwh_parts", component="cpu"), fact(run, "en.kwh")
    assert (quantity(cpu).value, quantity(cpu).at_least) == (pytest.approx(0.001), False)
    assert cpu.evidence.method is Method.MEASURED
    assert (quantity(whole).value, quantity(whole).at_least) == (pytest.approx(0.0013), False)
    assert f"CPU package {SAME}" in str(cpu.evidence.note)
    with speaking("de"):
        assert in_words(str(cpu.evidence.note)) == (
            "CPU-Gehäuse, gemessen: Hardware-Zähler (intel_rapl); CPU-Gehäuse nicht gezählt: "
            "codecarbon 3.3.2 lief zur selben Zeit auf demselben Rechner."
        )
    assert quantity(fact(run, "en.kwh", phase="training")).value == pytest.approx(0.00104)
    assert quantity(fact(run, "en.cpu_time")).value == 150.0
    assert [rederive(f, run) for f in energy.facts(run)] == [f.value for f in energy.facts(run)]


def test_the_figure_that_does_not_count_is_told_with_its_reason(tmp_path: Path) -> None:
    run = run_of(tmp_path, energy_record(), other(reported=reported(99.0, cpu_w=39.6, ram_w=0.0)))
    tool, method = fact(run, "en.tool").value, fact(run, "en.method").value
    assert isinstance(tool, Table) and isinstance(method, Table)
    why = {row[2]: row[-2:] for row in tool.rows if row[3] == pytest.approx(1.1e-5 * 99.0)}
    assert why["CPU package"] == ("reported by the tool, not used", SAME)
    assert [row[1:] for row in method.rows if row[-1] == "other 1"] == [
        ("CPU package", "not counted", SAME, "other 1")
    ]


def test_each_component_is_of_the_tracker_that_read_it(tmp_path: Path) -> None:
    run = run_of(tmp_path, energy_record(), gpu_only(100.0))
    whole = fact(run, "en.kwh")
    assert (quantity(whole).value, quantity(whole).at_least) == (pytest.approx(0.0023), False)
    assert "not measured" not in str(whole.evidence.note)


def test_a_tracker_of_half_the_time_has_a_lower_bound(tmp_path: Path) -> None:
    gpu = fact(run_of(tmp_path, energy_record(), gpu_only(50.0)), "en.kwh_parts", component="gpu")
    assert (quantity(gpu).value, quantity(gpu).at_least) == (pytest.approx(0.0005), True)
    assert gpu.evidence.method is Method.PARTLY_MEASURED


def bound(**changes: object) -> EnergyRecord:
    """A tracker of one process."""
    told = reported(100.0, cpu_w=3.6, ram_w=1.8, scope="process")
    samples = (EnergySample(time_s=100.0, cpu_kwh=0.0001, ram_kwh=0.00005, process_cpu_s=10.0),)
    return energy_record(
        **({"components": (GUESSED,), "samples": samples, "phases": (), "reported": told} | changes)
    )


def test_trackers_of_single_processes_are_summed_unless_one_sees_the_machine(
    tmp_path: Path,
) -> None:
    two, all_three = (bound(), bound()), (bound(), energy_record(phases=()), bound())
    summed = quantity(fact(run_of(tmp_path, *two), "en.kwh_parts", component="cpu"))
    wide = quantity(fact(run_of(tmp_path, *all_three), "en.kwh_parts", component="cpu"))
    assert (summed.value, wide.value) == (pytest.approx(0.0002), pytest.approx(0.001))


def test_trackers_one_after_the_other_are_summed(tmp_path: Path) -> None:
    later = tuple(
        EnergySample(time_s=s, cpu_kwh=1e-5 * (s - 99.5), process_cpu_s=s) for s in (99.5, 199.5)
    )
    second = energy_record(before_s=99.5, samples=later, phases=(), components=(RAPL,))
    first = energy_record(phases=(), components=(RAPL,))
    cpu = quantity(fact(run_of(tmp_path, first, second), "en.kwh_parts", component="cpu"))
    assert cpu.value == pytest.approx(0.002)


@pytest.mark.parametrize(
    ("counts", "words"),
    [("package and DRAM", "CPU package and DRAM"), ("platform", "whole platform (psys)")],
)
def test_memory_in_the_figure_of_the_cpus_counter_is_not_added_again(
    tmp_path: Path, counts: str, words: str
) -> None:
    cpu = RAPL.model_copy(update={"counts": counts})
    run = run_of(tmp_path, energy_record(components=(cpu, RAM)))
    whole, ram = fact(run, "en.kwh"), fact(run, "en.kwh_parts", component="ram")
    assert (quantity(whole).value, quantity(whole).at_least) == (pytest.approx(0.001), False)
    assert (quantity(ram).value, ram.evidence.method) == (None, Method.NOT_MEASURED)
    assert whole.evidence.method is Method.MEASURED
    assert whole.evidence.note == (
        f"{words}, measured: hardware counter (intel_rapl); RAM not counted: it is in the figure of "
        "the CPU's counter."
    )
    with speaking("de"):
        assert recognised(str(whole.evidence.note)) is not None
    assert ("en.wall" in {f.id for f in energy.facts(run)}) is (counts != "platform")
    assert [rederive(f, run) for f in energy.facts(run)] == [f.value for f in energy.facts(run)]


def test_memory_is_counted_where_the_counters_figure_is_not_used(tmp_path: Path) -> None:
    cpu = RAPL.model_copy(update={"counts": "package and DRAM"})
    still = energy_record(components=(cpu, RAM))
    samples = tuple(sample.model_copy(update={"cpu_kwh": 0.0}) for sample in still.samples)
    run = run_of(tmp_path, still.model_copy(update={"samples": samples}))
    assert quantity(fact(run, "en.kwh_parts", component="ram")).value == pytest.approx(0.0003)


def test_a_phase_that_two_trackers_saw_was_gone_through_once(tmp_path: Path) -> None:
    value = fact(run_of(tmp_path, energy_record(), energy_record()), "en.activity").value
    assert isinstance(value, Table)
    assert [row[:2] for row in value.rows] == [("training", 1), ("evaluation", 1)]
