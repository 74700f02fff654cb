from pathlib import Path

import pytest

from cardgen.errors import InputError
from cardgen.project import Project, read_project


def read(tmp_path: Path, text: str) -> Project:
    (tmp_path / "cardgen.yaml").write_text(text)
    return read_project(tmp_path)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    return caught.value.problems


def test_documents_are_named_by_type_and_by_data_set_where_there_are_several(
    tmp_path: Path,
) -> None:
    text = "schema: cardgen.project/1\nmodel: M\ndocuments:\n- type: model_card\n- {type: datasheet, data: a}\n"
    one = read(tmp_path, text + "data:\n  a:\n")
    two = read(tmp_path, text + "data:\n  a:\n  b: {}\n")
    assert [[p.stem(e) for e in p.documents] for p in (one, two)] == [
        ["model_card", "datasheet"],
        ["model_card", "datasheet-a"],
    ]
    assert [one.named(entry) for entry in one.documents] == ["M", "a"]


def test_text_stays_as_written(tmp_path: Path) -> None:
    project = read(tmp_path, "schema: cardgen.project/1\nmodel: on\nversion: 1.10\nlanguage: no\n")
    assert (project.model, project.version, project.language) == ("on", "1.10", "no")


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    text = (
        "schema: cardgen.project/1\nmodl: M\nversion: [1]\nlanguage: x_y\ndocuments:\n"
        "- {type: datashet, data: name, answers: ../a.yaml}\n- {typ: datasheet}\n"
        "data:\n  names: {paths: a.csv}\n  'a:b': {}\noutput: /etc\n"
    )
    assert problems(tmp_path, text) == [
        "cardgen.yaml:2: modl: unknown key; did you mean 'model'?",
        "cardgen.yaml:3: version: expected text, found a list",
        "cardgen.yaml:4: language: expected a BCP 47 language tag, found 'x_y'; did you mean 'x-y'?",
        "cardgen.yaml:6: documents[0].answers: expected a path inside the project, found '../a.yaml'",
        "cardgen.yaml:6: documents[0].type: there is no document type 'datashet'; did you mean 'datasheet'?",
        "cardgen.yaml:6: documents[0].data: there is no data set 'name'; did you mean 'names'?",
        "cardgen.yaml:7: documents[1].typ: unknown key; did you mean 'type'?",
        "cardgen.yaml:7: documents[1].type: missing; add this key",
        "cardgen.yaml:9: data.names.paths: expected a list, found 'a.csv'",
        "cardgen.yaml:10: data.a:b: expected a name of letters, digits, '.', '_' and '-', found 'a:b'",
        "cardgen.yaml:11: output: expected a path relative to the project, with forward slashes and"
        " without ':', found '/etc'",
    ]


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    text = "schema: cardgen.project/1\ndocuments:\n- type: datasheet\n- type: datasheet\n"
    assert problems(tmp_path, text) == [
        "cardgen.yaml:4: documents[1]: would be written to datasheet.* like documents[0]; "
        "give each the `data` that it is about"
    ]


def test_a_file_of_answers_serves_one_document_type(tmp_path: Path) -> None:
    text = (
        "schema: cardgen.project/1\ndocuments:\n- type: datasheet\n- type: model_card\n"
        "  answers: ./datasheet.yaml\n- {type: datasheet, data: a, answers: datasheet.yaml}\n"
        "data: {a: , b: }\n"
    )
    assert problems(tmp_path, text) == [
        "cardgen.yaml:5: documents[1].answers: ./datasheet.yaml holds the answers of documents[0], "
        "a datasheet; name another file"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schema: cardgen.project/2\nnew: 1\n", ":1: schema: written for version 2 of cardgen.project;"
         " this cardgen reads version 1: use the cardgen that wrote the file"),
        ("schema: x\n", ":1: schema: expected cardgen.project/1, found 'x'"),
        ("model: M\n", ":1: schema: missing; add this key"),
        ("", ":1: expected a mapping that begins with `schema: cardgen.project/1`, found nothing"),
    ],
)  # fmt: skip
def test_the_schema_is_checked_first(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(tmp_path, text) == [f"cardgen.yaml{expected}"]


def test_a_newer_minor_version_is_a_finding(tmp_path: Path) -> None:
    project = read(tmp_path, "schema: cardgen.project/1.3\nnew: 1\n")
    assert [(f.code, f.severity.value, f.line, f.message) for f in project.findings] == [
        (
            "V001",
            "warning",
            1,
            "The file says cardgen.project/1.3, a newer version than this cardgen knows. "
            "Not read: new (line 2).",
        )
    ]


def test_no_project_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cardgen\.yaml: there is no such file; write it with"):
        read_project(tmp_path)


STATED = """
schema: cardgen.project/1
energy:
  country: gbr
  pue: {value: 1.2, source: operator}
  water: {l_per_kwh: 0, source: operator}
  price: {amount: 0, currency: EUR, date: 2026-01, source: list}
  hardware: {embodied_kg: 250, lifetime_years: 4, idle_w: 0, source: maker}
  functional_unit: {name: "1,000 rows", inferences: 1000}
  instruments:
  - {kind: offset, amount: 0.5, unit: kgCO2eq, source: registry}
""".lstrip()


def test_what_is_stated_of_energy_is_read_with_zeros_as_figures(tmp_path: Path) -> None:
    energy = read(tmp_path, STATED).energy
    assert energy.pue is not None and energy.price is not None and energy.hardware is not None
    assert energy.water is not None and energy.functional_unit is not None
    assert (energy.pue.value, energy.water.l_per_kwh, energy.price.amount) == (1.2, 0.0, 0.0)
    assert (energy.price.date, energy.hardware.share, energy.hardware.idle_w) == ("2026-01", 1, 0)
    assert [item.kind for item in energy.instruments] == ["offset"]


def test_what_is_stated_of_energy_needs_a_source_and_a_possible_value(tmp_path: Path) -> None:
    text = (
        STATED.replace("value: 1.2, source: operator", "value: 0.9")
        .replace("currency: EUR", "currency: euro")
        .replace("embodied_kg: 250", "embodied_kg: -1")
        .replace("kind: offset", "kind: promise")
    )
    assert problems(tmp_path, text) == [
        "cardgen.yaml:4: energy.pue.value: input should be greater than or equal to 1, found '0.9'",
        "cardgen.yaml:4: energy.pue.source: missing; add this key",
        "cardgen.yaml:6: energy.price.currency: string should match pattern '^[A-Z]{3}$', found 'euro'",
        "cardgen.yaml:7: energy.hardware.embodied_kg: input should be greater than or equal to 0, found '-1'",
        "cardgen.yaml:10: energy.instruments[0].kind: expected one of guarantee of origin, power purchase"
        " agreement, green tariff, offset, found 'promise'",
    ]
