"""Document types, formats, checks and sources that others add."""

import sys
from pathlib import Path

import pytest

from cardgen import formats
from cardgen.build import build, check
from cardgen.errors import CardgenError
from tests.projects import file_names, write_project


def test_one_new_file_adds_a_document_type_and_a_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New modules in folders that are put in front stand for files added to the packages."""
    import cardgen.checks
    import cardgen.documents
    import cardgen.sources

    added = {
        cardgen.documents: ("note", NEW_DOCUMENT),
        formats: ("caps", NEW_FORMAT),
        cardgen.checks: ("shouting", NEW_CHECK),
        cardgen.sources: ("plain", NEW_SOURCE),
    }
    for package, (name, code) in added.items():
        folder = tmp_path / package.__name__
        folder.mkdir()
        (folder / f"{name}.py").write_text(code)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    project = tmp_path / "p"
    (project / "runs" / "one").mkdir(parents=True)
    (project / "runs" / "one" / "plain.txt").write_text("plain")
    (project / "cardgen.yaml").write_text(
        "schema: cardgen.project/1\nmodel: m\ndocuments:\n  - type: note\n"
    )
    (project / "note.yaml").write_text("only:\n  line: loud\n")
    built = build(project, formats=("caps",))
    text = (project / "documents" / "note.caps").read_text()
    assert (text, [f.code for f in check(project) if f.code.startswith("X")]) == ("LOUD", ["X1"])
    assert built.loaded.run is not None
    assert built.loaded.run.id == "plain"
    for package, (name, _) in added.items():
        sys.modules.pop(f"{package.__name__}.{name}", None)


def test_a_format_of_another_distribution_is_used_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "site" / "caps-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: caps\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[cardgen.formats]\ncaps = their_caps\n")
    (tmp_path / "site" / "their_caps.py").write_text(NEW_FORMAT)
    monkeypatch.syspath_prepend(tmp_path / "site")
    project = write_project(tmp_path / "p")
    build(project, formats=("caps",))
    assert file_names(project / "documents") == {
        "model_card.caps", "datasheet.caps", "data_statement.caps",
    }  # fmt: skip


def test_all_unknown_formats_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CardgenError) as caught:
        build(write_project(tmp_path / "p"), formats=("docx", "md", "odt"))
    assert str(caught.value) == (
        "--to: there is no format docx, odt; choose from html, json, md, pdf"
    )


NEW_DOCUMENT = '''
"""A document type of one question."""
from typing import ClassVar
from pydantic import Field
from cardgen.documents._base import Document, Section, question
from cardgen.documents._types import Prose
from cardgen.values import Answer

class Only(Section):
    """The section."""
    title: ClassVar[str] = "Only"
    line: Answer[Prose] = question("Line", "X:1")
    """What is the line? (X 1)"""

class Note(Document):
    """A note."""
    kind: ClassVar[str] = "note"
    title: ClassVar[str] = "Note"
    citation: ClassVar[str] = "Nobody (2026)."
    only: Only = Field(default_factory=Only)

document_type = Note
'''


NEW_FORMAT = '''
"""All answers in capitals."""
def render(edition):
    words = " ".join(str(place.answer.value) for place in edition.document.places())
    return {f"{edition.stem}.caps": words.upper().encode()}
'''


NEW_CHECK = '''
"""No shouting."""
from cardgen.findings import Finding, Severity
def check(document):
    for place in document.places():
        if place.answer.value == "loud":
            yield Finding(code="X1", severity=Severity.NOTE, where=f"{document.kind}.{place.path}",
                          message="Loud.", advice="Whisper.")
'''


NEW_SOURCE = '''
"""A run that is one text file."""
from cardgen.run import Environment, Part, RunRecord
def matches(folder):
    return (folder / "plain.txt").is_file()
def read(folder):
    record = RunRecord(schema="cardgen.run/1", id="plain", writer="plain 1",
                       started="2026-01-01T00:00:00Z",
                       environment=Environment(python="3.11", os="Linux"))
    return Part(record=record)
'''
