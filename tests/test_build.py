"""The verbs build and check over whole projects."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cardgen import formats, track
from cardgen.build import Built, build, check, load
from cardgen.documents._base import Document
from cardgen.errors import CardgenError, InputError, MissingDependencyError
from cardgen.run import Outcome, Run
from tests.projects import record_run, write_project

TEXT = ("md", "json")


@pytest.fixture(scope="session")
def project_with_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("project") / "reviews")
    record_run(folder)
    return folder


@pytest.fixture
def project(project_with_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project_with_run, tmp_path / "project"))


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def model_card(folder: Path) -> Document:
    return next(f.document for f in load(folder).documents if f.entry.type == "model_card")


@pytest.fixture(scope="session")
def whole(project_with_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project built in all formats, in a folder of its own; tests only read it."""
    return build(project_with_run, out=tmp_path_factory.mktemp("whole") / "documents")


def test_a_build_writes_each_document_in_each_format(whole: Built) -> None:
    assert names(whole.folder) == {
        *(f"{kind}.{suffix}" for kind in ("model_card", "datasheet", "data_statement")
          for suffix in ("md", "html", "pdf", "json")),
        "model_card.figures/learning-curves.svg",
        "model_card.figures/confusion-matrix.reviews.test.model.svg",
        *(f"{kind}.figures/label-balance.reviews.svg" for kind in ("model_card", "datasheet")),
    }  # fmt: skip
    assert whole.missing == ()


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
    assert (built.missing, names(project / "documents")) == (
        ("pdf",), {"model_card.json", "datasheet.json", "data_statement.json"},
    )  # fmt: skip


def test_two_builds_in_other_places_and_times_have_the_same_bytes(
    project_with_run: Path, whole: Built, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(project_with_run, tmp_path / "b b" / "project"))
    os.utime(copy / "cardgen.yaml", (0, 0))
    command = [sys.executable, "-m", "cardgen", "build", "--project", str(copy), "--quiet"]
    environment = {**os.environ, "TZ": "America/Lima", "PYTHONHASHSEED": "2", "LANG": "C"}
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    first, second = (
        {name: (folder / name).read_bytes() for name in names(folder)}
        for folder in (whole.folder, copy / "documents")
    )
    assert first == second


def test_a_project_without_a_run_builds_from_answers_alone(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", datasheet="motivation:\n  funding: Nobody paid.\n")
    build(folder, formats=TEXT)
    page = (folder / "documents" / "datasheet.md").read_text()
    assert "Nobody paid." in page
    assert json.loads((folder / "documents" / "model_card.json").read_text())["run"] is None


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


def test_a_figure_in_an_answer_is_the_recorded_one(project: Path) -> None:
    text = (
        'intended_use:\n  uses: It is right in {{ metric("accuracy", split="test") }} of cases.\n'
    )
    (project / "model_card.yaml").write_text(text)
    build(project, formats=("md",))
    assert "It is right in 0.75 of cases." in (project / "documents" / "model_card.md").read_text()


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


def test_findings_name_the_file_and_line_of_the_answer(project: Path) -> None:
    (project / "datasheet.yaml").write_text("motivation:\n  funding: TODO\n")
    found = [f for f in check(project) if f.where == "datasheet.motivation.funding"]
    assert [(f.file, f.line, f.code[0]) for f in found] == [("datasheet.yaml", 2, "P")]


@pytest.mark.parametrize("kind", ["model_card", "datasheet", "data_statement"])
def test_the_json_fits_its_committed_schema(project: Path, kind: str) -> None:
    build(project, formats=("json",))
    schema = Path(__file__).parents[1] / "schemas" / f"{kind}.v1.schema.json"
    command = [
        "check-jsonschema",
        "--schemafile",
        str(schema),
        str(project / "documents" / f"{kind}.json"),
    ]
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run([str(tool), *command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


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
    assert names(project / "documents") == {
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


def test_a_run_that_cannot_be_read_is_passed_over_with_a_finding(project: Path) -> None:
    (project / "runs" / "zz-half").mkdir()
    (project / "runs" / "zz-half" / "run.json").write_text('{"schema": "cardgen.run/1", "id')
    loaded = load(project)
    assert loaded.run is not None
    assert [(f.code, "zz-half" in f.message) for f in loaded.findings] == [("S105", True)]


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


def test_a_plan_later_than_the_first_of_several_runs_says_so(project: Path) -> None:
    record_run(project, "zz-last")
    (project / "model_card.yaml").write_text("planning:\n  date: 2100-01-01\n")
    build(project, "zz-last", formats=("md",))
    page = (project / "documents" / "model_card.md").read_text()
    assert "written after training began: dated 2100-01-01" in page.replace("\\", "")


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


def test_a_file_where_a_folder_is_needed_leaves_nothing_half_written(project: Path) -> None:
    (project / "documents").mkdir()
    (project / "documents" / "model_card.figures").write_text("mine")
    with pytest.raises(CardgenError, match=r"model_card\.figures: is a file"):
        build(project, formats=TEXT)
    assert names(project / "documents") == {"model_card.figures"}


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


def test_data_that_the_project_does_not_name_is_a_finding(project: Path) -> None:
    text = (project / "cardgen.yaml").read_text().replace("reviews", "opinions")
    (project / "cardgen.yaml").write_text(text)
    found = [finding for finding in check(project) if finding.code == "D101"]
    assert [finding.message for finding in found] == [
        "The run recorded data 'reviews'; the project names opinions."
    ]
