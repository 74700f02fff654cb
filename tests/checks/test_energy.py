"""Energy is never zero, and never measured when it was estimated."""

from typing import Any

import pytest

from cardgen.checks.energy import check
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import Prose
from cardgen.fill import fill
from cardgen.values import Evidence, Fact, Method, Quantity
from tests.fill.sheets import HEAD, answered


def _codes(value: float | None, method: Method, text: str = "") -> list[str]:
    energy = Fact(
        id="en.kwh",
        subject="run:r",
        value=Quantity(value=value, unit="kWh"),
        evidence=Evidence(method=method),
    )
    answers: dict[str, Any] = {"compute.cost": answered("compute.cost", Prose(text))}
    document = fill(document_type("model_card"), HEAD, AnswerFile("a.yaml", answers, {}), [energy])
    return [finding.code for finding in check(document)]


@pytest.mark.parametrize(
    ("value", "codes"), [(0.0, ["E102"]), (None, ["E101"]), (1e-9, []), (float("nan"), [])]
)
def test_a_zero_and_a_missing_figure_are_told_apart(value: float | None, codes: list[str]) -> None:
    assert _codes(value, Method.ESTIMATED) == codes


@pytest.mark.parametrize(
    ("text", "method", "codes"),
    [
        ("The energy was measured.", Method.ESTIMATED, ["E103"]),
        ("The energy was measured.", Method.MEASURED, []),
        ("Energy was not measured.", Method.ESTIMATED, []),
        ("Energy was estimated.", Method.ESTIMATED, []),
    ],
)
def test_a_text_may_call_only_measured_energy_measured(
    text: str, method: Method, codes: list[str]
) -> None:
    assert _codes(1.0, method, text) == codes


def test_a_document_that_asks_for_no_energy_is_not_checked() -> None:
    assert list(check(fill(document_type("datasheet"), HEAD, None, ()))) == []
