"""The command line as a contract: calls, words, exit codes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cardgen import __version__
from cardgen.cli import main
from tests.projects import write_project


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a call."""
    capsys.readouterr()
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "--help")
    assert (code, [c for c in ("init", "demo", "build", "check", "schema") if c in out]) == (
        0, ["init", "demo", "build", "check", "schema"],
    )  # fmt: skip


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "--version") == (0, f"cardgen {__version__}\n", "")


def test_init_then_build_then_check_works_without_a_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    project = tmp_path / "p"
    codes = [
        call(capsys, "init", str(project), "--data", "reviews")[0],
        call(capsys, "build", "--project", str(project), "--to", "md,json")[0],
        call(capsys, "check", "--project", str(project))[0],
    ]
    assert codes == [0, 0, 0]


def test_init_again_changes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call(capsys, "init", str(tmp_path / "p"))
    before = {p: p.read_bytes() for p in (tmp_path / "p").rglob("*") if p.is_file()}
    code, _, _ = call(capsys, "init", str(tmp_path / "p"))
    after = {p: p.read_bytes() for p in (tmp_path / "p").rglob("*") if p.is_file()}
    assert (code, after) == (0, before)


def test_check_fails_on_an_error_and_on_less_when_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    project = write_project(tmp_path / "p")
    open_questions = call(capsys, "check", "--project", str(project))[0]
    strict = call(capsys, "check", "--project", str(project), "--fail-on", "note")[0]
    (project / "datasheet.yaml").write_text("motivation:\n  funding: TODO\n")
    placeholder = call(capsys, "check", "--project", str(project))[0]
    never = call(capsys, "check", "--project", str(project), "--fail-on", "never")[0]
    assert (open_questions, strict, placeholder, never) == (0, 1, 1, 0)


def test_check_prints_findings_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", datasheet="motivation:\n  funding: TODO\n")
    _, out, _ = call(capsys, "check", "--project", str(project), "--format", "json")
    finding = next(row for row in json.loads(out) if row["code"] == "P101")
    assert (finding["file"], finding["line"], finding["severity"]) == ("datasheet.yaml", 2, "error")


def test_schema_prints_the_committed_schema(capsys: pytest.CaptureFixture[str]) -> None:
    committed = Path(__file__).parents[1] / "schemas" / "datasheet.answers.v1.schema.json"
    assert call(capsys, "schema", "datasheet.answers") == (0, committed.read_text(), "")


BAD = {
    "no project": (lambda p: shutil.rmtree(p), ["build"], "there is no such folder"),
    "no project file": (lambda p: (p / "cardgen.yaml").unlink(), ["build"], "cardgen.yaml: there is no such file"),
    "project file is a folder": (
        lambda p: ((p / "cardgen.yaml").unlink(), (p / "cardgen.yaml").mkdir()), ["build"], "this is a folder"),
    "answers file is missing": (
        lambda p: (p / "datasheet.yaml").unlink(), ["build"], "datasheet.yaml: there is no such file"),
    "answers file is a folder": (
        lambda p: ((p / "datasheet.yaml").unlink(), (p / "datasheet.yaml").mkdir()), ["check"], "this is a folder"),
    "unknown key": (
        lambda p: (p / "datasheet.yaml").write_text("composition:\n  instnces: x\n"), ["build"],
        "datasheet.yaml:2: composition.instnces: unknown question; did you mean 'instances'"),
    "duplicate key": (
        lambda p: (p / "datasheet.yaml").write_text("uses:\n  avoid: a\n  avoid: b\n"), ["build"],
        "datasheet.yaml:3"),
    "wrong type": (
        lambda p: (p / "datasheet.yaml").write_text("overview:\n  relates_to_people: many\n"), ["build"],
        "datasheet.yaml:2: overview.relates_to_people: expected"),
    "another schema": (
        lambda p: (p / "cardgen.yaml").write_text("schema: cardgen.project/2\n"), ["build"],
        "cardgen.yaml:1: schema: written for version 2"),
    "not YAML": (lambda p: (p / "datasheet.yaml").write_text("a: [1,"), ["build"], "datasheet.yaml:1"),
    "not text": (lambda p: (p / "datasheet.yaml").write_bytes(b"\xff\xfe\x00"), ["build"], "datasheet.yaml"),
    "no such run": (lambda p: None, ["build", "nope"], "nope: no such run folder"),
    "a file as run": (lambda p: None, ["build", "FILE"], "no file of a tracker that cardgen reads"),
    "half a run": (
        lambda p: next((p / "runs").glob("*/run.json")).unlink(), ["build", "RUN"], "run.json"),
    "cut-off run record": (
        lambda p: next((p / "runs").glob("*/run.json")).write_text('{"schema": "cardgen.run/1", "id'),
        ["build", "RUN"], "run.json"),
    "run of another version": (
        lambda p: next((p / "runs").glob("*/run.json")).write_text('{"schema": "cardgen.run/9"}'),
        ["build", "RUN"], "cardgen.run/9"),
    "changed evaluation": (
        lambda p: next((p / "runs").glob("*/evaluation/*.npz")).write_bytes(b"PK"), ["build", "RUN"], "npz"),
    "unknown format": (lambda p: None, ["build", "--to", "docx"], "there is no format docx"),
    "no such schema": (lambda p: None, ["schema", "nope"], "there is no such schema"),
    "output is a file": (
        lambda p: (p / "documents").write_text("mine"), ["build", "--to", "json"], "documents"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_clear_error_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], project: Path, case: str
) -> None:
    spoil, arguments, words = BAD[case]
    (run,) = (project / "runs").iterdir()
    spoil(project)
    places = {"FILE": str(project / "cardgen.yaml"), "RUN": run.name}
    full = [places.get(a, a) for a in arguments]
    if full[0] != "schema":
        full += ["--project", str(project)]
    code, out, err = call(capsys, *full)
    assert (code, out, words in err, "Traceback" in err) == (2, "", True, False), err
    assert not (project / "documents").is_dir()


