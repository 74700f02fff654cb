"""The model's whole life: rows by stage, each run once in the total, and what it cost."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cardgen import energy
from cardgen.energy.accounting import Accounting
from cardgen.energy.cost import Price
from cardgen.energy.life import stages
from cardgen.language import recognised, speaking
from cardgen.measure import rederive
from cardgen.run import InferenceRecord, Outcome, Run
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Phase
from cardgen.values import Fact, Method, Quantity
from tests.runs import energy_record, make_run

PRICE = Price(amount=0.5, currency="EUR", date="2026-01", source="price list of a provider")


def made(folder: Path, name: str, **changes: Any) -> Run:
    return make_run(folder / name, evaluations=(), id=name, **changes)


def life(runs: Sequence[Run], price: Price | None = None, **roles: Sequence[str]) -> list[Fact]:
    named = {"search": (), "seeds": (), "baselines": (), **roles}
    stated = Accounting(price=price)
    return list(energy.facts_of_life(runs, stages(runs, runs[0].id, **named), stated))


def of(facts: Sequence[Fact], fact_id: str, **where: str) -> Fact:
    return next(fact for fact in facts if fact.id == fact_id and fact.where == where)


def quantity(fact: Fact) -> Quantity:
    assert isinstance(fact.value, Quantity)
    return fact.value


def test_each_stage_is_a_row_and_each_run_is_once_in_the_total(tmp_path: Path) -> None:
    failed = made(tmp_path, "crash", outcome=Outcome.FAILED)
    runs = [made(tmp_path, name) for name in ("main", "trial", "seed", "other")] + [failed]
    facts = life(runs, search=("main", "trial"), seeds=("seed",))
    rows = {
        fact.where.get("stage", "all"): (quantity(fact).value, quantity(fact).n)
        for fact in facts
        if fact.id == "en.kwh_all"
    }
    one = 0.0013
    assert rows == {
        "training (main run)": (pytest.approx(0.0008 + 0.00024), 1),
        "evaluation (main run)": (pytest.approx(0.0002 + 0.00006), 1),
        "data preparation (main run)": (None, 0),
        "main run": (pytest.approx(one), 1),
        "search": (pytest.approx(2 * one), 2),
        "repetitions": (pytest.approx(one), 1),
        "baselines": (None, 0),
        "failed": (pytest.approx(one), 1),
        "other runs": (pytest.approx(one), 1),
        "all": (pytest.approx(5 * one), 5),
    }


def test_ends_of_all_runs_are_added(tmp_path: Path) -> None:
    runs = [made(tmp_path, "main"), made(tmp_path, "trial")]
    one = quantity(of(list(energy.facts(runs[0])), "en.kwh")).interval
    both = quantity(of(life(runs), "en.kwh_all")).interval
    assert one is not None and both is not None
    assert (both.low, both.high) == (pytest.approx(2 * one.low), pytest.approx(2 * one.high))


def test_a_run_that_is_missing_or_silent_makes_the_search_a_lower_bound(tmp_path: Path) -> None:
    silent = made(tmp_path, "silent", energy=(), started="2026-01-03T00:00:00Z")
    facts = life([made(tmp_path, "main"), silent], search=("main", "silent", "gone"))
    found = of(facts, "en.kwh_all", stage="search")
    assert (quantity(found).value, quantity(found).n, quantity(found).at_least) == (
        pytest.approx(0.0013),
        1,
        True,
    )
    assert found.evidence.note == (
        "Runs in the sum: 1 of 3. Named runs that were not found: 1. "
        "Runs without a figure for their energy: 1."
    )


@pytest.mark.parametrize(
    ("starts", "together"),
    [
        (("03:00:00", "03:01:40", "03:03:20"), 0),
        (("03:00:00", "03:01:39.5", "03:03:20"), 0),
        (("03:00:00", "03:01:38", "03:05:00"), 2),
        (("03:01:00", "03:00:00", "03:00:50"), 3),
    ],
)
def test_runs_at_the_same_time_may_hold_the_same_energy(
    tmp_path: Path, starts: tuple[str, ...], together: int
) -> None:
    runs = [made(tmp_path, f"r{i}", started=f"2026-01-02T{at}Z") for i, at in enumerate(starts)]
    note = of(life(runs), "en.kwh_all").evidence.note
    told = f"Runs at the same time as another: {together}; if they shared a computer, its energy"
    assert (told in str(note)) is (together > 0)
    with speaking("de"):
        assert recognised(str(note)) is not None


def test_a_run_whose_start_is_no_time_is_with_no_other(tmp_path: Path) -> None:
    late = "9999-12-31T23:59:59-14:00"
    runs = [made(tmp_path, "a", started="soon"), made(tmp_path, "b", started=late)]
    assert "same time" not in str(of(life(runs), "en.kwh_all").evidence.note)


def test_a_measured_sum_that_lacks_a_run_is_partly_measured(tmp_path: Path) -> None:
    counter = EnergyComponent(component="cpu", method="counter", detail="intel_rapl")
    gauged = energy_record(components=(counter,))
    runs = [made(tmp_path, "main", energy=(gauged,)), made(tmp_path, "silent", energy=())]
    assert of(life(runs), "en.kwh_all").evidence.method is Method.PARTLY_MEASURED


def test_a_stage_that_nobody_named_has_no_figure_and_says_so(tmp_path: Path) -> None:
    found = of(life([made(tmp_path, "main")]), "en.kwh_all", stage="search")
    assert (quantity(found), found.evidence.method) == (
        Quantity(value=None, unit="kWh", n=0),
        Method.NOT_MEASURED,
    )
    assert found.evidence.note == "No run is named as runs.search in the project file."


def test_there_is_no_row_of_failed_or_other_runs_where_there_were_none(tmp_path: Path) -> None:
    rows = [fact.where.get("stage") for fact in life([made(tmp_path, "main")])]
    assert {"failed", "other runs"}.isdisjoint(rows)


def test_device_hours_and_wall_time_are_summed(tmp_path: Path) -> None:
    facts = life([made(tmp_path, "main"), made(tmp_path, "trial")], search=("trial", "main"))
    hours, seconds = of(facts, "en.totalcompute", stage="search"), of(facts, "en.wall_time")
    assert quantity(hours).value == pytest.approx(200 / 3600)
    assert quantity(seconds).value == 200.0


def test_a_run_without_an_end_takes_as_long_as_its_last_sign(tmp_path: Path) -> None:
    facts = life([made(tmp_path, "main", outcome=Outcome.INTERRUPTED)])
    assert quantity(of(facts, "en.wall_time")).value == 100.0


def test_all_facts_of_life_are_derived_again_from_the_runs(tmp_path: Path) -> None:
    runs = [inferring(tmp_path), made(tmp_path, "trial")]
    facts = life(runs, PRICE, search=("trial",))
    assert len({fact.address for fact in facts}) == len(facts) > 15
    stored = [Fact.model_validate_json(fact.model_dump_json()) for fact in facts]
    assert [rederive(fact, runs) for fact in stored] == [fact.value for fact in facts]


def inferring(folder: Path, **changes: Any) -> Run:
    """A run of 100 s with 10 s of inference: 100 calls of 0.1 s on 20 examples, 1e-4 kWh."""
    zero = EnergySample(time_s=0.0, cpu_kwh=0.0, ram_kwh=0.0, process_cpu_s=0.0)
    begin = EnergySample(time_s=80.0, cpu_kwh=0.0008, ram_kwh=0.00008, process_cpu_s=80.0)
    end = EnergySample(time_s=90.0, cpu_kwh=0.00089, ram_kwh=0.00009, process_cpu_s=90.0)
    record = energy_record(
        samples=(zero, begin, end),
        phases=(
            Phase(name="training", begin=zero, end=begin),
            Phase(name="inference of model", begin=begin, end=end),
        ),
    )
    timed = InferenceRecord(
        name="model",
        batch_size=20,
        warm_up=3,
        latencies_s=(0.1,) * 100,
        started="2026-01-02T03:04:05Z",
        phase="inference of model",
    )
    fields = {"energy": (record,), "inferences": (timed,)} | changes
    return made(folder, **{"name": "main"} | fields)


def test_a_thousand_inferences_have_energy_time_and_a_price(tmp_path: Path) -> None:
    run = inferring(tmp_path)
    own = {fact.id: fact for fact in energy.facts(run) if fact.where == {"inference": "model"}}
    cost = of(life([run], PRICE), "en.cost", stage="1,000 inferences (model)")
    assert quantity(own["en.infer"]).value == pytest.approx(1e-4 / 2)
    assert quantity(own["en.infer_time"]).value == pytest.approx(5.0)
    assert quantity(cost).value == pytest.approx(5 / 3600 * 0.5)
    assert (quantity(cost).unit, cost.evidence.method) == ("EUR", Method.DECLARED)
    assert "price list of a provider" in str(cost.evidence.note)


def test_the_break_even_is_a_range_of_inferences(tmp_path: Path) -> None:
    run = inferring(tmp_path)
    own = list(energy.facts(run))
    spent = quantity(of(own, "en.kwh", phase="training")).interval
    each = quantity(of(own, "en.infer", inference="model")).interval
    found = quantity(of(life([run]), "en.breakeven", inference="model", measure="energy"))
    assert spent is not None and each is not None and found.interval is not None
    assert (found.value, found.unit) == (
        pytest.approx(0.00088 / 5e-5 * 1000, rel=0.05),
        "inferences",
    )
    assert (found.interval.low, found.interval.high) == (
        pytest.approx(spent.low / each.high * 1000, rel=0.05),
        pytest.approx(spent.high / each.low * 1000, rel=0.05),
    )


@pytest.mark.parametrize("measure", ["energy", "money"])
def test_a_number_of_inferences_has_two_digits(tmp_path: Path, measure: str) -> None:
    facts = life([inferring(tmp_path)], PRICE)
    found = quantity(of(facts, "en.breakeven", inference="model", measure=measure))
    ends = found.interval
    assert found.value is not None and ends is not None
    assert [n for n in (found.value, ends.low, ends.high) if n != float(f"{n:.1e}")] == []


def test_break_even_in_money_needs_a_price(tmp_path: Path) -> None:
    run = inferring(tmp_path)
    where = {"inference": "model", "measure": "money"}
    without = [fact for fact in life([run]) if fact.where == where]
    found = quantity(of(life([run], PRICE), "en.breakeven", **where))
    # 80 s of training; a call of 20 examples takes 0.1 s.
    assert (without, found.value) == ([], pytest.approx(80 / 0.005))


def test_without_a_training_phase_the_whole_run_is_weighed_against_inference(
    tmp_path: Path,
) -> None:
    (record,) = (run := inferring(tmp_path)).energy
    bare = run.model_copy(
        update={"energy": (record.model_copy(update={"phases": record.phases[1:]}),)}
    )
    found = of(life([bare], PRICE), "en.breakeven", inference="model", measure="money")
    assert (quantity(found).value, found.evidence.note) == (
        pytest.approx(100 / 0.005),
        "Device-hours of the whole main run over those of one inference, at one price.",
    )


def test_training_alone_has_its_time_device_hours_and_price(tmp_path: Path) -> None:
    facts, stage = life([inferring(tmp_path)], PRICE), "training (main run)"
    found = [
        quantity(of(facts, name, stage=stage)).value
        for name in ("en.wall_time", "en.totalcompute", "en.cost")
    ]
    assert found == [pytest.approx(80.0), pytest.approx(80 / 3600), pytest.approx(80 / 3600 * 0.5)]


def test_inference_may_be_measured_in_a_run_of_its_own(tmp_path: Path) -> None:
    trained, other = made(tmp_path, "main"), inferring(tmp_path, name="served")
    runs = [trained, other]
    of_stage = stages(runs, "main", search=(), seeds=(), baselines=(), inference="served")
    facts = list(energy.facts_of_life(runs, of_stage, Accounting(price=PRICE), "served"))
    cost = of(facts, "en.cost", stage="1,000 inferences (model)")
    both = of(facts, "en.breakeven", inference="model", measure="energy")
    each = quantity(of(list(energy.facts_of_inference(other)), "en.infer", inference="model")).value
    spent = quantity(of(list(energy.facts(trained)), "en.kwh", phase="training")).value
    assert each is not None and spent is not None
    assert quantity(of(facts, "en.kwh_all", stage="measuring inference")).n == 1
    assert quantity(cost).value == pytest.approx(5 / 3600 * 0.5)
    assert quantity(both).value == pytest.approx(spent / each * 1000, rel=0.05)
    assert both.evidence.derived_from == (
        "run:main#/energy", "run:served#/energy", "run:served#/record/inferences",
    )  # fmt: skip
    assert [rederive(fact, runs) for fact in facts] == [fact.value for fact in facts]


def test_without_the_energy_of_inference_there_is_no_break_even(tmp_path: Path) -> None:
    run = inferring(tmp_path, energy=(EnergyRecord(reason="off"),))
    found = of(life([run]), "en.breakeven", inference="model", measure="energy")
    assert (quantity(found).value, found.evidence.method) == (None, Method.NOT_MEASURED)


def test_no_price_no_money(tmp_path: Path) -> None:
    assert [fact for fact in life([inferring(tmp_path)]) if fact.id == "en.cost"] == []
