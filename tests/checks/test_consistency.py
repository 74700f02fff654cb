"""Contradictions are found."""

from typing import Any

import pytest

from cardgen.checks.consistency import check
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import IsoDate, Prose, Text
from cardgen.fill import fill
from cardgen.values import Answer
from tests.fill.sheets import HEAD, Sheet, answered, fact, file

GPL = "GPL-3.0-only or GPL-3.0-or-later (its text does not say)"
START = "2026-01-02T03:04:05.678Z"


def _codes(kind: str, path: str, value: Any) -> list[str]:
    answers: dict[str, Answer[Any]] = {path: answered(path, value)}
    started = fact("prj.first_start", START, "project")
    document = fill(document_type(kind), HEAD, AnswerFile("a.yaml", answers, {}), [started])
    return [finding.code for finding in check(document)]


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


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("word", ["Executive summary has 1 word; Data Statements v3 asks for 60 to 100."]),
        ("word " * 2, ["Executive summary has 2 words; Data Statements v3 asks for 60 to 100."]),
        ("这个数据集收录了四十一种语言的地名,用来说明数据表的写法。", []),
        ("데이터 세트", ["Executive summary has 2 words; Data Statements v3 asks for 60 to 100."]),
    ],
)
def test_words_are_counted_where_spaces_part_them(text: str, messages: list[str]) -> None:
    answers = {"overview.summary": answered("overview.summary", Prose(text))}
    document = fill(document_type("datasheet"), HEAD, AnswerFile("a.yaml", answers, {}), ())
    assert [finding.message for finding in check(document)] == messages


def test_files_that_state_different_licences_are_told() -> None:
    facts = [fact("prj.licence", n, "project", file=n) for n in ("MIT", "ISC", "unknown")]
    assert [finding.code for finding in check(fill(Sheet, HEAD, None, facts))] == ["R104"]


@pytest.mark.parametrize("other", ["GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later", "gpl-3.0+"])
def test_a_licence_text_agrees_with_each_of_the_licences_that_it_may_be(other: str) -> None:
    stated = (GPL, other)
    facts = [fact("prj.licence", n, "project", file=str(i)) for i, n in enumerate(stated)]
    assert list(check(fill(Sheet, HEAD, None, facts))) == []


@pytest.mark.parametrize(
    ("licence", "messages"),
    [
        ("Apache-2.0", []),
        ("MIT OR Apache-2.0", []),
        ("MIT", ["Licence is MIT; LICENSE says Apache-2.0."]),
    ],
)
def test_the_models_licence_is_that_of_the_projects_files(
    licence: str, messages: list[str]
) -> None:
    facts = [
        fact("prj.licence", "Apache-2.0", "project", file="LICENSE"),
        fact("prj.licence", "unknown", "project", file="CITATION.cff"),
    ]
    answers = file(licence=answered("contents.licence", licence))
    found = check(fill(Sheet, HEAD, answers, facts))
    assert [f.message for f in found if f.code == "R104"] == messages


@pytest.mark.parametrize(
    ("version", "messages"),
    [
        ("1.0", []),
        ("v1.0", []),
        ("1.0, the first", []),
        ("0.1.0", ["Model version is 0.1.0; the card is of version 1.0."]),
    ],
)
def test_the_models_version_is_that_of_the_card(version: str, messages: list[str]) -> None:
    answers = {"model_details.version": answered("model_details.version", Text(version))}
    document = fill(document_type("model_card"), HEAD, AnswerFile("a.yaml", answers, {}), ())
    assert [finding.message for finding in check(document)] == messages


def test_a_card_without_a_version_contradicts_none() -> None:
    answers = {"model_details.version": answered("model_details.version", Text("0.1.0"))}
    head = HEAD.model_copy(update={"version": None})
    document = fill(document_type("model_card"), head, AnswerFile("a.yaml", answers, {}), ())
    assert list(check(document)) == []
