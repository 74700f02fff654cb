from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from cardgen.build import check
from cardgen.demo import needs, project
from cardgen.demo.project import demo
from cardgen.errors import CardgenError, MissingDependencyError
from cardgen.findings import Severity
from tests.demo.conftest import DemoProject

DOCUMENTS = ("data_statement", "datasheet", "model_card")
FORMATS = ("html", "json", "md", "pdf")
PLACE_NAMES = files("cardgen.demo.place_names")


def _silent(*_: object) -> None:
    pass


@pytest.mark.slow
def test_the_demo_yields_three_documents_in_four_formats(demo_project: DemoProject) -> None:
    documents = demo_project.folder / "documents"
    found = sorted(path.name for path in documents.iterdir() if path.is_file())
    formats = [name for name in FORMATS if name not in demo_project.built.missing]
    assert found == [f"{document}.{name}" for document in DOCUMENTS for name in formats]


@pytest.mark.slow
def test_the_demos_run_finished_without_problems(demo_project: DemoProject) -> None:
    (run,) = (demo_project.folder / "runs").iterdir()
    finished = json.loads((run / "finished.json").read_text())
    record = json.loads((run / "run.json").read_text())
    assert (finished["outcome"], record.get("problems", [])) == ("finished", [])


@pytest.mark.slow
def test_the_demo_shows_training_by_epochs(demo_project: DemoProject) -> None:
    epochs = [step for step in demo_project.progress if step[0] == "train"]
    assert epochs == [("train", epoch, 14) for epoch in range(1, 15)]


@pytest.mark.slow
def test_nothing_is_wrong_with_the_demos_documents(demo_project: DemoProject) -> None:
    findings = check(demo_project.folder)
    assert [found for found in findings if found.severity is not Severity.NOTE] == []


@pytest.mark.slow
def test_no_look_up_is_left_in_the_demos_documents(demo_project: DemoProject) -> None:
    documents = demo_project.folder / "documents"
    left = [path.name for path in documents.glob("*.md") if "{{" in path.read_text("utf-8")]
    assert left == []


def test_files_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    source = PLACE_NAMES.joinpath("answers", "cardgen.yaml").read_text("utf-8")
    (tmp_path / "cardgen.yaml").write_text(source + "# mine\n", "utf-8")
    project._write_project(tmp_path, "cardgen.demo.place_names")
    names = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
    assert names == ["cardgen.yaml", "data_statement.yaml", "datasheet.yaml", "model_card.yaml"]
    assert (tmp_path / "cardgen.yaml").read_text("utf-8").endswith("# mine\n")


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(CardgenError, match=r"thesis\.tex.*no cardgen\.yaml"):
        demo(tmp_path, progress=_silent)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("change", [("place-names", "mine"), ("Place-name locale", "My")])
def test_another_project_is_refused_and_left_alone(tmp_path: Path, change: tuple[str, str]) -> None:
    source = PLACE_NAMES.joinpath("answers", "cardgen.yaml").read_text("utf-8")
    (tmp_path / "cardgen.yaml").write_text(source.replace(*change), "utf-8")
    with pytest.raises(CardgenError, match=r"is another project.*give a new folder with --out"):
        demo(tmp_path, progress=_silent)
    assert [path.name for path in tmp_path.iterdir()] == ["cardgen.yaml"]


def test_a_file_as_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(CardgenError, match="another folder"):
        demo(tmp_path / "taken", progress=_silent)


def test_a_missing_library_leaves_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "TRAINING", ("no_such_library",))
    with pytest.raises(MissingDependencyError):
        demo(tmp_path / "new", progress=_silent)
    assert not (tmp_path / "new").exists()
