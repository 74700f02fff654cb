"""Placeholders are found; short true answers are not."""

import time

import pytest

from cardgen.checks.placeholders import check
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._card_planning import Reason
from cardgen.documents._text import Prose
from cardgen.fill import fill
from cardgen.findings import Severity
from cardgen.values import Answer, Status
from tests.fill.sheets import HEAD, Sheet, answered, file


def _codes(text: str) -> list[str]:
    answers = file(purpose=answered("contents.purpose", Prose(text)))
    return [finding.code for finding in check(fill(Sheet, HEAD, answers, ()))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "P101"),
        ("  \n", "P101"),
        ("N/A", "P101"),
        ("tbd.", "P101"),
        ("[More Information Needed]", "P101"),
        ("<!-- TODO -->", "P101"),
        ("To be completed", "P101"),
        ("Made for maps. TODO: say more", "P102"),
        ("Lorem ipsum dolor", "P102"),
        ("It is {{ metric(accuracy) }}", "P103"),
        ('It is {{ metrics("accuracy") }}', "P103"),
        ('It is {{- metric("accuracy", split="test") -}}', "P103"),
        ('It is {{ 100 * slice("accuracy", "fr") }} %', "P103"),
        ("{{ fact 'ds.n_instances' }} rows", "P103"),
        ('It is {{ metric("accuracy",\n  split=test) }}', "P103"),
    ],
)
def test_a_placeholder_has_its_code(text: str, code: str) -> None:
    assert _codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "None.",
        "No",
        "0",
        "False",
        "nan",
        "A to-do list app",
        "{{ user }} is a template's own",
        "{{ rows.slice(0, 3) }} is a page's own",
        "A slice (of bread) and {{ a }} fact (sic)",
    ],
)
def test_a_true_answer_is_no_placeholder(text: str) -> None:
    assert _codes(text) == []


def test_a_look_up_that_stands_raw_on_the_page_is_an_error() -> None:
    answers = file(purpose=answered("contents.purpose", Prose('{{ metrics("accuracy") }}')))
    (found,) = check(fill(Sheet, HEAD, answers, ()))
    assert found.severity is Severity.ERROR


def test_a_reason_may_be_no_placeholder_either() -> None:
    answers = file(purpose=Answer[Prose](status=Status.UNKNOWN, reason="TODO"))
    assert [f.message for f in check(fill(Sheet, HEAD, answers, ()))] == [
        "Purpose: 'TODO' is only a placeholder."
    ]


def test_a_rating_that_nobody_gave_is_no_placeholder() -> None:
    reasons = answered("premortem.reasons", (Reason(reason=Prose("Nobody used it.")),))
    answers = AnswerFile("model_card.yaml", {"premortem.reasons": reasons}, {})
    document = fill(document_type("model_card"), HEAD, answers, ())
    assert (document.premortem.reasons.value[0].likelihood, list(check(document))) == (  # type: ignore[attr-defined]
        "unknown",
        [],
    )


@pytest.mark.parametrize("piece", [" ", "-", "insert ", "{{ metric(", "{{", "["])
def test_a_long_text_is_read_in_time(piece: str) -> None:
    began = time.perf_counter()
    _codes(piece * 20_000 + "x")
    assert time.perf_counter() - began < 1
