"""The data statement holds every element of schema version 3, and shows them as version 1."""

from __future__ import annotations

from cardgen.documents._base import Head, Place
from cardgen.documents._statement_v1 import V1, V1_TITLES
from cardgen.documents.data_statement import DataStatement
from cardgen.values import Status
from tests.documents.frameworks import about, catalogue, items, words

COUNTS = [8, 1, 5, 2, 2, 8, 8, 10, 4, 1, 1, 3, 5, 8, 8, 1, 1]
ALONE = {2, 10, 11, 16, 17}
ELEMENTS = [
    str(element) if element in ALONE else f"{element}.{part}"
    for element, count in enumerate(COUNTS, start=1)
    for part in range(1, count + 1)
]
TITLES = [
    "Header",
    "Executive summary",
    "Curation rationale",
    "Documentation for source datasets",
    "Language varieties",
    "Language user demographic",
    "Annotator demographic",
    "Linguistic situation and text characteristics",
    "Preprocessing and data formatting",
    "Capture quality",
    "Limitations",
    "Metadata",
    "Disclosures and ethical review",
    "Distribution",
    "Maintenance",
    "Other",
    "Glossary",
]


def test_all_76_parts_are_there_in_the_schemas_order() -> None:
    assert (items(DataStatement, "DS3"), len(ELEMENTS)) == (ELEMENTS, 76)


def test_all_76_numbers_stand_in_the_questions_words() -> None:
    cited = [text.rpartition("DS v3 ")[2].rstrip(").?") for text in words(DataStatement).values()]
    assert list(dict.fromkeys(cited)) == ELEMENTS


def test_the_parts_are_those_of_the_catalogue() -> None:
    assert list(catalogue("DS3")) == ELEMENTS


def test_the_seventeen_sections_have_the_schemas_names() -> None:
    assert [section.title for section in DataStatement.sections().values()] == TITLES


def test_every_question_stands_in_the_section_of_its_number() -> None:
    sections = list(DataStatement.sections())
    misplaced = {
        path
        for path, question in about(DataStatement).items()
        for number in question.source
        if sections.index(path.partition(".")[0]) + 1
        != int(number.partition(":")[2].partition(".")[0])
    }
    assert misplaced == set()


def test_no_question_falls_away_when_the_data_do_not_relate_to_people() -> None:
    assert [path for path, question in about(DataStatement).items() if question.people_only] == []


def by_letter(statement: DataStatement) -> dict[str, tuple[Place, ...]]:
    (name,) = DataStatement.views
    letters = {title: letter for letter, title in V1_TITLES.items()}
    return {letters[element]: places for element, places in statement.view(name).items()}


def test_version_1_is_covered_by_version_3() -> None:
    assert list(V1_TITLES) == [*"ABCDEFGHI", "SF"]
    assert {item.partition(".")[0] for item in V1} == set(V1_TITLES)


def test_version_1_has_the_items_of_the_catalogue() -> None:
    assert list(V1) == list(catalogue("DS1"))


def test_version_1_refers_only_to_questions_of_version_3() -> None:
    known = set(about(DataStatement))
    assert {path for paths in V1.values() for path in paths} - known == set()


def test_version_1_shows_the_same_answers() -> None:
    statement = DataStatement.model_validate(
        {
            "head": {"name": "x"},
            "curation_rationale": {"purpose": {"status": "answered", "value": "To learn."}},
            "language_users": {"number": {"status": "answered", "value": "0"}},
        }
    )
    view = by_letter(statement)
    answered = {
        element: [place.answer.value for place in places if place.answer.status is Status.ANSWERED]
        for element, places in view.items()
    }
    assert answered == {**{element: [] for element in V1_TITLES}, "A": ["To learn."], "C": ["0"]}


def test_version_1_leaves_no_element_without_a_question() -> None:
    view = by_letter(DataStatement(head=Head(name="x")))
    assert {element: len(places) for element, places in view.items()} == {
        "A": 2,
        "B": 2,
        "C": 7,
        "D": 6,
        "E": 5,
        "F": 2,
        "G": 1,
        "H": 1,
        "I": 1,
        "SF": 1,
    }


def test_both_versions_are_cited() -> None:
    cited = DataStatement.citation
    assert "McMillan-Major, Emily M. Bender (2024)" in cited
    assert "Bender, Batya Friedman (2018)" in cited
