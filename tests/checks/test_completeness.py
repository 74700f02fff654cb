"""Open questions are found, and each kind has its code."""

from typing import Any

from cardgen.checks import check
from cardgen.documents._base import Document
from cardgen.documents._text import Prose
from cardgen.fill import fill
from cardgen.values import Answer, Status
from tests.fill.sheets import HEAD, Sheet, answered, fact, file


def _sheet(answers: Any = None, *facts: Any) -> Document:
    return fill(Sheet, HEAD, answers, facts, data="x")


def test_every_kind_of_gap_has_its_code_and_none_fails_a_project() -> None:
    answers = file(
        people=answered("contents.people", False),
        purpose=Answer[Any](status=Status.PENDING),
        authors=Answer[Any](accept="0" * 12),
    )
    found = check(_sheet(answers, fact("prj.licence", "MIT", "project")))
    assert [(f.code, f.severity.value, f.where) for f in found] == [
        ("C103", "warning", "sheet.contents.authors"),
        ("C101", "note", "sheet.contents.count"),
        ("C102", "note", "sheet.contents.purpose"),
        ("C104", "note", "sheet.contents.licence"),
        ("C101", "note", "sheet.contents.both"),
    ]


def test_a_full_document_has_no_gaps() -> None:
    answers = file(
        **{name: answered(f"contents.{name}", Prose("Yes.")) for name in
           ("count", "purpose", "consent", "both")},
        people=answered("contents.people", True),
        licence=answered("contents.licence", "MIT"),
        authors=answered("contents.authors", ()),
    )  # fmt: skip
    assert check(_sheet(answers)) == []
