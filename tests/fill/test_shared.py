"""Which answers of one document move to another: the real document types, every pair of questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from cardgen.documents import document_type, kinds
from cardgen.documents._answers import AnswerFile, answer_type
from cardgen.documents._base import Head
from cardgen.documents._text import Prose
from cardgen.fill import Shared, fill
from cardgen.fill.drafts import from_answers
from cardgen.fill.shared import exact, given, starred
from cardgen.values import Answer, Quantity, Status
from tests.fill.sheets import fact

DATA = {"model_card": None, "datasheet": "names", "data_statement": "names"}
EXAMPLES: tuple[Any, ...] = (
    "Some words.", "MIT", "10.1145/3458723", "2020", "3 people", True, ["a step", "a tool"], ["en"],
    [{"name": "Ada"}], [{"title": "A guide"}], [{"source": "A corpus"}], [{"term": "a", "meaning": "b"}],
)  # fmt: skip


def example(wanted: Any) -> Any:
    """The first of the examples that the type takes."""
    for value in EXAMPLES:
        try:
            return TypeAdapter(wanted).validate_python(value)
        except ValueError:
            continue
    message = f"no example for {wanted}"
    raise AssertionError(message)


def pairs() -> Iterator[tuple[str, str, str]]:
    """From, to, and what becomes of an answer, for questions of two documents with a common fact."""
    asked = [(kind, *row) for kind in kinds() for row in document_type(kind).questions()]
    for source, path, _, field, about in asked:
        facts = {about.fact, *about.partly} - {None}
        targets = [
            (kind, to, to_field, to_about)
            for kind, to, _, to_field, to_about in asked
            if kind != source and facts & {to_about.fact, *to_about.partly}
        ]
        if targets == []:
            continue
        answer = Answer[Any](status=Status.ANSWERED, value=example(answer_type(field.annotation)))
        file = AnswerFile("a.yaml", {path: answer}, {})
        candidates = list(given([Shared(document_type(source), file, DATA[source])]))
        for kind, to, to_field, to_about in targets:
            draft = from_answers(to_field, starred(to_about, to_field, candidates, DATA[kind]))
            served = exact(to_about, to_field, candidates, DATA[kind])
            what = "served" if served is not None else "lost" if draft is None else "offered"
            yield f"{source}.{path}", f"{kind}.{to}", what


def test_an_answer_is_served_or_offered_wherever_its_fact_is_asked_for() -> None:
    lost = {(source, target) for source, target, what in pairs() if what == "lost"}
    # A card says what a model did with data, which is no statement about the data set.
    apart = {pair for pair in lost if pair[0].startswith("model_card.")}
    assert lost - apart == {
        # Records are not made of sentences, nor tags and versions.
        ("data_statement.header.citation", "datasheet.distribution.doi"),
        ("data_statement.header.version", "datasheet.maintenance.old_versions"),
        ("data_statement.metadata.guidelines", "datasheet.preprocessing.steps"),
        ("data_statement.source_datasets.licences", "datasheet.distribution.third_party_rights"),
        ("datasheet.composition.instances", "data_statement.language_varieties.tags"),
        ("datasheet.distribution.third_party_rights", "data_statement.source_datasets.licences"),
        ("datasheet.maintenance.old_versions", "data_statement.header.version"),
        ("datasheet.preprocessing.steps", "data_statement.metadata.guidelines"),
    }


def test_a_list_is_drafted_as_text_and_a_text_as_a_list() -> None:
    list_of_steps = document_type("data_statement").sections()["preprocessing"]
    text_of_steps = document_type("datasheet").sections()["preprocessing"]
    drafts = []
    for source, value, target in (
        ("data_statement", ("Split.", "Sorted."), text_of_steps),
        ("datasheet", "Split, then sorted.", list_of_steps),
    ):
        field = document_type(source).sections()["preprocessing"].model_fields["steps"]
        made = TypeAdapter(answer_type(field.annotation)).validate_python(value)
        answer = Answer[Any](status=Status.ANSWERED, value=made)
        file = AnswerFile("a.yaml", {"preprocessing.steps": answer}, {})
        candidates = list(given([Shared(document_type(source), file, "names")]))
        draft = from_answers(target.model_fields["steps"], candidates)
        drafts.append(None if draft is None else draft.value)
    assert drafts == ["- Split.\n- Sorted.", ["Split, then sorted."]]


def test_not_applicable_to_data_subjects_says_nothing_of_language_users() -> None:
    sheet, statement = document_type("datasheet"), document_type("data_statement")
    absent = Answer[Any](status=Status.NOT_APPLICABLE, reason="The data are not about people.")
    consent = Answer[Any](status=Status.ANSWERED, value="They signed a form.")

    def disclosed(answer: Answer[Any]) -> Status:
        file = AnswerFile("datasheet.yaml", {"collection.consent": answer}, {})
        others = [Shared(sheet, file, "names")]
        document: Any = fill(statement, Head(name="x"), None, (), data="names", others=others)
        status: Status = document.disclosures.consent.status
        return status

    assert (disclosed(absent), disclosed(consent)) == (Status.UNANSWERED, Status.ANSWERED)


def test_a_draft_holds_the_figures_that_its_source_looks_up() -> None:
    field = document_type("datasheet").sections()["preprocessing"].model_fields["steps"]
    answer = Answer[Any](status=Status.ANSWERED, value=Prose('{{ fact("ds.n_instances") }} kept.'))
    file = AnswerFile("a.yaml", {"preprocessing.steps": answer}, {})
    candidates = list(given([Shared(document_type("datasheet"), file, "names")]))
    count = fact("ds.n_instances", Quantity(value=0, unit="names"), "data:names")
    draft = from_answers(field, candidates, [count])
    assert draft is not None
    assert (draft.value, draft.evidence.derived_from) == (
        "0 names kept.",
        (f"fact:{count.address}",),
    )
