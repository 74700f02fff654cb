import json
from pathlib import Path

import pytest

from cardgen import documents
from cardgen.documents._answers import answer_type, read_answers
from cardgen.documents._envelope import ENVELOPE
from cardgen.documents._versions import SCHEMA_KEY
from cardgen.errors import CardgenError, InputError
from cardgen.schemas import schema_text, schemas
from tests.schema_judge import complaints, misfits

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
ANSWERS = SCHEMAS / "datasheet.answers.v1.schema.json"


def test_the_committed_schemas_are_those_of_the_models(update: bool) -> None:
    if update:
        for name, text in schemas().items():
            (SCHEMAS / name).write_text(text, encoding="utf-8")
    committed = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()}
    assert committed == schemas()


def test_every_schema_is_a_schema() -> None:
    assert complaints("--check-metaschema", *sorted(SCHEMAS.iterdir())) == ""


def test_every_question_is_in_the_schema_with_its_words() -> None:
    found, expected, texts = {}, {}, schemas()
    for kind in documents.kinds():
        schema = json.loads(texts[f"{kind}.answers.v1.schema.json"])
        for path, _, info, _ in documents.document_type(kind).questions():
            section, key = path.split(".")
            expected[kind, path] = " ".join((info.description or "").split())
            found[kind, path] = schema["properties"][section]["properties"][key]["description"]
    assert found == expected


def test_no_answer_can_be_taken_for_an_envelope_and_no_section_for_the_schema() -> None:
    clashes = []
    for kind in documents.kinds():
        document_type = documents.document_type(kind)
        clashes += [kind] if SCHEMA_KEY in document_type.sections() else []
        for path, _, info, _ in document_type.questions():
            names = set(getattr(answer_type(info.annotation), "model_fields", {}))
            clashes += [path] if names & ENVELOPE else []
    assert clashes == []


GOOD = """\
schema: cardgen.datasheet.answers/1
overview:
  summary: 1.10
  relates_to_people: no
motivation:
  purpose:
  creators:
    - name: 2024
      role: no
      orcid:
  funding:
    status: unknown
    reason: on
    date: 2024-05-31
    by: ~
  other:
    answer: ''
    audience: internal
composition:
  instances:
    accept: 012345678901
"""


def test_what_the_reader_accepts_the_schema_accepts(tmp_path: Path) -> None:
    file = tmp_path / "datasheet.yaml"
    file.write_text(GOOD)
    read = read_answers(file, documents.document_type("datasheet"))
    assert (misfits(ANSWERS, file), len(read.answers)) == ("", 6)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("relates_to_people: no", "relates_to_people: maybe"),
        ("purpose:", "purpse:"),
        ("status: unknown", "status: unknwn"),
        ("- name: 2024\n", "- nam: 2024\n"),
        ("summary: 1.10", "summary: [1.10]"),
        ("    reason: on\n", ""),
        ("reason: on", "reason: ' '"),
        ("status: unknown", "answer: Nobody.\n    status: unknown"),
        ("    accept: 012345678901", "    status: answered"),
        ("    accept: 012345678901", "    accept: 012345678901\n    answer: A name."),
        ("    accept: 012345678901", "    accept: 012345678901\n    status: pending"),
    ],
)
def test_what_is_wrong_the_reader_and_the_schema_refuse(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "datasheet.yaml"
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(InputError):
        read_answers(file, documents.document_type("datasheet"))
    assert "Schema validation errors were encountered" in misfits(ANSWERS, file)


def test_a_schema_is_found_by_short_or_full_name_and_a_wrong_name_lists_them() -> None:
    full = schemas()["datasheet.v1.schema.json"]
    names = ("datasheet", "datasheet.v1", "datasheet.v1.schema.json")
    assert [schema_text(name) for name in names] == [full] * 3
    with pytest.raises(
        CardgenError, match=r"nope: there is no such schema; choose from data_statement"
    ):
        schema_text("nope")
