"""Placeholders are found; short true answers are not."""

import pytest

from cardgen.checks.placeholders import check
from cardgen.documents._text import Prose
from cardgen.fill import fill
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
        ("<!-- TODO -->", "P102"),
        ("To be completed", "P101"),
        ("Made for maps. TODO: say more", "P102"),
        ("Lorem ipsum dolor", "P102"),
        ("It is {{ metric(accuracy) }}", "P103"),
    ],
)
def test_a_placeholder_has_its_code(text: str, code: str) -> None:
    assert _codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    ["None.", "No", "0", "False", "nan", "A to-do list app", "{{ user }} is a template's own"],
)
def test_a_true_answer_is_no_placeholder(text: str) -> None:
    assert _codes(text) == []