def test_a_missing_format_library_fails_only_when_it_was_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cardgen.errors import MissingDependencyError
    from cardgen.formats import pdf

    def missing(edition: object) -> dict[str, bytes]:
        raise MissingDependencyError("PDF needs Pango; install it with: …")

    monkeypatch.setattr(pdf, "render", missing)
    project = write_project(tmp_path / "p")
    default = call(capsys, "build", "--project", str(project))
    asked = call(capsys, "build", "--project", str(project), "--to", "pdf,md")
    assert (default[0], asked[0]) == (0, 2)
    assert default[2] == "warning: PDF needs Pango; install it with: …\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "--fail-on", "note"], 1),
        (["check"], 0),
        (["build", "--to", "json", "--verbose"], 0),
        (["build", "nosuch"], 2),
    ],
)
def test_output_that_nobody_reads_changes_no_exit_code(
    tmp_path: Path, arguments: list[str], code: int
) -> None:
    project = str(write_project(tmp_path / "p"))
    command = [sys.executable, "-m", "cardgen", *arguments, "--project", project]
    reader, writer = os.pipe()
    os.close(reader)
    both = subprocess.run(command, stdout=writer, stderr=writer, check=False)
    one = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (both.returncode, one.returncode, "Broken" in one.stderr) == (code, code, False)


def test_output_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full, a device that is always full")
    command = [sys.executable, "-m", "cardgen", "schema", "datasheet"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2, "No space left on device; nothing more was written: mend it and try again\n",
    )  # fmt: skip


def test_an_interrupted_command_says_so_in_one_line(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p")
    (project / "datasheet.yaml").unlink()
    os.mkfifo(project / "datasheet.yaml")  # the command waits here for a writer that never comes
    # A shell starts what runs in the background with the signal ignored.
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from cardgen.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "build", "--verbose", "--project", str(project)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert (first, rest, process.returncode) == (
        "read\n", "interrupted; nothing more was written\n", 130,
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--to", ""],
        ["build", "--to", ","],
        ["build", "--out", ""],
        ["build", "--project", ""],
        ["build", ""],
        ["check", " "],
        ["demo", "--out", ""],
        ["demo", "--data", ""],
        ["init", "--documents", ""],
        ["init", "--data", ""],
        ["init", ""],
    ],
)
def test_an_empty_argument_is_refused(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
) -> None:
    monkeypatch.chdir(write_project(tmp_path / "p"))
    before = set(Path().rglob("*"))
    code, out, err = call(capsys, *arguments)
    assert (code, out, "nothing was given; give " in err, set(Path().rglob("*"))) == (
        2, "", True, before,
    )  # fmt: skip


def test_a_run_is_named_by_its_path_in_the_project(
    capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    (run,) = (project / "runs").iterdir()
    arguments = ("--quiet", "--project", str(project), f"runs/{run.name}")
    assert call(capsys, "check", *arguments) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["build", "--project", "{}/nodir/cards"],
            "{}/nodir/cards: there is no such folder; give a project's folder\n",
        ),
        (
            ["init", "/dev/null/x"],
            "/dev/null/x/cardgen.yaml: cannot be written (Not a directory); "
            "mend it and try again, or give another folder\n",
        ),
        (
            ["init", "{}/new", "--documents", "foo"],
            "there is no document type foo; choose from data_statement, datasheet, model_card\n",
        ),
    ],
)
def test_an_error_names_the_place_as_it_was_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], words: str
) -> None:
    given = [argument.format(tmp_path) for argument in arguments]
    assert call(capsys, *given) == (2, "", words.format(tmp_path))


@pytest.mark.parametrize("option", ["run", "--project", "--out"])
def test_a_name_that_the_system_refuses_is_one_clear_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str
) -> None:
    project, name = str(write_project(tmp_path / "p")), "a" * 5000
    arguments = [name, "--project", project] if option == "run" else ["--project", project]
    arguments = [*arguments, option, name] if option != "run" else arguments
    code, _, err = call(capsys, "build", "--to", "json", *arguments)
    assert (code, name in err, "Traceback" in err) == (2, True, False)


def test_a_terminal_without_a_character_shows_its_code(tmp_path: Path) -> None:
    project = write_project(tmp_path / "prøject")
    command = [sys.executable, "-m", "cardgen", "build", "--to", "json", "--project", str(project)]
    done = subprocess.run(
        command,
        env={"PYTHONIOENCODING": "ascii"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout[:7], b"pr\\xf8ject" in done.stdout) == (
        0, b"3 files", True,
    )  # fmt: skip


def test_progress_needs_no_standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = write_project(tmp_path / "p")
    monkeypatch.setattr(sys, "stderr", None)
    arguments = ("build", "--verbose", "--to", "json", "--project", str(project))
    assert call(capsys, *arguments)[0] == 0
