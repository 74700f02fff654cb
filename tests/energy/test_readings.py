import math
from pathlib import Path
from typing import Any

import pytest

from cardgen import energy
from cardgen.energy.consumption import MOST_PHASES
from cardgen.language import recognised, speaking
from cardgen.run import Environment, JaxState, Outcome
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Phase
from cardgen.values import Fact, Method, Quantity, Table
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


def at(time_s: float) -> EnergySample:
    return EnergySample(time_s=time_s, cpu_kwh=1e-4 * time_s, ram_kwh=1e-5 * time_s)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_of_a_run_without_an_end_it_is_said_that_its_energy_is_up_to_the_last_sample(
    tmp_path: Path, outcome: Outcome
) -> None:
    found = fact(tmp_path, "en.method", energy_record(), outcome=outcome).evidence.note
    told = "The run's end was not recorded: its energy is that up to the last sample." in str(found)
    assert told is (outcome is Outcome.INTERRUPTED)
    with speaking("de"):
        assert recognised(str(found)) is not None


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


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "too short to be measured by the hardware counter (intel_rapl)"),
        (100.0, "the hardware counter (intel_rapl) read 0, which no device that is on uses"),
    ],
)
def test_a_zero_is_never_a_figure(tmp_path: Path, seconds: float, words: str) -> None:
    host = energy_record(samples=sample(time_s=seconds, cpu_kwh=0.0, process_cpu_s=0.01))
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "cpu"})
    assert (quantity(part).value, part.evidence.method) == (None, Method.NOT_MEASURED)
    assert words in str(part.evidence.note)


def test_a_model_of_memory_is_not_said_to_have_read_anything(tmp_path: Path) -> None:
    host = energy_record(samples=sample(time_s=100.0, ram_kwh=0.0))
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "ram"})
    assert "RAM not measured: the tool read 0 while" in str(part.evidence.note)


def test_a_phase_whose_marks_have_one_reading_was_too_short(tmp_path: Path) -> None:
    marks = [
        EnergySample(time_s=time_s, cpu_kwh=0.1, ram_kwh=0.1, process_cpu_s=time_s)
        for time_s in (1.0, 1.03)
    ]
    phase = Phase(name="training", begin=marks[0], end=marks[1])
    found = fact(tmp_path, "en.kwh", energy_record(phases=(phase,)), where={"phase": "training"})
    assert (quantity(found), found.evidence.method) == (
        Quantity(value=None, unit="kWh"),
        Method.NOT_MEASURED,
    )
    assert "too short to be measured" in str(found.evidence.note)


def test_a_pass_of_a_phase_that_was_too_short_makes_it_a_lower_bound(tmp_path: Path) -> None:
    host = energy_record()
    begin, middle, _ = host.samples
    phases = (
        Phase(name="training", begin=begin, end=middle),
        Phase(name="training", begin=middle, end=middle),
    )
    found = fact(
        tmp_path, "en.kwh", host.model_copy(update={"phases": phases}), where={"phase": "training"}
    )
    assert (quantity(found).value, quantity(found).at_least) == (pytest.approx(0.00104), True)


def killed_and_resumed(**second: Any) -> tuple[EnergyRecord, EnergyRecord]:
    """Killed 20 s into a phase begun at 80 s, then resumed and gone through it in 20 s."""
    first = energy_record()
    killed = Phase(name="training", begin=first.samples[1])
    begin, middle, end = (
        sample.model_copy(update={"time_s": 100.0 + sample.time_s}) for sample in first.samples
    )
    again = {"segment": 2, "before_s": 100.0, "samples": (begin, middle, end)}
    return (
        first.model_copy(update={"phases": (killed,)}),
        energy_record(
            **(again | {"phases": (Phase(name="training", begin=middle, end=end),)} | second)
        ),
    )


def test_a_phase_that_was_killed_ends_with_its_own_segment(tmp_path: Path) -> None:
    records = killed_and_resumed()
    phase = quantity(fact(tmp_path, "en.kwh", *records, where={"phase": "training"}))
    whole = quantity(fact(tmp_path, "en.kwh", *records))
    assert (phase.value, whole.value) == (pytest.approx(2 * 0.00026), pytest.approx(2 * 0.0013))


def test_one_estimated_segment_makes_a_resumed_run_estimated(tmp_path: Path) -> None:
    estimated = EnergyComponent(component="cpu", method="load_model", tdp_w=40.0, generic_tdp=True)
    records = killed_and_resumed()
    for order in ((0, 1), (1, 0)):
        pair = [records[index] for index in order]
        pair[0] = pair[0].model_copy(update={"components": (estimated,)})
        part = fact(tmp_path, "en.kwh_parts", *pair, where={"component": "cpu"})
        interval = quantity(part).interval
        assert part.evidence.method is Method.ESTIMATED
        assert interval is not None
        assert (interval.low, interval.high) == (
            pytest.approx(0.001 * (0.25 + 0.9)),
            pytest.approx(0.001 * (4.0 + 1.1)),
        )
        words = ("model of load and TDP", "hardware counter (intel_rapl)")
        assert [w for w in words if w not in str(part.evidence.note)] == []


def test_a_segment_without_a_tracker_makes_a_resumed_run_a_lower_bound(tmp_path: Path) -> None:
    records = killed_and_resumed(tracker=None, reason="energy tracking was switched off")
    found = fact(tmp_path, "en.kwh", *records)
    assert (quantity(found).value, quantity(found).at_least) == (pytest.approx(0.0013), True)
    assert (
        "CPU package in segment 2 of the run not measured: energy tracking was switched off"
        in str(found.evidence.note)
    )


