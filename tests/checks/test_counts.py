"""A typed number of instances must be a recorded one."""

import pytest

from cardgen.checks.counts import check
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import Prose
from cardgen.fill import fill
from cardgen.values import Quantity
from tests.fill.sheets import HEAD, answered, fact

PATH = "composition.counts"
FACTS = [
    fact("ds.n_instances", Quantity(value=10502, unit="instances"), "data:x"),
    fact("ds.n_per_split", Quantity(value=1640, unit="instances"), "data:x", split="test"),
]


def _messages(text: str) -> list[str]:
    answers = AnswerFile("a.yaml", {PATH: answered(PATH, Prose(text))}, {})
    document = fill(document_type("datasheet"), HEAD, answers, FACTS, data="x")
    return [f"{f.code} {f.severity.value} {f.message}" for f in check(document)]


@pytest.mark.parametrize("text", ["5 instances", "There are **5** rows in total.", "Total: 5 rows"])
def test_another_number_than_the_recorded_one_is_told(text: str) -> None:
    assert _messages(text) == ["R108 warning The text counts 5 instances; 10,502 are recorded."]


@pytest.mark.parametrize(
    "text",
    [
        "10502 instances",
        "There are 10,502 rows.",
        "1640 examples",
        "5 instances were left out.",
        "5 instances of each kind",
        "About 10,000 rows.",
        "Version 1.5 rows",
    ],
)
def test_a_recorded_number_and_one_of_something_else_are_left_alone(text: str) -> None:
    assert _messages(text) == []
