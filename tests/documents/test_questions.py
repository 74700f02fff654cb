"""What holds for the questions of every document type."""

from __future__ import annotations

import json
import re

import pytest

from cardgen.documents import document_type, kinds
from cardgen.documents._base import Document, Head
from cardgen.errors import CardgenError
from tests.documents.frameworks import TYPES, about, catalogue, items, rows, words

# The source at the end of each question: what it must be for each number in `source`.
CITED = {
    "DFD": r"Gebru et al. 2021, {number}",
    "DS3": r"DS v3 {number}",
    "MC": r"Mitchell et al. 2019, 4.{section}",
    "SP": r"Bender et al. 2021, section {number}",
    "VSD": r"Friedman et al. 2017",
    "PM": r"Klein 2007",
    "REP": r"Dodge et al. 2019",
    "cardgen": r"cardgen",
}
# Sections of the paper that have sections of their own.
SUBSECTIONS = {"3.a1": "3.1", "3.a2": "3.2", "3.a3": "3.3"}

# Facts that the crosswalk lumps together, split so that each is one question's.
SPLIT = {
    "dis.access": "dis.third",
    "dis.conditions": "dis.third",
    "dis.restrictions": "dis.third",
    "dis.terms": "dis.fees",
    "mnt.old_versions": "mnt.old",
    "mnt.obsolescence": "mnt.old",
    "sp.alternatives": "sp.fit",
    "sp.who_pays": "sp.fit",
    "sp.data_limit": "sp.budget",
}
# Facts of the appendices that the crosswalk does not list.
OWN = {"sp.cost", "sp.passes"}
# Machine facts that the crosswalk lists otherwise or not at all.
MACHINE = {
    *(
        "plan.timing",
        "pm.timing",
        "res.error_rates",
        "en.cpu_time",
        "en.flags",
        "en.tool",
        "en.wall",
    ),
    *("tr.importance", "tr.trials", "res.seeds", "res.over_seeds", "res.expected"),
    *("tr.outcome", "tr.problems", "tr.losses", "tr.kept"),
    *("en.wall_time", "en.infer_time", "en.latency", "en.cost", "en.breakeven"),
    *("en.embodied", "en.idle", "en.sci", "en.compare", "en.water"),
    *("res.error_groups", "res.fairness", "res.comparisons", "res.thresholds"),
    *(
        "ev.categories",
        "ev.not_observable",
        "res.comparable",
        "res.roc",
        "res.pr",
        "res.calibration",
        "res.ece",
    ),
}


def shared_facts() -> dict[str, dict[str, str]]:
    """For each fact that several types ask for exactly: the question's path by type."""
    found: dict[str, dict[str, str]] = {}
    for kind in TYPES:
        for path, question in about(kind).items():
            if question.fact is not None:
                found.setdefault(question.fact, {})[kind.kind] = path
    return {fact: paths for fact, paths in found.items() if len(paths) > 1}


def test_there_are_three_built_in_document_types() -> None:
    assert kinds() == ["data_statement", "datasheet", "model_card"]


def test_an_unknown_document_type_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(CardgenError, match="choose from data_statement, datasheet, model_card"):
        document_type("fact_sheet")


def citation(source: str) -> str:
    """How a question that carries *source* ends."""
    framework, _, number = source.partition(":")
    if source == "DFD:gate":
        return "skip rule of Gebru et al. 2021"
    section = SUBSECTIONS.get(number, number.partition(".")[0])
    return CITED[framework].format(number=number, section=section)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_every_question_ends_with_its_source_number(kind: type[Document]) -> None:
    wrong = {
        path: words(kind)[path]
        for path, question in about(kind).items()
        if not words(kind)[path].endswith(f"({citation(question.source[-1])})")
    }
    assert wrong == {}


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_every_question_is_short_and_one_line(kind: type[Document]) -> None:
    too_long = [text for text in words(kind).values() if len(text) > 300 or "\n" in text]
    assert too_long == []


