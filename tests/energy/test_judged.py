"""The laptop of 2022, whose CPU was reported as 0: what is used, what is not, and why."""

import math
from pathlib import Path

import pytest

from cardgen import energy
from cardgen.language import recognised, speaking
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.run_energy import EnergyComponent, EnergySample, Reported
from cardgen.values import Fact, Method, Quantity, Table
from tests.energy.cases import (
    CASES,
    RAM,
    RAPL,
    STATED,
    environment,
    laptop,
    laptop_log,
    laptop_row,
    record,
    samples,
)
from tests.runs import make_run

NOT_USED = "reported by the tool, not used"


def fact(run: Run, fact_id: str, **where: str) -> Fact:
    return next(f for f in energy.facts(run) if (f.id, f.where) == (fact_id, where))


def quantity(run: Run, fact_id: str, **where: str) -> Quantity:
    value = fact(run, fact_id, **where).value
    assert isinstance(value, Quantity)
    return value


def rows(run: Run, fact_id: str) -> list[tuple[object, ...]]:
    value = fact(run, fact_id).value
    assert isinstance(value, Table)
    return list(value.rows)


def ends(quantity: Quantity) -> tuple[float, float, float]:
    assert quantity.value is not None and quantity.interval is not None
    return quantity.value, quantity.interval.low, quantity.interval.high


def test_of_a_bare_row_the_cpu_is_not_measured_and_the_total_a_lower_bound(tmp_path: Path) -> None:
    run = laptop(tmp_path, laptop_row())
    part = fact(run, "en.kwh_parts", component="cpu")
    assert (part.evidence.method, quantity(run, "en.kwh_parts", component="cpu").value) == (
        Method.NOT_MEASURED,
        None,
    )
    assert quantity(run, "en.kwh").at_least
    assert [row[0] for row in rows(run, "en.flags")] == ["E24"]


@pytest.mark.parametrize("with_log", [False, True])
def test_with_what_top_said_the_laptop_has_an_estimate(tmp_path: Path, with_log: bool) -> None:
    row = laptop_log(stated=STATED) if with_log else laptop_row(stated=STATED)
    run = laptop(tmp_path, row)
    total = fact(run, "en.kwh")
    assert total.evidence.method is Method.ESTIMATED
    assert not quantity(run, "en.kwh").at_least
    figures = [
        ends(quantity(run, "en.kwh_parts", component="cpu")),
        ends(quantity(run, "en.kwh")),
        ends(quantity(run, "en.co2")),
    ]
    rounded = [[float(f"{number:.1e}") for number in own] for own in figures]
    assert rounded == [
        [1.0e-3, 0.45e-3, 1.6e-3],
        [1.2e-3, 0.52e-3, 2.2e-3],
        [3.1e-4, 1.1e-4, 7.4e-4],
    ]
    expected = ["E1", "E3", "W5", "E24"] if with_log else ["E1", "W5", "E24"]
    assert [row[0] for row in rows(run, "en.flags")] == expected


def test_the_tools_own_total_is_shown_as_not_used(tmp_path: Path) -> None:
    run = laptop(tmp_path, laptop_log(stated=STATED))
    assert rows(run, "en.tool") == [
        ("CPU package", 0.0, "kWh", NOT_USED, "E1, E3, E24"),
        ("RAM", 0.00064142, "kWh", NOT_USED, "a model of memory slots overrates a laptop's RAM"),
        ("total", 0.00064142, "kWh", NOT_USED, "a part of it is not used"),
        (
            "emissions",
            0.00013406,
            "kgCO2eq",
            NOT_USED,
            "emissions are worked out from the energy and a named carbon intensity",
        ),
    ]


