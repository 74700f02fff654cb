"""Emissions by location, with what people state: PUE, water, certificates; and what compares."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cardgen import energy
from cardgen.energy.accounting import Accounting
from cardgen.energy.instruments import Instrument
from cardgen.energy.overhead import Pue, Water
from cardgen.energy.sci import FunctionalUnit, Hardware
from cardgen.language import recognised, speaking
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord, EnergySample
from cardgen.sources._foreign import finished_record
from cardgen.values import Fact, Method, Quantity, Table
from tests.energy.cases import STATED, laptop, laptop_row
from tests.energy.test_life import inferring
from tests.runs import energy_record, make_run

PUE = Pue(value=1.5, source="operator's report 2025")
LAPTOP = Hardware(
    embodied_kg=200.0, lifetime_years=4.0, idle_w=5.0, source="maker's product carbon footprint"
)
UNIT = FunctionalUnit(name="1,000 images", inferences=1000)


def run_of(folder: Path, *records: EnergyRecord, **changes: Any) -> Run:
    found = records if records != () else (energy_record(),)
    return make_run(folder, evaluations=(), energy=found, **changes)


def facts(run: Run, **stated: Any) -> dict[str, Fact]:
    found = energy.facts(run, Accounting(**stated))
    return {fact.id: fact for fact in found if fact.where.keys() <= {"inference", "unit"}}


def quantity(fact: Fact) -> Quantity:
    assert isinstance(fact.value, Quantity)
    return fact.value


def test_a_stated_pue_multiplies_emissions_and_not_the_computers_energy(tmp_path: Path) -> None:
    run = run_of(tmp_path)
    plain, stated = facts(run), facts(run, pue=PUE)
    assert quantity(stated["en.kwh"]) == quantity(plain["en.kwh"])
    before, after = quantity(plain["en.co2"]), quantity(stated["en.co2"])
    assert before.value is not None and before.interval is not None and after.interval is not None
    assert after.value == pytest.approx(1.5 * before.value)
    assert after.interval.high == pytest.approx(1.5 * before.interval.high)
    assert (quantity(stated["en.pue"]).value, stated["en.pue"].evidence.method) == (
        1.5,
        Method.DECLARED,
    )
    assert "Multiplied with the stated PUE of 1.5." in str(stated["en.co2"].evidence.note)
    assert "PUE" not in str(plain["en.co2"].evidence.note)


def multiplied(pue: float, **changes: Any) -> EnergyRecord:
    """The usual record by a tracker that was given this PUE."""
    own = energy_record()
    samples = tuple(
        sample.model_copy(
            update={name: (getattr(sample, name) or 0.0) * pue for name in ("cpu_kwh", "ram_kwh")}
        )
        for sample in own.samples
    )
    return energy_record(samples=samples, phases=(), pue=pue, **changes)


@pytest.mark.parametrize("stated", [None, PUE])
def test_a_pue_that_the_tracker_used_is_taken_out_and_one_is_in_the_emissions(
    tmp_path: Path, stated: Pue | None
) -> None:
    own, plain = run_of(tmp_path, multiplied(1.2)), run_of(tmp_path)
    water = Water(l_per_kwh=2.0, source="site's report")
    found = facts(own, pue=stated, water=water)
    same = facts(plain, water=water)
    once = 1.2 if stated is None else stated.value
    for fact_id, times in (("en.kwh", 1.0), ("en.water", 1.0), ("en.wall", 1.0), ("en.co2", once)):
        value, before = quantity(found[fact_id]), quantity(same[fact_id]).value
        assert before is not None
        assert (fact_id, value.value) == (fact_id, pytest.approx(times * before))
    assert quantity(found["en.pue"]).value == once
    assert "multiplied its figures with 1.2; that was taken out" in str(
        found["en.pue"].evidence.note
    )
    assert "without the PUE of 1.2 that it multiplied with" in str(found["en.kwh"].evidence.note)
    assert f"PUE of {once:g}" in str(found["en.co2"].evidence.note)
    with speaking("de"):
        assert [
            f.id
            for f in (found["en.pue"], found["en.co2"])
            if stated is None and recognised(str(f.evidence.note)) is None
        ] == []
    assert [rederive(fact, own) for fact in found.values()] == [f.value for f in found.values()]


def test_an_own_estimate_has_the_same_pue_as_the_figure_that_it_stands_for(tmp_path: Path) -> None:
    run = laptop(tmp_path, laptop_row(pue=1.2, stated=STATED))
    plain = laptop(tmp_path, laptop_row(stated=STATED))
    found, same = facts(run), facts(plain)
    before, after = quantity(same["en.co2"]).value, quantity(found["en.co2"]).value
    assert quantity(found["en.kwh"]) == quantity(same["en.kwh"])
    assert before is not None
    assert after == pytest.approx(1.2 * before)


@pytest.mark.parametrize(("stated", "times"), [(None, (1 + 1.3) / 2), (PUE, 1.5)])
def test_hosts_whose_trackers_had_different_pues_have_one_each(
    tmp_path: Path, stated: Pue | None, times: float
) -> None:
    run = run_of(tmp_path, energy_record(phases=()), multiplied(1.3, host=1))
    plain = run_of(tmp_path, energy_record(phases=()), energy_record(phases=(), host=1))
    found, same = facts(run, pue=stated), facts(plain)
    before = quantity(same["en.co2"]).value
    assert before is not None
    assert quantity(found["en.kwh"]).value == pytest.approx(quantity(same["en.kwh"]).value)
    assert quantity(found["en.co2"]).value == pytest.approx(times * before)
    assert quantity(found["en.pue"]).value == (None if stated is None else 1.5)


def test_the_score_has_the_pue_that_the_tracker_was_given(tmp_path: Path) -> None:
    run = inferring(tmp_path)
    records = tuple(record.model_copy(update={"pue": 1.2}) for record in run.energy)
    found = facts(run.model_copy(update={"energy": records}), hardware=LAPTOP, functional_unit=UNIT)
    # What is taken out of the energy is in the score, as it was before.
    same = facts(run, hardware=LAPTOP, functional_unit=UNIT)
    assert quantity(found["en.sci"]).value == pytest.approx(quantity(same["en.sci"]).value)
    assert "Multiplied with the PUE of 1.2" in str(found["en.sci"].evidence.note)


def test_water_is_given_only_where_it_was_asked_for(tmp_path: Path) -> None:
    run = run_of(tmp_path)
    assert "en.water" not in facts(run)
    found = facts(run, water=Water(l_per_kwh=2.0, source="site's report"))["en.water"]
    assert (quantity(found).value, quantity(found).unit) == (pytest.approx(0.0026), "L")
    assert "site's report" in str(found.evidence.note)
    # Litres for each kWh were stated, the energy was not.
    assert found.evidence.method is Method.ESTIMATED
    silent = facts(
        run_of(tmp_path, energy_record(samples=(), phases=())),
        water=Water(l_per_kwh=2.0, source="x"),
    )["en.water"]
    assert (quantity(silent).value, silent.evidence.method) == (None, Method.NOT_MEASURED)


def test_certificates_and_offsets_are_lines_of_their_own(tmp_path: Path) -> None:
    run = run_of(tmp_path)
    bought = (
        Instrument(kind="guarantee of origin", amount=5.0, unit="kWh", source="registry 1"),
        Instrument(kind="offset", amount=9.0, unit="kgCO2eq", source="registry 2"),
    )
    stated = facts(run, instruments=bought)
    assert quantity(stated["en.co2"]) == quantity(facts(run)["en.co2"])
    assert stated["en.offset"].evidence.method is Method.DECLARED
    value = stated["en.offset"].value
    assert isinstance(value, Table)
    assert value.rows == (
        ("guarantee of origin", 5.0, "kWh", "registry 1"),
        ("offset", 9.0, "kgCO2eq", "registry 2"),
    )


def test_an_intensity_of_another_time_is_warned_of_once(tmp_path: Path) -> None:
    found = facts(run_of(tmp_path, started="2031-05-01T00:00:00Z"))
    told = [fact_id for fact_id, own in found.items() if "W21" in own.model_dump_json()]
    older = [fact_id for fact_id, own in found.items() if "older" in str(own.evidence.note)]
    assert (told, older) == (["en.flags"], [])


@pytest.mark.parametrize(
    ("started", "seconds", "said"),
    [
        ("2021-12-31T09:59:59", 10.0, None),
        ("2021-12-31T10:00:00", 10.0, "has no zone: by the clock of the place it may have been 2022."),
        ("2022-01-01T13:59:59", 10.0, "has no zone: by the clock of the place it may have been 2021."),
        ("2022-01-01T14:00:00", 10.0, None),
        ("2021-12-31T23:59:59Z", 0.0, None),
        ("2021-12-31T23:59:59Z", 10.0, "The run went on into 2022; the figure is that of the year in"),
    ],
)  # fmt: skip
def test_at_new_year_it_is_said_what_is_not_known(
    tmp_path: Path, started: str, seconds: float, said: str | None
) -> None:
    run = run_of(tmp_path, started=started)
    end = finished_record(datetime.fromisoformat(started), seconds)
    note = str(facts(run.model_copy(update={"finished": end}))["en.intensity"].evidence.note)
    assert ("zone" in note or "went on" in note) is (said is not None)
    assert said is None or said in note


def test_without_a_country_nothing_is_guessed(tmp_path: Path) -> None:
    found = facts(run_of(tmp_path, country=None), pue=PUE)
    text = " ".join(fact.model_dump_json() for fact in found.values())
    assert quantity(found["en.co2"]).value is None
    assert found["en.co2"].evidence.method is Method.NOT_MEASURED
    assert [place for place in ("Quebec", "quebec", "CAN", "world") if place in text] == []


def test_making_and_idling_count_by_time_where_hardware_is_stated(tmp_path: Path) -> None:
    found = facts(run_of(tmp_path), hardware=LAPTOP)
    made, idle = quantity(found["en.embodied"]), quantity(found["en.idle"])
    assert made.value == pytest.approx(200 * 100 / (4 * 365.25 * 86400))
    assert idle.value == pytest.approx(5 * 100 / 3.6e6)
    assert {found[i].evidence.method for i in ("en.embodied", "en.idle")} == {Method.DECLARED}


def test_the_sci_is_energy_times_intensity_plus_the_share_of_making(tmp_path: Path) -> None:
    run = inferring(tmp_path)
    found = facts(run, hardware=LAPTOP, functional_unit=UNIT)
    score, grams = quantity(found["en.sci"]), quantity(found["en.intensity"]).value
    each = quantity(found["en.infer"])
    made = 200e3 * 5 / (4 * 365.25 * 86400)
    assert grams is not None and each.value is not None
    assert (score.value, score.unit) == (pytest.approx(each.value * grams + made), "gCO2eq")
    assert score.interval is not None and each.interval is not None
    ends = quantity(found["en.intensity"]).interval
    assert ends is not None
    assert score.interval.low == pytest.approx(each.interval.low * ends.low + made)
    assert score.interval.high == pytest.approx(each.interval.high * ends.high + made)


@pytest.mark.parametrize(
    ("changes", "stated", "why"),
    [
        ({}, {}, "Nothing is stated of making the hardware"),
        ({"country": None}, {"hardware": LAPTOP}, "The carbon intensity is not known"),
        ({"energy": ()}, {"hardware": LAPTOP}, "The energy of inference is not known"),
    ],
)
def test_a_score_with_an_unknown_part_is_none_and_never_0(
    tmp_path: Path, changes: dict[str, Any], stated: dict[str, Any], why: str
) -> None:
    found = facts(inferring(tmp_path, **changes), functional_unit=UNIT, **stated)["en.sci"]
    assert (quantity(found).value, found.evidence.method) == (None, Method.NOT_MEASURED)
    assert why in str(found.evidence.note)


def spent(kwh: float, **changes: Any) -> EnergyRecord:
    end = EnergySample(time_s=7200.0, cpu_kwh=kwh, process_cpu_s=9000.0, **changes)
    begin = EnergySample(time_s=0.0, cpu_kwh=0.0, ram_kwh=0.0, process_cpu_s=0.0)
    return energy_record(samples=(begin, end), phases=())


def compared(run: Run) -> list[Any]:
    value = facts(run)["en.compare"].value if "en.compare" in facts(run) else None
    return [row[0] for row in value.rows] if isinstance(value, Table) else []


def test_only_what_is_of_about_the_same_size_is_compared(tmp_path: Path) -> None:
    near = run_of(tmp_path, spent(0.1, ram_kwh=0.001))
    assert compared(near) == ["boiling 1 litre of water", "1 km in a new car"]
    assert compared(run_of(tmp_path)) == []


def test_a_lower_bound_or_a_wide_range_is_not_compared(tmp_path: Path) -> None:
    bound = run_of(tmp_path, spent(0.1, ram_kwh=None))
    wide = run_of(tmp_path, spent(0.001, ram_kwh=0.1))
    assert (compared(bound), compared(wide)) == ([], [])


def test_everything_stated_is_derived_again_from_its_evidence(tmp_path: Path) -> None:
    run = inferring(tmp_path)
    found = facts(
        run,
        pue=PUE,
        hardware=LAPTOP,
        functional_unit=UNIT,
        water=Water(l_per_kwh=2.0, source="report"),
        instruments=(Instrument(kind="offset", amount=0.0, unit="kgCO2eq", source="x"),),
    )
    stored = [Fact.model_validate_json(fact.model_dump_json()) for fact in found.values()]
    assert [rederive(fact, run) for fact in stored] == [fact.value for fact in stored]
