from pathlib import Path

import pytest

from cardgen import energy, evaluation, profiling, recorded
from cardgen.errors import CardgenError
from cardgen.measure import at, rederive
from cardgen.run import Outcome, Run
from cardgen.run_energy import EnergyRecord
from cardgen.values import Evidence, Fact, Method, Scalar, canonical_json
from tests.runs import make_run


def all_facts(run: Run) -> list[Fact]:
    return [f for part in (recorded, energy, evaluation, profiling) for f in part.facts(run)]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_fact_is_derived_again_from_its_evidence_alone(
    tmp_path: Path, outcome: Outcome
) -> None:
    run = make_run(
        tmp_path, outcome=outcome, metrics={"loss": [0.0, float("nan")], "val_x": [float("inf")]}
    )
    facts = [Fact.model_validate_json(fact.model_dump_json()) for fact in all_facts(run)]
    assert [rederive(fact, run) for fact in facts] == [fact.value for fact in facts]


def test_facts_have_addresses_of_their_own_and_hold_only_json(tmp_path: Path) -> None:
    facts = all_facts(make_run(tmp_path))
    assert len({fact.address for fact in facts}) == len(facts) > 50
    assert canonical_json([fact.model_dump(mode="json") for fact in facts]) != b""


def test_pointers_that_evidence_names_lead_into_the_run(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    prefix = f"run:{run.id}#"
    pointers = {p for f in all_facts(run) for p in f.evidence.derived_from if p.startswith(prefix)}
    for pointer in pointers:
        at(run, pointer=pointer.removeprefix(prefix))


def test_a_run_without_anything_optional_still_gives_facts(tmp_path: Path) -> None:
    empty = dict.fromkeys(
        ("git", "model", "optimizer", "flops", "base_model", "weights", "country", "command")
    )
    run = make_run(
        tmp_path, evaluations=(), energy=(), metrics={}, data=(), config={}, seeds={}, **empty
    )
    facts = all_facts(run)
    assert [rederive(fact, run) for fact in facts] == [fact.value for fact in facts]


@pytest.mark.parametrize(
    "pointer",
    [
        "record",
        "/folder",
        "/record/nothing",
        "/metrics/loss/-1",
        "/metrics/loss/01",
        "/metrics/loss/99",
        "/energy/²",
    ],
)
def test_a_pointer_to_nothing_is_a_key_error(tmp_path: Path, pointer: str) -> None:
    with pytest.raises(KeyError):
        at(make_run(tmp_path), pointer=pointer)


def test_pointers_reach_zero_false_empty_text_none_and_nan(tmp_path: Path) -> None:
    run = make_run(tmp_path, metrics={"a/b": [float("nan")]}, energy=(EnergyRecord(),))
    pointers = [
        "seeds/init",
        "config/layers/dropout",
        "config/mixup",
        "config/name",
        "base_model/digest",
    ]
    values = [at(run, pointer=f"/record/{pointer}").value for pointer in pointers]
    assert values == [0, 0.0, False, "", None]
    assert at(run, pointer="/metrics/a~1b/0/value") == Scalar(value="NaN")


@pytest.mark.parametrize(
    "name",
    [
        None,
        "os:getcwd@1",
        "subprocess:run@1",
        "cardgen.cli:main@1",
        "cardgen.measure:_function@1",
        "cardgen.measure:Path@1",
        "cardgen.measure:inside@1",
        "cardgen.recorded:facts@1",
        "cardgen.recorded.nothing:f@1",
        "cardgen.recorded.model:parameters@99",
        "cardgen.evaluation.results:overall@1",
    ],
)
def test_evidence_cannot_make_cardgen_call_anything_else(tmp_path: Path, name: str | None) -> None:
    evidence = Evidence(method=Method.RECORDED, generated_by=name)
    fact = Fact(id="x", subject="model", value=Scalar(value=1), evidence=evidence)
    with pytest.raises(CardgenError):
        rederive(fact, make_run(tmp_path))
