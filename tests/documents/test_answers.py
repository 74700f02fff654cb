from pathlib import Path
from typing import Any, ClassVar

import pytest

from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile, read_answers
from cardgen.documents._base import Document, Section, question
from cardgen.documents._types import Agent, Prose, SpdxExpression
from cardgen.errors import InputError
from cardgen.values import Answer, Evidence, Method, Status


class Motivation(Section):
    title: ClassVar[str] = "Motivation"
    purpose: Answer[Prose] = question("Purpose", "DFD:Q1")
    """Why?"""
    creators: Answer[tuple[Agent, ...]] = question("Creators", "DFD:Q2")
    """Who?"""


class Composition(Section):
    title: ClassVar[str] = "Composition"
    instances: Answer[int] = question("Instances", "DFD:Q4")
    """How many?"""
    share: Answer[float] = question("Share", "DFD:Q5")
    """What share?"""
    people: Answer[bool] = question("People", "DFD:Q6")
    """About people?"""
    licence: Answer[SpdxExpression] = question("Licence", "DFD:Q7")
    """Which?"""


class Sheet(Document):
    kind: ClassVar[str] = "sheet"
    title: ClassVar[str] = "Sheet"
    citation: ClassVar[str] = "nobody"
    motivation: Motivation = Motivation()
    composition: Composition = Composition()


def read(tmp_path: Path, text: str) -> AnswerFile:
    path = tmp_path / "sheet.yaml"
    path.write_bytes(text.encode())
    return read_answers(path, Sheet)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    return caught.value.problems


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_presence_is_not_truth(tmp_path: Path, newline: str) -> None:
    text = (
        "motivation:\n  purpose: ''\n  creators: []\ncomposition:\n  instances: 0\n"
        "  share: 0.0\n  people: no\n  licence:\n"
    )
    found = read(tmp_path, text.replace("\n", newline))
    assert {path: (a.status, a.value) for path, a in found.answers.items()} == {
        "motivation.purpose": (Status.ANSWERED, ""),
        "motivation.creators": (Status.ANSWERED, ()),
        "composition.instances": (Status.ANSWERED, 0),
        "composition.share": (Status.ANSWERED, 0.0),
        "composition.people": (Status.ANSWERED, False),
    }
    assert found.lines["composition.licence"] == 8


def test_nan_is_an_answer(tmp_path: Path) -> None:
    value: Any = read(tmp_path, "composition: {share: .nan}").answers["composition.share"].value
    assert value != value


@pytest.mark.parametrize("text", ["", "# nothing\n", "motivation:\n", "motivation: {purpose: ~}\n"])
def test_nothing_said_is_no_answer(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).answers == {}


def test_an_envelope_holds_an_answer_with_its_circumstances(tmp_path: Path) -> None:
    text = (
        "composition:\n  instances:\n    answer: 3\n    by: Jane\n    date: 2024-05-31\n"
        "    review_by: 2025-05-31\n    audience: internal\n"
    )
    evidence = Evidence(
        method=Method.DECLARED,
        derived_from=("sheet.yaml#/composition/instances",),
        attributed_to="Jane",
    )
    assert read(tmp_path, text).answers["composition.instances"] == Answer[int](
        status=Status.ANSWERED,
        value=3,
        by="Jane",
        date="2024-05-31",
        review_by="2025-05-31",
        audience="internal",
        evidence=(evidence,),
    )


@pytest.mark.parametrize("status", ["", "status: answered, "])
def test_accepting_a_draft_is_no_answer_before_the_draft_is_known(
    tmp_path: Path, status: str
) -> None:
    text = f"motivation: {{purpose: {{{status}accept: 012345678901}}}}"
    answer = read(tmp_path, text).answers["motivation.purpose"]
    assert (answer.status, answer.value, answer.accept) == (Status.UNANSWERED, None, "012345678901")


def test_all_problems_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    text = (
        "motivation:\n  purpse: x\n  instances: 3\n  creators:\n    - nme: x\ncomposition:\n"
        "  instances: many\n  share: '3'\n  people: {status: unknown}\n  licence: Apache 2.0\n"
        "compositon: 1\n"
    )
    assert problems(tmp_path, text) == [
        "sheet.yaml:2: motivation.purpse: unknown question; did you mean 'purpose'?",
        "sheet.yaml:3: motivation.instances: unknown question; it is a question of composition",
        "sheet.yaml:5: motivation.creators[0].nme: unknown key; did you mean 'name'?",
        "sheet.yaml:5: motivation.creators[0].name: missing; add this key",
        "sheet.yaml:7: composition.instances: expected a whole number, found 'many'",
        "sheet.yaml:8: composition.share: expected a number, found the text '3'; leave the quotes out",
        "sheet.yaml:9: composition.people: status unknown needs a reason; add `reason:`",
        "sheet.yaml:10: composition.licence: expected an SPDX licence expression such as 'Apache-2.0',"
        " found 'Apache 2.0'; did you mean 'Apache-2.0'? (for a licence that SPDX does not list write"
        " 'LicenseRef-<name>')",
        "sheet.yaml:11: compositon: unknown section; did you mean 'composition'?",
    ]


