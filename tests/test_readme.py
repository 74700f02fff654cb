"""The README is executed: its commands, its YAML, its Python; its links and tables hold."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser

import cardgen
from cardgen.cli import main
from cardgen.documents import document_type
from cardgen.documents._answers import read_answers
from cardgen.project import EnergyEntry, read_project
from cardgen.sources import read_run
from tests.laptop import laptop

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DEMO_SCRIPT = ROOT / "cardgen" / "demo" / "place_names" / "script.py"


def run_console(example: Example) -> None:
    """Every `$ cardgen …` ends with exit code 0."""
    for line in example.parsed.splitlines():
        command = shlex.split(line.removeprefix("$ "))
        assert (command[0], main(command[1:])) == ("cardgen", 0), line


def read_yaml(example: Example) -> None:
    """Every YAML block is without a problem: an answers file of a datasheet, or the project's energy."""
    if example.parsed.startswith("energy:"):
        text = f"schema: cardgen.project/1\n{example.parsed}"
        Path("cardgen.yaml").write_text(text, encoding="utf-8")
        assert read_project(Path()).energy != EnergyEntry()
        Path("cardgen.yaml").unlink()
        return
    path = Path("answers.yaml")
    path.write_text(example.parsed, encoding="utf-8")
    assert read_answers(path, document_type("datasheet")).answers != {}


def compare_python(example: Example) -> None:
    """The one Python block is the demo's script, which the demo's tests run."""
    assert example.parsed == DEMO_SCRIPT.read_text(encoding="utf-8")


def keep_template(example: Example) -> None:
    """The template is there before the command that uses it."""
    folder = Path("my-model", "look")
    folder.mkdir()
    (folder / "head.md.jinja").write_text(example.parsed, encoding="utf-8")


def find_set_up(example: Example) -> None:
    """The two set-up commands are those that continuous integration runs."""
    assert example.parsed.strip() in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def examples() -> Iterator[Example]:
    parsers = [
        CodeBlockParser("console", run_console),
        CodeBlockParser("yaml", read_yaml),
        CodeBlockParser("python", compare_python),
        CodeBlockParser("jinja", keep_template),
        CodeBlockParser("sh", find_set_up),
    ]
    yield from Sybil(parsers=parsers).parse(README).examples()


def test_every_block_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    laptop(tmp_path)
    for example in examples():
        example.evaluate()
    blocks = re.findall(r"^```(\w+)$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(blocks) == [
        *["console"] * 5,
        "jinja",
        "python",
        "sh",
        "sh",
        *["yaml"] * 3,
    ]


def test_every_call_in_the_table_of_calls_is_recorded(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    calls = re.findall(r"^\| `((?:run\.|cardgen\.track)[^`]*)`", text, flags=re.MULTILINE)
    names = ("text", "label", "source", "prediction", "score", "f1")
    rows = (["a", "b"] * 30, [0, 1] * 30, ["x", "y"] * 30, [0, 1] * 30, [0.1, 0.9] * 30, [1.0] * 60)
    (track,) = (call for call in calls if call.startswith("cardgen.track"))
    known = dict(zip(names, map(np.array, rows), strict=True)) | {
        "hinge": lambda label, score: np.maximum(0, 1 - (2 * label - 1) * score),
        "cardgen": cardgen, "predict": lambda batch: batch.sum(), "batch": np.ones((2, 3)),
    }  # fmt: skip
    with eval(track.replace('"runs"', repr(str(tmp_path))), known) as run:
        for call in calls:
            if call != track:
                eval(call, known | {"run": run})
    record = read_run(run.folder).record
    found = (record.country, len(record.data), len(record.evaluations), record.problems)
    assert (len(calls), found) == (6, ("DEU", 1, 2, ()))
    assert [chosen.why for chosen in record.selections] == ["early stopping"]
    assert record.evaluations[1].metrics[0].definition == "mean hinge loss"


def test_the_table_of_commands_is_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = re.findall(r"^    (\w+) ", capsys.readouterr().out, flags=re.MULTILINE)
    told = re.findall(r"^\| `cardgen (\w+)", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert told == offered


def test_every_option_in_the_table_of_commands_exists(capsys: pytest.CaptureFixture[str]) -> None:
    missing = []
    for command, rest in re.findall(
        r"^\| `cardgen (\w+)([^`]*)`", README.read_text(), flags=re.MULTILINE
    ):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        help_text = capsys.readouterr().out
        missing += [o for o in re.findall(r"--[a-z-]+", rest) if o not in help_text]
    assert missing == []


def test_every_relative_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_map_in_the_package_names_the_readme_s_steps_in_order() -> None:
    told = re.findall(
        r"^\| \d \| \*\*(\w+)\*\*", README.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    mapped = re.findall(r"^\d\. (\w+)", str(cardgen.__doc__), flags=re.MULTILINE)
    assert told == mapped[: len(told)]