def test_every_question_has_words_of_its_own() -> None:
    texts = [text for kind in TYPES for text in words(kind).values()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_titles_are_unique_within_a_section(kind: type[Document]) -> None:
    titles = [(section, question.title) for _, section, _, question in kind.questions()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_no_fact_is_asked_for_twice_in_one_document(kind: type[Document]) -> None:
    facts = [question.fact for question in about(kind).values() if question.fact is not None]
    assert sorted(facts) == sorted(set(facts))


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_a_fact_is_either_asked_for_exactly_or_in_part(kind: type[Document]) -> None:
    both = {path for path, question in about(kind).items() if question.fact in question.partly}
    assert both == set()


def test_questions_that_share_a_fact_have_one_type() -> None:
    types = {
        (kind.kind, path): field.annotation
        for kind in TYPES
        for path, _, field, _ in kind.questions()
    }
    differing = {
        fact: paths
        for fact, paths in shared_facts().items()
        if len({types[place] for place in paths.items()}) > 1
    }
    assert differing == {}


def test_only_exact_matches_of_the_crosswalk_share_an_answer() -> None:
    columns = {"datasheet": "DFD", "data_statement": "DS3", "model_card": "MC"}
    crosswalk = {row["fact_id"]: row for row in rows("crosswalk.tsv")}
    loose = []
    for fact, paths in shared_facts().items():
        row = crosswalk[SPLIT.get(fact, fact)]
        for kind, path in paths.items():
            numbers = {number.partition(":") for number in about(document_type(kind))[path].source}
            exact = row[columns[kind]].split("; ")
            if not any(name == columns[kind] and item in exact for name, _, item in numbers):
                loose.append((fact, kind, path))
    assert sorted(loose) == [
        # Items that lump a DOI with channels, a licence with terms: each has a field of its own.
        ("dis.license", "datasheet", "distribution.licence"),
        ("ds.doi", "datasheet", "distribution.doi"),
        # The executive summary is a fact of the data set: a datasheet takes it over with its number.
        ("ds.summary", "datasheet", "overview.summary"),
    ]


def test_matches_of_the_crosswalk_that_are_not_shared_are_offered() -> None:
    """Every fact that two documents ask for is named by each question that asks for it."""
    named: dict[str, set[str]] = {}
    for kind in TYPES:
        for question in about(kind).values():
            facts = {question.fact, *question.partly, *question.shows}
            for source in question.source:
                named.setdefault(source, set()).update(SPLIT.get(f, f) for f in facts if f)
    left_out = {}
    for row in rows("crosswalk.tsv"):
        sources = {
            f"{framework}:{item.rstrip('*')}"
            for framework in ("DFD", "DS3", "MC")
            for item in row[framework].split("; ")
            if item != ""
        }
        missing = {source for source in sources if row["fact_id"] not in named[source]}
        if len({source.partition(":")[0] for source in sources}) > 1 and missing != set():
            left_out[row["fact_id"]] = missing
    assert left_out == {
        # One row for eight different "anything else" questions.
        "ds.motivation_other": {
            *(f"DFD:Q{number}" for number in (4, 20, 32, 36, 42, 49, 57)),
            "DS3:16",
        },
        # Counts that are shown once, where they answer the question.
        "ds.n_per_split": {"MC:5.a"},
        "ds.n_per_class": {"DFD:Q17"},
        # Speakers are no instances.
        "spk.n": {"DFD:Q6"},
        # Not measured yet.
        "ds.split_leak": {"DFD:Q13", "MC:9.a"},
    }


def test_every_fact_of_a_question_is_one_of_the_crosswalk_or_split_from_one() -> None:
    known = {row["fact_id"] for row in rows("crosswalk.tsv")} | set(SPLIT) | OWN
    used = {
        fact
        for kind in TYPES
        for question in about(kind).values()
        for fact in (question.fact, *question.partly)
        if fact is not None
    }
    assert used - known == set()


def test_shown_facts_are_machine_facts_that_the_crosswalk_knows() -> None:
    known = {row["fact_id"] for row in rows("crosswalk.tsv")} | MACHINE
    shown = {fact for kind in TYPES for question in about(kind).values() for fact in question.shows}
    assert {fact for fact in shown - known if not fact.startswith("prj.")} == set()


def test_how_a_question_is_filled_is_as_the_catalogue_says_or_asks_more_of_people() -> None:
    expected = {"auto": "auto", "auto draft + human": "derived", "human": "human"}
    frameworks = {"datasheet": "DFD", "data_statement": "DS3", "model_card": "MC"}
    differing: dict[str, tuple[str, str]] = {}
    for kind in TYPES:
        framework = frameworks[kind.kind]
        how = catalogue(framework)
        for item in items(kind, framework):
            if item not in how:
                continue
            ours = {
                question.how
                for question in about(kind).values()
                if f"{framework}:{item}" in question.source
            }
            if expected[how[item]] not in ours:
                differing[f"{framework}:{item}"] = (how[item], "/".join(sorted(ours)))
    assert differing == {
        # Nothing in a run says that its repository holds the preprocessing, or which version of
        # the data it read: a person confirms both.
        "DFD:Q35": ("auto", "derived"),
        "DS3:1.3": ("auto", "derived"),
    }


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_facts_answer_only_questions_that_show_some_or_that_the_head_answers(
    kind: type[Document],
) -> None:
    unfounded = {
        path
        for path, question in about(kind).items()
        if question.how == "auto" and question.shows == ()
    }
    expected = {"header.name", "header.statement_version", "header.statement_citation"}
    assert unfounded == (expected if kind.kind == "data_statement" else set())


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_a_document_without_an_answer_survives_json(kind: type[Document]) -> None:
    empty = kind(head=Head(name="x"))
    assert kind.model_validate_json(empty.model_dump_json()) == empty


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_a_json_schema_can_be_made_with_each_question_in_it(
    kind: type[Document], mode: str
) -> None:
    schema = json.dumps(
        kind.model_json_schema(mode="serialization" if mode == "serialization" else "validation"),
        ensure_ascii=False,
    )
    missing = [
        text for text in words(kind).values() if json.dumps(text, ensure_ascii=False) not in schema
    ]
    assert missing == []


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_no_record_in_an_answer_looks_like_an_envelope(kind: type[Document]) -> None:
    schema = kind.model_json_schema()
    records = {
        name: set(definition.get("properties", {}))
        for name, definition in schema["$defs"].items()
        if not name.startswith("Answer_")
    }
    envelopes = {name for name, keys in records.items() if keys & {"answer", "status", "accept"}}
    assert envelopes == set()


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_every_document_cites_its_source(kind: type[Document]) -> None:
    assert re.search(r"\(20\d\d\)\..*https://", kind.citation) is not None