@pytest.mark.parametrize(
    ("envelope", "expected"),
    [
        ("{status: answered}", "has the status answered but no answer; add `answer:`"),
        ("{answer: 1, status: unknown, reason: x}", "has an answer and the status unknown; keep one of the two"),
        ("{status: withheld, reason: ' '}", "status withheld needs a reason; add `reason:`"),
        ("{answer: 1, accept: 0123456789ab}", "has an answer and accepts a draft; keep one of the two"),
        (
            "{answer: 0, status: answered, accept: 0123456789ab}",
            "has an answer and accepts a draft; keep one of the two",
        ),
        (
            "{accept: 0123456789ab, status: unknown, reason: x}",
            "accepts a draft and has the status unknown; keep one of the two",
        ),
        (
            "{accept: 0123456789ab, status: pending}",
            "accepts a draft and has the status pending; keep one of the two",
        ),
    ],
)  # fmt: skip
def test_contradicting_envelopes_are_errors(tmp_path: Path, envelope: str, expected: str) -> None:
    text = f"composition: {{instances: {envelope}}}"
    assert problems(tmp_path, text) == [f"sheet.yaml:1: composition.instances: {expected}"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("people: {answr: yes}", "people: expected yes or no, found a mapping; did you mean 'answer'?"),
        (
            "people: {reason: x, by: y}",
            "people: expected yes or no, found a mapping; "
            "add `answer:`, or `status:` with its reason, or `accept:`",
        ),
        ("people: {colour: red}", "people: expected yes or no, found a mapping"),
        ("people: [reason]", "people: expected yes or no, found a list"),
    ],
)  # fmt: skip
def test_what_is_nearly_an_envelope_says_what_makes_it_one(
    tmp_path: Path, answer: str, expected: str
) -> None:
    text = f"composition:\n  {answer}\n"
    assert problems(tmp_path, text) == [f"sheet.yaml:2: composition.{expected}"]


def test_a_comment_that_ends_a_text_is_a_finding(tmp_path: Path) -> None:
    text = (
        "# a remark\nschema: cardgen.sheet.answers/1 # the form\nmotivation: # a section\n"
        "  # Why?\n  purpose: We were\n    ranked #1 of all\n  creators: # all\n"
        "    - name: Team #2\n      role: 'x' # in quotes\ncomposition:\n  instances: 3 # a number\n"
        "  people: {status: unknown, reason: Bug #3\n    }\n  licence: MIT # an identifier\n"
    )
    found = read(tmp_path, text).findings
    assert [(f.code, f.severity.value, f.where, f.file, f.line, f.message) for f in found] == [
        ("A101", "warning", f"sheet.{path}", "sheet.yaml", line, f"{path} ends before {words}")
        for path, line, words in (
            ("motivation.purpose", 6, "'#1 of all', which is a comment."),
            ("motivation.creators", 8, "'#2', which is a comment."),
            ("composition.people", 12, "'#3', which is a comment."),
        )
    ]


def test_another_major_version_is_an_error_and_a_newer_minor_a_finding(tmp_path: Path) -> None:
    assert problems(tmp_path, "schema: cardgen.sheet.answers/2\n") == [
        "sheet.yaml:1: schema: written for version 2 of cardgen.sheet.answers; this cardgen reads "
        "version 1: use the cardgen that wrote the file"
    ]
    text = "schema: cardgen.sheet.answers/1.9\nfuture: 1\nmotivation:\n  creators: [{name: x, age: 3}]\n"
    assert [(f.code, f.line, f.message) for f in read(tmp_path, text).findings] == [
        (
            "V001",
            1,
            "The file says cardgen.sheet.answers/1.9, a newer version than this cardgen knows. "
            "Not read: future (line 2), motivation.creators[0].age (line 4).",
        )
    ]


def test_a_missing_file_and_a_folder_are_one_clear_error(tmp_path: Path) -> None:
    texts = []
    for path in (tmp_path / "no.yaml", tmp_path):
        with pytest.raises(InputError) as caught:
            read_answers(path, Sheet)
        texts.append(str(caught.value))
    assert texts == [
        "no.yaml: there is no such file; write it with `cardgen init`",
        f"{tmp_path.name}: this is a folder, not a file; give the YAML file",
    ]


def test_a_duplicate_key_does_not_hide_the_file_s_other_problems(tmp_path: Path) -> None:
    path = tmp_path / "datasheet.yaml"
    path.write_text("uses:\n  avoid: a\n  avoid: b\n  avod: c\noverview:\n  relates_to_people: x\n")
    with pytest.raises(InputError) as caught:
        read_answers(path, document_type("datasheet"))
    assert [problem.split(":")[1] for problem in caught.value.problems] == ["3", "4", "6"]
