"""The verb build: which files it writes, replaces and leaves alone."""

import shutil
from pathlib import Path

import pytest

from cardgen import formats
from cardgen.build import build
from cardgen.errors import CardgenError, MissingDependencyError
from tests.projects import file_names
from tests.schema_judge import misfits

TEXT = ("md", "json")


def test_building_again_replaces_what_was_written(project: Path) -> None:
    first = build(project, formats=TEXT)
    before = {path: path.read_bytes() for path in first.files}
    (project / "datasheet.yaml").write_text("motivation:\n  funding: Nobody paid.\n")
    build(project, formats=TEXT)
    changed = {path.name for path, content in before.items() if path.read_bytes() != content}
    assert changed >= {"datasheet.md", "datasheet.json"}
    assert "model_card.json" not in changed


@pytest.mark.parametrize("name", ["datasheet.md", "datasheet.html", "datasheet.json"])
def test_an_edited_file_is_not_replaced_and_nothing_is_written(project: Path, name: str) -> None:
    build(project, formats=("md", "html", "json"))
    edited = project / "documents" / name
    edited.write_text(edited.read_text().replace("atasheet", "ATASHEET", 1))
    (project / "datasheet.yaml").write_text("motivation:\n  funding: Nobody paid.\n")
    before = {p: p.read_bytes() for p in (project / "documents").rglob("*") if p.is_file()}
    with pytest.raises(CardgenError, match="was edited or not written by cardgen"):
        build(project, formats=("md", "html", "json"))
    after = {p: p.read_bytes() for p in (project / "documents").rglob("*") if p.is_file()}
    assert after == before


def test_a_file_that_cannot_be_placed_leaves_all_files_as_they_were(project: Path) -> None:
    build(project, formats=("md", "json"))
    figures = project / "documents" / "model_card.figures"
    shutil.rmtree(figures)
    figures.symlink_to("nowhere")
    text = (project / "cardgen.yaml").read_text()
    (project / "cardgen.yaml").write_text(text.replace("1.0.0", "2.0.0"))
    before = {p: p.read_bytes() for p in (project / "documents").iterdir() if p.is_file()}
    with pytest.raises(CardgenError, match=r"model_card\.figures/.*\.svg: cannot be written"):
        build(project, formats=("json", "md"))
    assert {p: p.read_bytes() for p in (project / "documents").iterdir() if p.is_file()} == before


def test_a_format_that_fails_leaves_nothing_behind(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cardgen.formats import json as json_format

    def broken(edition: formats.Edition) -> dict[str, bytes]:
        raise CardgenError("datasheet: the disk is full; free some space")

    monkeypatch.setattr(json_format, "render", broken)
    with pytest.raises(CardgenError):
        build(project, formats=TEXT)
    assert not (project / "documents").exists()


def test_without_pango_everything_else_is_written(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cardgen.formats import pdf

    def missing(edition: formats.Edition) -> dict[str, bytes]:
        raise MissingDependencyError("PDF needs Pango; install it with: …")

    monkeypatch.setattr(pdf, "render", missing)
    built = build(project, formats=("pdf", "json"))
    assert (built.missing, file_names(project / "documents")) == (
        ("pdf",), {"model_card.json", "datasheet.json", "data_statement.json"},
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["model_card", "datasheet", "data_statement"])
def test_the_json_fits_its_committed_schema(project: Path, kind: str) -> None:
    build(project, formats=("json",))
    schema = Path(__file__).parents[1] / "schemas" / f"{kind}.v1.schema.json"
    assert misfits(schema, project / "documents" / f"{kind}.json") == ""


def test_a_file_where_a_folder_is_needed_leaves_nothing_half_written(project: Path) -> None:
    (project / "documents").mkdir()
    (project / "documents" / "model_card.figures").write_text("mine")
    with pytest.raises(CardgenError, match=r"model_card\.figures: is a file"):
        build(project, formats=TEXT)
    assert file_names(project / "documents") == {"model_card.figures"}
