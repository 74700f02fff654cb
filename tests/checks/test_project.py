"""Over a whole project, each finding is told once, at the answer that it is about."""

from pathlib import Path

import pytest

from cardgen.build import check
from tests.projects import write_project


def _found(folder: Path, code: str) -> list[tuple[str | None, int | None, str]]:
    return [(f.file, f.line, f.where) for f in check(folder) if f.code == code]


def test_an_answer_that_two_documents_show_has_its_finding_once(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", datasheet="motivation:\n  funding: TODO\n")
    assert _found(folder, "P101") == [("datasheet.yaml", 2, "datasheet.motivation.funding")]


def test_the_place_is_the_answers_own_file_whichever_document_comes_first(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", data_statement="disclosures:\n\n  funding: TODO\n")
    assert _found(folder, "P101") == [
        ("data_statement.yaml", 3, "data_statement.disclosures.funding")
    ]


def test_an_open_question_is_told_where_it_is_asked(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path / "p",
        datasheet="motivation:\n  funding:\n",
        data_statement="distribution:\n  fees:\n  licence:\n",
    )
    asked = {"funding", "fees", "licence"}
    found = [f for f in _found(folder, "C101") if f[2].rpartition(".")[2] in asked]
    assert found == [
        ("model_card.yaml", None, "model_card.model_details.licence"),
        ("datasheet.yaml", 2, "datasheet.motivation.funding"),
        ("data_statement.yaml", 3, "data_statement.distribution.licence"),
        ("data_statement.yaml", 2, "data_statement.distribution.fees"),
    ]


def test_a_question_that_no_file_asks_yet_is_told_of_the_datasheet(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p")
    found = [f for f in _found(folder, "C101") if f[2].endswith(".funding")]
    assert found == [("datasheet.yaml", None, "datasheet.motivation.funding")]


@pytest.mark.parametrize(
    ("licences", "found"),
    [
        (("MIT", "CC-BY-4.0"), [("data_statement.yaml", 2, "data_statement.distribution.licence")]),
        (("MIT", "mit"), []),
        (("MIT", "{status: unknown, reason: Nobody said.}"), []),
        (("MIT", ""), []),
    ],
)
def test_two_files_that_answer_a_shared_question_differently_are_told(
    tmp_path: Path, licences: tuple[str, str], found: list[tuple[str, int, str]]
) -> None:
    sheet, statement = (f"distribution:\n  licence: {licence}\n" for licence in licences)
    folder = write_project(tmp_path / "p", datasheet=sheet, data_statement=statement)
    assert _found(folder, "R105") == found


def test_a_contradiction_names_both_files_and_lines(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path / "p",
        datasheet="motivation:\n  funding: ACME.\n",
        data_statement="disclosures:\n\n  funding: |\n    Other\n    Corp\n",
    )
    assert [f.message for f in check(folder) if f.code == "R105"] == [
        "Funding is answered differently in datasheet.yaml:2 and data_statement.yaml:3."
    ]


def test_spacing_capitals_and_a_full_stop_make_no_contradiction(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path / "p",
        datasheet="motivation:\n  funding: Nobody paid.\n",
        data_statement="disclosures:\n  funding: |\n    nobody\n    paid\n",
    )
    assert _found(folder, "R105") == []


def test_documents_about_other_data_contradict_nothing(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p")
    text = (folder / "cardgen.yaml").read_text()
    text = text.replace("data_statement\n    data: reviews", "data_statement\n    data: others")
    text = text.replace("  reviews: {}", "  reviews: {}\n  others: {}")
    (folder / "cardgen.yaml").write_text(text)
    for name, funding in (
        ("datasheet-reviews", "motivation"),
        ("data_statement-others", "disclosures"),
    ):
        (folder / f"{name}.yaml").write_text(f"{funding}:\n  funding: {name}\n")
    assert _found(folder, "R105") == []
