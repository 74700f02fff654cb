"""What people say in the demo's answers: readable, cited, and true of the data where it counts."""

from __future__ import annotations

import re
from importlib.resources import as_file, files

import pytest

from cardgen.demo.place_names import data, spellings
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile, read_answers
from cardgen.documents._types import Reference
from cardgen.values import Answer, Status

KINDS = ("model_card", "datasheet", "data_statement")
READ = "2026-11-24"
PLACEHOLDERS = re.compile(r"\[…\]|\bTODO\b|\bTBD\b|\bN/A\b|\bFIXME\b", re.IGNORECASE)
PEOPLE = ("language_users.", "annotators.")


def _source(kind: str) -> str:
    return files("cardgen.demo.place_names").joinpath("answers", f"{kind}.yaml").read_text("utf-8")


def _answers(kind: str) -> AnswerFile:
    with as_file(files("cardgen.demo.place_names").joinpath("answers", f"{kind}.yaml")) as path:
        return read_answers(path, document_type(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_answers_hold_no_placeholder(kind: str) -> None:
    assert PLACEHOLDERS.findall(_source(kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_answer_with_an_address_says_when_it_was_read(kind: str) -> None:
    undated = [
        path
        for path, answer in _answers(kind).answers.items()
        if isinstance(answer.value or answer.reason, str)
        and "cldr.unicode.org" in f"{answer.value}{answer.reason}"
        and READ not in f"{answer.value}{answer.reason}"
    ]
    assert undated == []


def test_each_reference_has_a_place_and_a_date_of_access() -> None:
    answer: Answer[tuple[Reference, ...]] = _answers("data_statement").answers[
        "source_datasets.documentation"
    ]
    references = answer.value or ()
    unopened = [r for r in references if "Not opened by us" in (r.note or "")]
    opened = [r for r in references if r not in unopened]
    assert [r.title for r in references if r.link is None] == []
    assert [r.title for r in opened if r.accessed != READ] == []
    assert [r.accessed for r in unopened] == [None]
    assert len(references) == 7


def test_the_summary_has_60_to_100_words() -> None:
    summary = str(_answers("datasheet").answers["overview.summary"].value)
    words = re.sub(r"\{\{.*?\}\}", "10,502 instances", summary).split()
    assert 60 <= len(words) <= 100


def test_the_tags_are_the_locales_of_the_data() -> None:
    tags = _answers("data_statement").answers["language_varieties.tags"].value
    assert tags == data.load().locales


def test_the_counts_that_people_typed_are_those_of_the_data() -> None:
    built = data.load()
    assert built.versions == {"babel": "2.18.0", "cldr": "47"}
    listing = spellings.locales_by_spelling(built.names)
    shared = sum(len(locales) > 1 for locales in listing.values())
    latin = sum(
        spellings.script(name.text) == "Latin" for name in built.names if name.place == "FR"
    )
    failed = [exclusion.condition for exclusion in built.excluded]
    no_names = sum("no own names" in exclusion.reason for exclusion in built.excluded)
    counts = {
        len(built.locales): "25 of the 41 locales",
        len(built.excluded) + len(built.locales): "1,082 locale files",
        len(built.places): "leaves 257",
        len(listing): "7,097 distinct spellings",
        shared: "926 stand in several locales",
        latin: "25 of the 41 locales are",
        failed.count("min_own_coverage"): "914 locales fail the first",
        no_names: "750 of them have no names",
        failed.count("max_same_as_english"): "10 the second",
        failed.count("min_official_use"): "116 the third",
        failed.count("max_same_as_kept"): "1 the fourth",
    }
    text = " ".join(_source("datasheet").split())
    wrong = [
        f"{n}: {said}" for n, said in counts.items() if said not in text or f"{n:,}" not in said
    ]
    assert wrong == []


def test_the_locales_that_people_listed_are_those_left_out() -> None:
    excluded = data.load().excluded
    rare = [e.locale for e in excluded if e.condition == "min_official_use"]
    listed = ", ".join(rare[:-1]) + f" and {rare[-1]}."
    assert f"The third condition leaves out {listed}" in " ".join(_source("datasheet").split())


def test_no_question_on_people_is_answered_with_a_guess() -> None:
    answers = _answers("data_statement").answers
    statuses = [a.status for path, a in answers.items() if path.startswith(PEOPLE)]
    assert (len(statuses), Status.ANSWERED in statuses) == (16, False)
