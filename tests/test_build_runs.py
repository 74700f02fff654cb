"""Which run the verbs build and check take, and what of it reaches the documents."""

import json
import shutil
from pathlib import Path

import pytest

from cardgen import track
from cardgen.build import build, check, load
from cardgen.documents._base import Document
from cardgen.errors import CardgenError
from cardgen.run import Outcome, Run
from tests.projects import record_run, write_project

TEXT = ("md", "json")


def model_card(folder: Path) -> Document:
    return next(f.document for f in load(folder).documents if f.entry.type == "model_card")


def test_a_project_without_a_run_builds_from_answers_alone(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", datasheet="motivation:\n  funding: Nobody paid.\n")
    build(folder, formats=TEXT)
    page = (folder / "documents" / "datasheet.md").read_text()
    assert "Nobody paid." in page
    assert json.loads((folder / "documents" / "model_card.json").read_text())["run"] is None


@pytest.mark.parametrize(
    ("path", "folder", "messages"),
    [
        ("runs", None, []),
        ("runs", "runs", []),
        ("runs", "runs/half", ["No folder in runs/ holds a run (no run.json)."]),
        ("runz", None, ["There is no folder runz/."]),
    ],
)
def test_runs_that_are_not_where_the_project_says_are_a_finding(
    tmp_path: Path, path: str, folder: str | None, messages: list[str]
) -> None:
    project = write_project(tmp_path / "p")
    with (project / "cardgen.yaml").open("a") as file:
        file.write(f"runs:\n  path: {path}\n")
    if folder is not None:
        (project / folder).mkdir(parents=True)
    assert [f.message for f in check(project) if f.code == "S106"] == messages


def test_the_newest_finished_run_is_taken(project: Path) -> None:
    newest = record_run(project, "zz-last")
    unfinished = project / "runs" / "zzz-interrupted"
    shutil.copytree(project / "runs" / newest, unfinished)
    record = json.loads((unfinished / "run.json").read_text())
    (unfinished / "run.json").write_text(json.dumps({**record, "id": "zzz-interrupted"}))
    for path in unfinished.glob("*.jsonl"):
        path.write_text(path.read_text().replace(newest, "zzz-interrupted"))
    (unfinished / "finished.json").unlink()
    taken = load(project).run
    named = load(project, "zzz-interrupted").run
    assert taken is not None
    assert named is not None
    assert (taken.id, named.outcome) == ("zz-last", Outcome.INTERRUPTED)


def test_an_interrupted_run_is_built_and_says_so(project: Path) -> None:
    (folder,) = (project / "runs").iterdir()
    (folder / "finished.json").unlink()
    built = build(project, formats=("md",))
    page = (project / "documents" / "model_card.md").read_text()
    assert any("interrupted" in warning for warning in built.warnings)
    assert f"{folder.name} (interrupted)" in page.replace("\\", "")


def test_a_run_that_is_not_there_is_an_error_that_lists_the_runs(project: Path) -> None:
    (folder,) = (project / "runs").iterdir()
    with pytest.raises(
        CardgenError, match=f"no run of that id in .*/runs/; there are: {folder.name}"
    ):
        build(project, "nope", formats=TEXT)


def test_a_run_that_cannot_be_read_is_passed_over_with_a_finding(project: Path) -> None:
    (project / "runs" / "zz-half").mkdir()
    (project / "runs" / "zz-half" / "run.json").write_text('{"schema": "cardgen.run/1", "id')
    loaded = load(project)
    assert loaded.run is not None
    assert [(f.code, "zz-half" in f.message) for f in loaded.findings] == [("S105", True)]


def test_a_plan_later_than_the_first_of_several_runs_says_so(project: Path) -> None:
    record_run(project, "zz-last")
    (project / "model_card.yaml").write_text("planning:\n  date: 2100-01-01\n")
    build(project, "zz-last", formats=("md",))
    page = (project / "documents" / "model_card.md").read_text()
    assert "written after training began: dated 2100-01-01" in page.replace("\\", "")


def test_every_figure_of_the_card_is_derived_again_from_its_evidence(project: Path) -> None:
    from cardgen.measure import needs, rederive

    loaded = load(project)
    assert loaded.run is not None
    document = model_card(project)
    mine = [f for f in document.facts if f.evidence.generated_by is not None]
    sources: dict[str, Run | list[Run]] = {"run": loaded.run, "runs": [loaded.run]}
    wrong = [f.address for f in mine if repr(rederive(f, sources[needs(f)])) != repr(f.value)]
    assert (wrong, len(mine) > 20) == ([], True)


def test_zero_false_empty_none_and_nan_reach_the_page_as_themselves(project: Path) -> None:
    build(project, formats=TEXT)
    page = (project / "documents" / "model_card.md").read_text()
    rows = {row for row in page.splitlines() if row.startswith("| ")}
    document = json.loads((project / "documents" / "model_card.json").read_text())
    settings = next(f for f in document["facts"] if f["id"] == "tr.hparams")["value"]["rows"]
    curves = next(f for f in document["facts"] if f["id"] == "tr.curves")["value"]["series"]
    assert {tuple(row) for row in settings} >= {
        ("learning_rate", 0.0), ("shuffle", False), ("note", ""), ("limit", None),
    }  # fmt: skip
    assert {y for _, y in curves["always_zero"]} == {0.0}
    assert {y for _, y in curves["broken"]} == {"NaN"}
    assert any(row.startswith("| learning\\_rate | 0 ") for row in rows)


def test_data_that_the_project_does_not_name_is_a_finding(project: Path) -> None:
    text = (project / "cardgen.yaml").read_text().replace("reviews", "opinions")
    (project / "cardgen.yaml").write_text(text)
    found = [finding for finding in check(project) if finding.code == "D101"]
    assert [finding.message for finding in found] == [
        "The run recorded data 'reviews'; the project names opinions."
    ]


def test_text_with_half_a_character_reaches_every_page(project: Path) -> None:
    with track(project / "runs", run_id="halves-of-characters", energy=False) as run:
        run.evaluation(
            "reviews", "test", task="binary", label=[0] * 40, prediction=[0] * 40,
            groups={"half": ["\ud800"] * 40},
        )  # fmt: skip
    build(project, run.id, formats=("md", "html", "json"))
    pages = [(project / "documents" / f"model_card.{ending}") for ending in ("md", "html", "json")]
    shown = [page.read_text(encoding="utf-8") for page in pages]
    assert ["\ufffd" in page or "\\ud800" in page for page in shown] == [True, True, True]
