"""The datasheet holds every question of Gebru et al. 2021, in its order."""

from __future__ import annotations

from typing import Any

import pytest

from cardgen.documents._base import Head
from cardgen.documents.datasheet import Datasheet
from cardgen.values import Answer, Status
from tests.documents.frameworks import about, catalogue, items, words

QUESTIONS = [f"Q{number}" for number in range(1, 58)]
PEOPLE = {"Q17", "Q18", "Q19", "Q27", "Q28", "Q29", "Q30", "Q31", "Q54"}
SECTIONS = {
    "motivation": ("Motivation", 4),
    "composition": ("Composition", 16),
    "collection": ("Collection process", 12),
    "preprocessing": ("Preprocessing/cleaning/labeling", 4),
    "uses": ("Uses", 6),
    "distribution": ("Distribution", 7),
    "maintenance": ("Maintenance", 8),
}


def test_all_57_questions_are_there_in_the_papers_order() -> None:
    assert [item for item in items(Datasheet, "DFD") if item != "gate"] == QUESTIONS


def test_all_57_numbers_stand_in_the_questions_words() -> None:
    cited = [text.rpartition(", ")[2].rstrip(").?") for text in words(Datasheet).values()]
    assert list(dict.fromkeys(n for n in cited if n.startswith("Q"))) == QUESTIONS


def test_the_questions_are_those_of_the_catalogue() -> None:
    assert list(catalogue("DFD")) == QUESTIONS


def test_the_seven_sections_have_the_papers_names_and_numbers_of_questions() -> None:
    found = {}
    for name, section in Datasheet.sections().items():
        numbers = {
            number
            for path, question in about(Datasheet).items()
            if path.startswith(f"{name}.")
            for number in question.source
            if number.startswith("DFD:Q")
        }
        found[name] = (section.title, len(numbers))
    assert found == {"overview": ("Overview", 0), **SECTIONS}


def test_the_questions_about_people_are_those_that_the_paper_lets_one_skip() -> None:
    marked = {
        number.removeprefix("DFD:")
        for question in about(Datasheet).values()
        if question.people_only
        for number in question.source
    }
    assert marked == PEOPLE


def test_the_gate_shares_its_answer_with_no_other_question() -> None:
    gate = about(Datasheet)["overview.relates_to_people"]
    assert (gate.source, gate.fact, gate.partly, gate.people_only) == (
        ("DFD:gate",),
        None,
        (),
        False,
    )


@pytest.mark.parametrize(("text", "expected"), [("yes", True), ("no", False), (False, False)])
def test_the_gate_takes_yes_and_no(text: Any, expected: bool) -> None:
    sheet = Datasheet.model_validate(
        {
            "head": {"name": "x"},
            "overview": {"relates_to_people": {"status": "answered", "value": text}},
        }
    )
    assert sheet.overview.relates_to_people.value is expected


def test_collected_and_created_are_two_fields() -> None:
    paths = [path for path, question in about(Datasheet).items() if "DFD:Q25" in question.source]
    assert paths == ["collection.collected", "collection.content_created"]


def test_an_unanswered_datasheet_has_no_value_anywhere() -> None:
    sheet = Datasheet(head=Head(name="x"))
    states = {(place.answer.status, place.answer.value is None) for place in sheet.places()}
    assert states == {(Status.UNANSWERED, True)}


@pytest.mark.parametrize("text", ["", "0", "nan", "no"])
def test_an_empty_looking_text_is_an_answer(text: str) -> None:
    answer: Answer[Any] = Answer(status=Status.ANSWERED, value=text)
    sheet = Datasheet.model_validate({"head": {"name": "x"}, "uses": {"done": answer}})
    assert (sheet.uses.done.value, sheet.uses.done.status) == (text, Status.ANSWERED)


def test_it_says_what_it_leaves_to_people() -> None:
    assert Datasheet.remark is not None
    assert "left to people" in Datasheet.remark
