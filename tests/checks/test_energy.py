"""Energy is never zero, and never measured when it was estimated."""

from typing import Any

import pytest

from cardgen.checks.energy import check
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._base import Document
from cardgen.documents._text import Prose
from cardgen.fill import fill
from cardgen.findings import Severity
from cardgen.values import Evidence, Fact, Method, Quantity
from tests.fill.sheets import HEAD, answered


def _card(value: float | None, method: Method, text: str) -> Document:
    energy = Fact(
        id="en.kwh",
        subject="run:r",
        value=Quantity(value=value, unit="kWh"),
        evidence=Evidence(method=method),
    )
    answers: dict[str, Any] = {"compute.cost": answered("compute.cost", Prose(text))}
    return fill(document_type("model_card"), HEAD, AnswerFile("a.yaml", answers, {}), [energy])


def _codes(value: float | None, method: Method, text: str = "") -> list[str]:
    return [finding.code for finding in check(_card(value, method, text))]


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
        ("No energy was measured in this project.", Method.NOT_MEASURED, []),
        ("We do not know whether the energy was measured.", Method.ESTIMATED, []),
        ("Neither time nor energy was measured.", Method.ESTIMATED, []),
        ("It hasn't measured the energy.", Method.ESTIMATED, []),
        ("There was no fan. The energy was measured.", Method.ESTIMATED, ["E103"]),
        ("The **energy** was measured.", Method.PARTLY_MEASURED, ["E103"]),
    ],
)
def test_a_text_may_call_only_measured_energy_measured(
    text: str, method: Method, codes: list[str]
) -> None:
    assert _codes(1.0, method, text) == codes


@pytest.mark.parametrize(
    ("method", "message"),
    [
        (Method.ESTIMATED, "Money says that energy was measured; it was estimated."),
        (Method.PARTLY_MEASURED, "Money says that energy was measured; it was partly measured."),
        (Method.NOT_MEASURED, "Money says that energy was measured; it was not measured."),
    ],
)
def test_the_claim_is_set_against_how_the_figure_came_about(method: Method, message: str) -> None:
    found = [f for f in check(_card(1.0, method, "We measured energy.")) if f.code == "E103"]
    assert [(f.severity, f.message) for f in found] == [(Severity.WARNING, message)]


def test_a_document_that_asks_for_no_energy_is_not_checked() -> None:
    assert list(check(fill(document_type("datasheet"), HEAD, None, ()))) == []
