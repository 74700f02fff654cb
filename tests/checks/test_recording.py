from __future__ import annotations

import pytest

from cardgen.checks.recording import check
from cardgen.documents import document_type
from cardgen.fill import fill
from cardgen.values import Evidence, Method, Quantity
from tests.fill.sheets import HEAD, fact


@pytest.mark.parametrize("problems", [[], ["run.data: no arrays", "run.log: x"]])
def test_each_thing_that_was_not_recorded_is_a_warning(problems: list[str]) -> None:
    facts = [fact("tr.problems", problems, "run:r")]
    found = list(check(fill(document_type("model_card"), HEAD, None, facts)))
    assert [(f.code, f.severity, f.where) for f in found] == [
        ("T101", "warning", "model_card.training_record.outcome") for _ in problems
    ]


def test_a_datasheet_has_no_place_for_it() -> None:
    facts = [fact("tr.problems", ["run.data: no arrays"], "run:r")]
    assert list(check(fill(document_type("datasheet"), HEAD, None, facts, data="x"))) == []


@pytest.mark.parametrize(
    ("method", "codes"), [(Method.NOT_MEASURED, ["T102"]), (Method.COMPUTED, [])]
)
def test_an_evaluation_without_a_result_is_a_warning(method: Method, codes: list[str]) -> None:
    absent = fact("res.overall", Quantity(value=None, unit="1"), split="test")
    absent = absent.model_copy(update={"evidence": Evidence(method=method, note="No metric.")})
    found = list(check(fill(document_type("model_card"), HEAD, None, [absent])))
    assert [f.code for f in found] == codes