def test_components_are_told_apart_by_phase_unless_phases_are_many(tmp_path: Path) -> None:
    def parts(count: int) -> set[tuple[tuple[str, str], ...]]:
        marks = tuple(Phase(name=f"p{n}", begin=at(n), end=at(n + 1)) for n in range(count))
        record = energy_record(samples=(at(0), at(20)), phases=marks)
        run = make_run(tmp_path, evaluations=(), energy=(record,))
        found = [fact for fact in energy.facts(run) if fact.id == "en.kwh_parts"]
        return {tuple(fact.where.items()) for fact in found}

    whole = {(("component", "cpu"),), (("component", "ram"),)}
    assert parts(1) == whole | {
        (("component", "cpu"), ("phase", "p0")),
        (("component", "ram"), ("phase", "p0")),
    }
    assert parts(MOST_PHASES + 1) == whole


def test_no_pue_is_shown_that_nobody_gave(tmp_path: Path) -> None:
    run = make_run(tmp_path, evaluations=(), energy=(energy_record(samples=sample()),))
    assert "en.pue" not in {fact.id for fact in energy.facts(run)}


def test_methods_pue_and_gaps_of_all_segments_are_told(tmp_path: Path) -> None:
    records = killed_and_resumed(pue=1.2, tracker="codecarbon 3.3.3", not_covered=("disk", "fans"))
    method = fact(tmp_path, "en.method", *records)
    pue = fact(tmp_path, "en.pue", *records)
    assert isinstance(method.value, Table)
    assert [(row[1], row[-1]) for row in method.value.rows] == [
        (1, "codecarbon 3.3.2"),
        (1, "codecarbon 3.3.2"),
        (2, "codecarbon 3.3.3"),
        (2, "codecarbon 3.3.3"),
    ]
    assert "Not covered: disk, display, fans." in str(method.evidence.note)
    assert quantity(pue).value is None
    assert "multiplied its figures with 1.2" in str(pue.evidence.note)
    assert "Hosts or segments differ" in str(pue.evidence.note)


def jax_of(processes: int) -> Environment:
    jax = JaxState(
        version="0", backend="cpu", devices=(), process_count=processes, enable_x64=False
    )
    return Environment(python="3", os="Linux", jax=jax)


def test_processes_that_share_a_host_are_not_missing_hosts(tmp_path: Path) -> None:
    other = EnergyRecord(
        host=1, shares_host=True, samples=(EnergySample(time_s=1.0, process_cpu_s=5.0),)
    )
    facts = {
        name: fact(tmp_path, name, energy_record(), other, environment=jax_of(2))
        for name in ("en.kwh", "en.cpu_time", "en.method")
    }
    assert (quantity(facts["en.kwh"]).value, quantity(facts["en.kwh"]).at_least) == (0.0013, False)
    assert quantity(facts["en.cpu_time"]).value == 155.0
    assert isinstance(facts["en.method"].value, Table)
    assert [row[0] for row in facts["en.method"].value.rows] == [0, 0]


def test_of_processes_without_a_record_it_is_not_known_whether_they_had_a_host(
    tmp_path: Path,
) -> None:
    found = fact(tmp_path, "en.kwh", energy_record(), environment=jax_of(3))
    assert quantity(found).at_least
    assert (
        "2 of 3 processes kept no energy record: if they ran on hosts of their own, "
        "the energy of those is not in it" in str(found.evidence.note)
    )


@pytest.mark.parametrize(
    ("method", "how"),
    [
        ("counter", Method.MEASURED),
        ("model", Method.ESTIMATED),
        ("constant", Method.ESTIMATED),
        ("power_sampling", Method.ESTIMATED),
        ("unknown", Method.ESTIMATED),
    ],
)
def test_ram_is_measured_by_a_counter_only(tmp_path: Path, method: Any, how: Method) -> None:
    components = tuple(EnergyComponent(component=c, method=method) for c in ("cpu", "ram"))
    host = energy_record(components=components)
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "ram"})
    assert part.evidence.method is how


def test_an_unknown_method_is_never_called_measured(tmp_path: Path) -> None:
    host = energy_record(components=(EnergyComponent(component="cpu", method="unknown"),))
    part = fact(tmp_path, "en.kwh_parts", host, where={"component": "cpu"})
    assert part.evidence.method is Method.ESTIMATED
    assert "method unknown" in str(part.evidence.note)
    interval = quantity(part).interval
    assert interval is not None and interval.high / interval.low == pytest.approx(26)


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


def test_a_range_names_what_its_factors_rest_on_and_no_others(tmp_path: Path) -> None:
    energy_range = quantity(fact(tmp_path, "en.kwh", energy_record())).interval
    emitted = quantity(fact(tmp_path, "en.co2", energy_record())).interval
    assert energy_range is not None and emitted is not None
    bases = (
        "CPU counter: cardgen's own estimate; RAM model: judged from DRAM readings in CodeCarbon's "
        "documentation and its issue 717"
    )
    assert energy_range.method == f"cardgen's factors, version 2 ({bases})"
    assert emitted.method == (
        f"cardgen's factors, version 2 ({bases}; carbon intensity: judged from the United Kingdom's, "
        "which moved by 29% with its source)"
    )


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
