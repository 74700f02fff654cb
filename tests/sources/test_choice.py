"""Which run a build is about, wherever it is started."""

import json
from pathlib import Path

import pytest

from cardgen.errors import CardgenError, InputError
from cardgen.sources._choice import choose_run


def write_run(folder: Path, run_id: str) -> None:
    """A run folder with nothing but its record."""
    folder.mkdir(parents=True)
    record = {
        "schema": "cardgen.run/1",
        "id": run_id,
        "writer": "w",
        "started": "2026-11-23T10:00:00Z",
        "environment": {"python": "3", "os": "x"},
    }
    (folder / "run.json").write_text(json.dumps(record))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the run `mine`; the current folder, beside it, holds the run `theirs`."""
    write_run(tmp_path / "project" / "runs" / "mine", "mine")
    write_run(tmp_path / "elsewhere" / "theirs", "theirs")
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "project"


@pytest.mark.parametrize(
    ("named", "chosen"), [("mine", "mine"), ("theirs", "theirs"), ("runs/mine", "mine")]
)
def test_a_run_is_named_by_its_id_or_a_path_from_here_or_from_the_project(
    project: Path, named: str, chosen: str
) -> None:
    choice = choose_run(project, "runs", named=named, pinned="nope")
    assert choice.run is not None
    assert choice.run.id == chosen


@pytest.mark.parametrize("pinned", ["mine", "runs/mine"])
def test_a_run_is_pinned_by_its_id_or_a_path_in_the_project(project: Path, pinned: str) -> None:
    choice = choose_run(project, "runs", named=None, pinned=pinned)
    assert choice.run is not None
    assert choice.run.id == "mine"


def test_a_pin_is_never_looked_for_in_the_current_folder(project: Path) -> None:
    with pytest.raises(CardgenError) as caught:
        choose_run(project, "runs", named=None, pinned="theirs")
    assert str(caught.value) == (
        "cardgen.yaml: runs.main: theirs: no such run folder, and no run of that id in runs/; "
        "there are: mine"
    )


@pytest.mark.parametrize("up", ["../elsewhere/theirs", "runs/../../elsewhere/theirs", "/theirs"])
def test_a_pin_that_leads_out_of_the_project_is_refused(project: Path, up: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_run(project, "runs", named=None, pinned=up)
    assert caught.value.problems == [
        "cardgen.yaml: runs.main: expected the id of a run in runs/, or a path inside the project, "
        f"found '{up}'"
    ]


def test_a_file_in_place_of_the_runs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(InputError) as caught:
        choose_run(tmp_path, "runs", named=None, pinned=None)
    assert caught.value.problems == [
        "cardgen.yaml: runs.path: runs is a file; give the folder that holds the runs"
    ]