def test_what_is_told_of_a_judged_run_is_told_in_german_and_derived_again(tmp_path: Path) -> None:
    run = laptop(tmp_path, laptop_log(stated=STATED))
    found = [own for own in energy.facts(run) if own.id.startswith("en.")]
    assert [rederive(own, run) for own in found] == [own.value for own in found]
    texts = [str(own.evidence.note) for own in found if own.evidence.note is not None]
    texts += [text for row in rows(run, "en.flags") for text in row[1:] if isinstance(text, str)]
    texts += [str(row[3]) for row in rows(run, "en.tool")]
    with speaking("de"):
        german = [recognised(text) for text in texts]
    assert [text for text, own in zip(texts, german, strict=True) if own is None] == []
    # A part that is not known stays English.
    english = ("own estimate", "in place of", "the tool", "overrates")
    assert [own for own in german if any(words in str(own) for words in english)] == []


@pytest.mark.parametrize("name", CASES)
def test_every_flag_of_the_cases_is_told_in_german(tmp_path: Path, name: str) -> None:
    run = make_run(
        tmp_path,
        evaluations=(),
        energy=(CASES[name][0],),
        environment=environment(hypervisor=True, container=True, cpu_quota=1.0),
        country=None,
    )
    texts = [str(text) for row in rows(run, "en.flags") for text in row[1:]]
    with speaking("de"):
        assert [text for text in texts if recognised(text) is None] == []


def test_a_counter_that_vanished_makes_a_partly_measured_lower_bound(tmp_path: Path) -> None:
    watts = (15.0, 0.0, 0.0, 0.0)
    run = make_run(
        tmp_path,
        evaluations=(),
        energy=(record(samples=samples((2.0, 4.0, 6.0, 8.0), watts, ram_w=3.0, busy=1.0)),),
        environment=environment(),
    )
    part = fact(run, "en.kwh_parts", component="cpu")
    assert part.evidence.method is Method.PARTLY_MEASURED
    assert quantity(run, "en.kwh_parts", component="cpu").at_least
    assert "covers 0% of that time" in str(part.evidence.note)


def test_without_anything_to_doubt_there_are_no_such_tables(tmp_path: Path) -> None:
    run = make_run(
        tmp_path, evaluations=(), energy=(CASES["clean, busy"][0],), environment=environment()
    )
    assert [own.id for own in energy.facts(run) if own.id in {"en.flags", "en.tool"}] == []


def test_the_battery_is_a_figure_of_its_own_and_in_no_sum(tmp_path: Path) -> None:
    battery = EnergyComponent(component="machine", method="battery")
    read = EnergySample(
        time_s=100.0, cpu_kwh=0.001, ram_kwh=0.0001, machine_kwh=0.005, process_cpu_s=150.0
    )
    run = make_run(
        tmp_path,
        evaluations=(),
        energy=(record(components=(RAPL, RAM, battery), samples=(read,)),),
        environment=environment(),
    )
    part = fact(run, "en.kwh_parts", component="machine")
    assert part.evidence.method is Method.MEASURED
    assert ends(quantity(run, "en.kwh_parts", component="machine")) == (
        pytest.approx(0.005),
        pytest.approx(0.00485),
        pytest.approx(0.00515),
    )
    assert quantity(run, "en.kwh").value == pytest.approx(0.0011)
    assert "whole machine" in [row[1] for row in rows(run, "en.method")]


def test_a_figure_that_is_no_number_is_derived_again_as_it_is_kept(tmp_path: Path) -> None:
    told = Reported(duration_s=10.0, cpu_kwh=math.nan, ram_kwh=0.1, total_kwh=math.inf)
    run = laptop(tmp_path, laptop_row(reported=told))
    kept = [Fact.model_validate_json(fact.model_dump_json()) for fact in energy.facts(run)]
    assert [fact.id for fact in kept if rederive(fact, run) != fact.value] == []
    (tool,) = (fact.value for fact in kept if fact.id == "en.tool")
    assert isinstance(tool, Table)
    assert [row[1] for row in tool.rows] == ["NaN", 0.1, "Infinity"]
