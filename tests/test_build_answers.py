"""What people wrote, and look-ups in it, on the way through build and check."""

from pathlib import Path

import pytest

from cardgen.build import build, check
from cardgen.errors import InputError
from tests.projects import write_project

TEXT = ("md", "json")


def test_a_result_that_is_asked_for_without_a_run_is_an_error(tmp_path: Path) -> None:
    text = (
        'intended_use:\n  uses: It is right in {{ metric("accuracy", split="test") }} of cases.\n'
    )
    folder = write_project(tmp_path / "p", model_card=text)
    with pytest.raises(
        InputError, match=r"model_card\.yaml:2: intended_use\.uses: .*no such fact|no facts"
    ):
        build(folder, formats=TEXT)
    assert not (folder / "documents").exists()


def test_look_ups_without_a_run_say_first_that_there_is_none(tmp_path: Path) -> None:
    text = "intended_use:\n  uses: \"{{ fact('a.b') }} {{ fact('c.d') }}\"\n"
    with pytest.raises(InputError) as caught:
        build(write_project(tmp_path / "p", model_card=text), formats=TEXT)
    said, *others = caught.value.problems
    assert (said, len(others)) == (
        "no run was read from runs/: train one with cardgen.track, or name its folder", 2,
    )  # fmt: skip


def test_a_figure_in_an_answer_is_the_recorded_one(project: Path) -> None:
    text = (
        'intended_use:\n  uses: It is right in {{ metric("accuracy", split="test") }} of cases.\n'
    )
    (project / "model_card.yaml").write_text(text)
    build(project, formats=("md",))
    assert "It is right in 0.75 of cases." in (project / "documents" / "model_card.md").read_text()


def test_findings_name_the_file_and_line_of_the_answer(project: Path) -> None:
    (project / "datasheet.yaml").write_text("motivation:\n  funding: TODO\n")
    found = [f for f in check(project) if f.where == "datasheet.motivation.funding"]
    assert [(f.file, f.line, f.code[0]) for f in found] == [("datasheet.yaml", 2, "P")]


def test_problems_of_all_answer_files_are_told_at_once(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path / "p", datasheet="uses:\n  avod: x\n", model_card="metrics: 3\n"
    )
    with pytest.raises(InputError) as caught:
        build(folder, formats=TEXT)
    assert [p.partition(":")[0] for p in caught.value.problems] == [
        "model_card.yaml",
        "datasheet.yaml",
    ]


def test_look_ups_of_nothing_in_several_documents_are_told_at_once(project: Path) -> None:
    (project / "model_card.yaml").write_text("intended_use:\n  uses: \"{{ fact('a.b') }}\"\n")
    (project / "datasheet.yaml").write_text("motivation:\n  funding: \"{{ fact('c.d') }}\"\n")
    with pytest.raises(InputError) as caught:
        build(project, formats=TEXT)
    assert [line.partition(": ")[0] for line in caught.value.problems] == [
        "model_card.yaml:2",
        "datasheet.yaml:2",
    ]


def test_a_look_up_of_nothing_is_told_with_its_own_line(project: Path) -> None:
    text = "motivation:\n  funding: >-\n    Nobody\n    paid {{ fact('a.b',\n    x='1') }}.\n  other: x\n"
    (project / "datasheet.yaml").write_text(text)
    with pytest.raises(InputError, match=r"datasheet\.yaml:4: motivation\.funding: "):
        build(project, formats=TEXT)


def test_a_figure_in_a_reason_is_the_recorded_one(project: Path) -> None:
    reason = "Only {{ fact('ds.n_instances') }} were seen."
    (project / "datasheet.yaml").write_text(
        f'composition:\n  errors: {{status: unknown, reason: "{reason}"}}\n'
    )
    build(project, formats=("md",))
    page = (project / "documents" / "datasheet.md").read_text()
    assert "<i>? Unknown: Only 60 instances were seen.</i>" in page


def test_the_model_card_links_the_document_that_a_summary_stands_in(project: Path) -> None:
    words = " ".join(["word"] * 60)
    (project / "datasheet.yaml").write_text(f"overview:\n  summary: {words}\n")
    build(project, formats=("md", "html"))
    pages = [(project / "documents" / f"model_card.{s}").read_text() for s in ("md", "html")]
    assert [
        words in pages[0],
        "](data_statement.md)" in pages[0],
        'href="data_statement.html"' in pages[1],
    ] == [True, True, True]
