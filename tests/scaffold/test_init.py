import re
from pathlib import Path

import pytest

from cardgen import documents
from cardgen.documents._answers import read_answers
from cardgen.errors import CardgenError, InputError
from cardgen.evaluation.settings import Evaluation
from cardgen.project import EnergyEntry, RunsEntry, read_project
from cardgen.scaffold import init
from cardgen.scaffold._insert import insert_missing
from cardgen.scaffold._questions import asked_of, new_text

KINDS = ["model_card", "datasheet", "data_statement"]
SHEET = documents.document_type("datasheet")
ASKED = asked_of(SHEET, "datasheet.yaml", None, {})


def is_subsequence(old: str, new: str) -> bool:
    rest = iter(new)
    return all(char in rest for char in old)


def test_a_new_project_reads_and_holds_no_answer(tmp_path: Path) -> None:
    lines = init(tmp_path / "new", kinds=KINDS, data_names=["names"])
    project = read_project(tmp_path / "new")
    read = [
        read_answers(tmp_path / "new" / str(e.answers), documents.document_type(e.type)).answers
        for e in project.documents
    ]
    assert ([e.type for e in project.documents], read, lines[0]) == (
        KINDS,
        [{}, {}, {}],
        "wrote cardgen.yaml",
    )


def test_every_line_on_energy_can_be_used_and_none_is_missing(tmp_path: Path) -> None:
    init(tmp_path, kinds=KINDS, data_names=["names"])
    file = tmp_path / "cardgen.yaml"
    assert read_project(tmp_path).energy == EnergyEntry()
    before, mark, rest = file.read_text().partition("# evaluation:\n")
    text = re.sub(r"^# (energy:|  \w+: )", r"\1", before, flags=re.MULTILINE)
    file.write_text(text + mark + rest)
    read = read_project(tmp_path)
    told = {name for name, value in read.energy if value != getattr(EnergyEntry(), name)}
    assert told == set(EnergyEntry.model_fields)
    assert all(f"  {name}:" in text for name in RunsEntry.model_fields)


def test_every_line_on_results_can_be_used_and_none_is_missing(tmp_path: Path) -> None:
    init(tmp_path, kinds=KINDS, data_names=["names"])
    file = tmp_path / "cardgen.yaml"
    assert read_project(tmp_path).evaluation == Evaluation()
    before, _, after = file.read_text().partition("# evaluation:\n")
    lines = re.sub(r"^# (  \w+: )", r"\1", after, flags=re.MULTILINE)
    file.write_text(f"{before}evaluation:\n{lines}")
    read = read_project(tmp_path)
    told = {name for name, value in read.evaluation if value != getattr(Evaluation(), name)}
    assert told == set(Evaluation.model_fields)


def test_several_data_sets_have_a_file_each(tmp_path: Path) -> None:
    init(tmp_path, kinds=KINDS, data_names=["a", "no"])
    files = sorted(path.name for path in tmp_path.glob("*.yaml"))
    assert files == [
        "cardgen.yaml", "data_statement-a.yaml", "data_statement-no.yaml", "datasheet-a.yaml",
        "datasheet-no.yaml", "model_card.yaml",
    ]  # fmt: skip


def test_facts_that_cardgen_fills_are_not_asked_and_shared_ones_once(tmp_path: Path) -> None:
    init(tmp_path, kinds=KINDS, data_names=["names"])
    sheet = read_answers(tmp_path / "datasheet.yaml", SHEET).lines
    statement = (tmp_path / "data_statement.yaml").read_text()
    assert ("composition.counts" in sheet, "overview.summary" in sheet) == (False, True)
    assert "# Executive summary: answered once, in datasheet.yaml, overview.summary." in statement


def test_init_again_changes_nothing(tmp_path: Path) -> None:
    init(tmp_path, kinds=KINDS, data_names=["names"])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    lines = init(tmp_path, kinds=KINDS, data_names=["names"])
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert (after, {line.split()[0] for line in lines}) == (before, {"left"})


OLD = [
    "",
    "# only my comment\n",
    "motivation:\n",
    "motivation:   # mine\nuses:\n    other: 'x'   # kept\n    # a remark\n",
    "maintenance:\n  other: |+\n    keep\n\n\nmotivation:\n  funding: >-\n   a\n   b",
    "overview:\r\n  relates_to_people: no\r\n# end\r\n",
    "uses: {other: x}\nmotivation: ~\n",
    new_text(SHEET, ASKED, "x", "s").replace("  purpose:\n", "  purpose: {status: pending} # c\n"),
]


@pytest.mark.parametrize("old", OLD)
def test_what_a_person_wrote_survives_and_a_second_time_adds_nothing(
    tmp_path: Path, old: str
) -> None:
    new, _, omitted = insert_missing(old, SHEET, ASKED)
    before, after = tmp_path / "old.yaml", tmp_path / "new.yaml"
    before.write_bytes(old.encode())
    after.write_bytes(new.encode())
    values = [
        {path: a.value for path, a in read_answers(file, SHEET).answers.items()}
        for file in (before, after)
    ]
    asked = {question.path for question in ASKED} - set(omitted)
    assert is_subsequence(old, new)
    assert values[0] == values[1]
    assert asked <= set(read_answers(after, SHEET).lines)
    assert insert_missing(new, SHEET, ASKED) == (new, 0, omitted)


