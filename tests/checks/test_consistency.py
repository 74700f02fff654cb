"""Contradictions are found where they are certain."""

from typing import Any

import pytest

from cardgen.checks.consistency import check
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import IsoDate, Prose
from cardgen.fill import fill
from cardgen.values import Answer
from tests.fill.sheets import HEAD, Sheet, accuracy, answered, fact, file

START = "2026-01-02T03:04:05.678Z"


def _codes(kind: str, path: str, value: Any) -> list[str]:
    answers: dict[str, Answer[Any]] = {path: answered(path, value)}
    started = fact("prj.first_start", START, "project")
    document = fill(document_type(kind), HEAD, AnswerFile("a.yaml", answers, {}), [started])
    return [finding.code for finding in check(document)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("It has an accuracy of 0.93.", ["R101"]),
        ("The accuracy was 93 %.", ["R101"]),
        ("An accuracy of 0.62 or 62%", []),
        ("An accuracy of 0.6213", []),
        ("An accuracy of 62% here", []),
        ("inaccuracy of 0.93", []),
        ("accuracy of 3 systems", []),
        ("accuracy of 0.93.1", []),
    ],
)
def test_a_typed_figure_must_be_a_recorded_one(text: str, codes: list[str]) -> None:
    answers = file(purpose=answered("contents.purpose", Prose(text)))
    found = check(fill(Sheet, HEAD, answers, [accuracy(0.62134)]))
    assert [finding.code for finding in found] == codes


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_a_metric_without_a_number_contradicts_nothing(value: float | None) -> None:
    answers = file(purpose=answered("contents.purpose", Prose("accuracy of 0.93")))
    assert list(check(fill(Sheet, HEAD, answers, [accuracy(value)]))) == []


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2026-01-01", []),
        ("2026-01-02", []),
        ("2026-01-03", ["R102"]),
        ("2026", []),
        ("2027", ["R102"]),
    ],
)
@pytest.mark.parametrize("section", ["planning", "premortem"])
def test_a_plan_dated_after_the_run_began_is_told(day: str, codes: list[str], section: str) -> None:
    assert _codes("model_card", f"{section}.date", IsoDate(day)) == codes


@pytest.mark.parametrize(("count", "codes"), [(59, ["R103"]), (60, []), (100, []), (101, ["R103"])])
def test_the_summary_has_60_to_100_words(count: int, codes: list[str]) -> None:
    assert _codes("datasheet", "overview.summary", Prose("word " * count)) == codes


def test_files_that_state_different_licences_are_told() -> None:
    facts = [fact("prj.licence", n, "project", file=n) for n in ("MIT", "ISC", "unknown")]
    assert [finding.code for finding in check(fill(Sheet, HEAD, None, facts))] == ["R104"]