@pytest.mark.parametrize("lost", range(0, len(ASKED), 7))
def test_a_question_that_is_missing_comes_back_where_it_was(lost: int) -> None:
    whole = new_text(SHEET, ASKED, "x", "s")
    words = ASKED[lost].text(2)
    without = (
        whole.replace(words + "\n", "", 1) if words + "\n" in whole else whole.replace(words, "", 1)
    )
    new, added, omitted = insert_missing(without, SHEET, ASKED)
    order = [line for line in new.splitlines() if line.startswith("  ") and line.endswith(":")]
    expected = [line for line in whole.splitlines() if line.startswith("  ") and line.endswith(":")]
    assert (order, added, omitted) == (expected, 1, [])


def test_bad_input_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CardgenError):
        init(tmp_path, kinds=["nope"], data_names=[])
    with pytest.raises(InputError):
        init(tmp_path, kinds=["datasheet"], data_names=["a:b"])
    init(tmp_path, kinds=["datasheet"], data_names=[])
    (tmp_path / "datasheet.yaml").write_text("a: 1\na: 2\n")
    (tmp_path / ".gitignore").unlink()
    with pytest.raises(InputError, match=r"datasheet.yaml:2: duplicate key 'a'"):
        init(tmp_path, kinds=["datasheet"], data_names=[])
    assert not (tmp_path / ".gitignore").exists()


def test_a_link_and_a_files_mode_outlive_init(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "p", tmp_path / "private.yaml"
    init(folder, kinds=["datasheet"])
    elsewhere.write_text("motivation:\n  purpose: Mine.\n")
    elsewhere.chmod(0o600)
    (folder / "datasheet.yaml").unlink()
    (folder / "datasheet.yaml").symlink_to(elsewhere)
    init(folder, kinds=["datasheet"])
    assert (folder / "datasheet.yaml").is_symlink()
    assert "funding:" in elsewhere.read_text()
    assert elsewhere.stat().st_mode & 0o777 == 0o600


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(folder: Path, *, kinds: tuple[str, ...] = ("datasheet",)) -> str:
    """What init says when it refuses *folder*; it has changed nothing there then."""
    before = files_in(folder)
    with pytest.raises(CardgenError) as caught:
        init(folder, kinds=kinds)
    assert files_in(folder) == before
    return str(caught.value)


def test_lines_for_git_are_added_whatever_the_file_s_encoding(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"caf\xe9/\r\n.cardgen/")
    init(tmp_path, kinds=["datasheet"])
    expected = b"caf\xe9/\r\n.cardgen/\r\n*.internal.*\r\nruns/*/evaluation/\r\n"
    assert (tmp_path / ".gitignore").read_bytes() == expected


@pytest.mark.parametrize(
    ("runs", "line"),
    [
        ("out/./all", "out/all/*/evaluation/"),
        (".", "*/evaluation/"),
        ("'#[1]'", r"\#\[1]/*/evaluation/"),
    ],
)
def test_git_ignores_personal_columns_where_the_project_has_its_runs(
    tmp_path: Path, runs: str, line: str
) -> None:
    project = f"schema: cardgen.project/1\nruns: {{path: {runs}}}\n"
    (tmp_path / "cardgen.yaml").write_text(project)
    init(tmp_path, kinds=[])
    assert (tmp_path / ".gitignore").read_text() == f".cardgen/\n*.internal.*\n{line}\n"


def test_an_answer_file_of_another_type_or_version_is_refused_and_left(tmp_path: Path) -> None:
    init(tmp_path, kinds=["datasheet", "model_card"])
    (tmp_path / "datasheet.yaml").write_text("# mine\nschema: cardgen.model_card.answers/1\n")
    (tmp_path / "model_card.yaml").write_text("schema: cardgen.model_card.answers/2\n")
    assert refused(tmp_path).splitlines() == [
        "datasheet.yaml:2: schema: expected cardgen.datasheet.answers/1, found "
        "'cardgen.model_card.answers/1'",
        "model_card.yaml:1: schema: written for version 2 of cardgen.model_card.answers; this "
        "cardgen reads version 1: use the cardgen that wrote the file",
    ]


@pytest.mark.parametrize(
    ("obstacle", "expected"),
    [
        (".cardgen", ".cardgen: is a file, not a folder; move it away"),
        (".gitignore/", ".gitignore: this is a folder, not a file; move it away"),
        (
            ".cardgen/schemas/project.v1.schema.json/",
            ".cardgen/schemas/project.v1.schema.json: is a folder, not a file; move it away",
        ),
    ],
)
def test_what_stands_in_the_way_is_found_before_anything_is_written(
    tmp_path: Path, obstacle: str, expected: str
) -> None:
    if obstacle.endswith("/"):
        (tmp_path / obstacle).mkdir(parents=True)
    else:
        (tmp_path / obstacle).touch()
    assert refused(tmp_path) == expected


def test_a_file_that_cannot_be_written_leaves_none_beside(tmp_path: Path) -> None:
    (tmp_path / ".cardgen").symlink_to(tmp_path / ".cardgen")
    said = refused(tmp_path)
    assert said.startswith(f"{tmp_path}/.cardgen/schemas/")
    assert said.endswith(
        ": cannot be written (File exists); mend it and try again, or give another folder"
    )


def test_an_emptied_answer_file_gets_its_whole_text_back(tmp_path: Path) -> None:
    init(tmp_path, kinds=["datasheet"])
    before = (tmp_path / "datasheet.yaml").read_bytes()
    (tmp_path / "datasheet.yaml").write_text("\n")
    init(tmp_path, kinds=["datasheet"])
    assert (tmp_path / "datasheet.yaml").read_bytes() == before
