"""People's words, facts and drafts stand side by side; nothing is invented."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardgen.documents import document_type, kinds
from cardgen.documents._answers import AnswerFile
from cardgen.documents._base import Head
from cardgen.documents._text import Prose
from cardgen.documents._types import Agent
from cardgen.errors import InputError
from cardgen.fill import Shared, fill
from cardgen.values import Answer, Quantity, Scalar, Status
from tests.fill.sheets import HEAD, Sheet, accuracy, answered, fact, file

COUNT = fact("ds.n_instances", Quantity(value=0, unit="instances"), "data:x")


def filled(answers: AnswerFile | None = None, *facts: Any, **more: Any) -> Any:
    return fill(Sheet, HEAD, answers, facts, data="x", **more).contents  # type: ignore[attr-defined]


def test_facts_answer_an_auto_question_even_when_they_are_zero() -> None:
    count = filled(None, COUNT).count
    assert (count.status, count.value, count.facts) == (
        "answered",
        None,
        ("ds.n_instances@data:x",),
    )


def test_a_persons_words_stand_beside_the_fact() -> None:
    count = filled(file(count=answered("contents.count", Prose("many"))), COUNT).count
    assert (count.value, count.facts) == ("many", ("ds.n_instances@data:x",))


def test_facts_about_another_data_set_are_left_out() -> None:
    other = fact("ds.n_instances", Quantity(value=1, unit="instances"), "data:y")
    document = fill(Sheet, HEAD, None, [other, COUNT], data="x")
    assert [f.address for f in document.facts if f.id == "ds.n_instances"] == [COUNT.address]


@pytest.mark.parametrize("value", [Prose(""), Prose("0"), Prose("False")])
def test_every_given_answer_is_kept(value: Prose) -> None:
    purpose = filled(file(purpose=answered("contents.purpose", value))).purpose
    assert (purpose.status, purpose.value) == (Status.ANSWERED, value)


@pytest.mark.parametrize("gate", [True, None])
def test_people_questions_stay_open_unless_the_gate_says_no(gate: bool | None) -> None:
    answers = None if gate is None else file(people=answered("contents.people", gate))
    assert filled(answers).consent.status == "unanswered"


def test_people_questions_fall_away_when_the_data_do_not_relate_to_people() -> None:
    agreed = fact("col.consent", "1 group", "data:x")
    consent = filled(file(people=answered("contents.people", False)), agreed).consent
    assert (consent.status, consent.reason is None, consent.facts) == ("not_applicable", False, ())


def test_the_gate_does_not_override_a_persons_own_answer() -> None:
    own = answered("contents.consent", Prose("given"))
    answers = file(people=answered("contents.people", False), consent=own)
    assert filled(answers).consent.value == "given"


def test_an_exact_match_in_another_document_answers_and_says_where_it_stands() -> None:
    other = Shared(Sheet, file(purpose=answered("contents.purpose", Prose("to show"))), "x")
    purpose = filled(None, others=[other]).purpose
    assert (purpose.value, purpose.evidence[0].derived_from, purpose.evidence[0].note) == (
        "to show",
        ("sheet.yaml#/contents/purpose",),
        "answered in sheet.yaml",
    )


def test_an_answer_about_another_data_set_serves_nothing() -> None:
    other = Shared(Sheet, file(purpose=answered("contents.purpose", Prose("to show"))), "y")
    contents = filled(None, others=[other])
    assert (contents.purpose.status, contents.both.draft) == ("unanswered", None)


def test_a_starred_match_is_only_a_draft() -> None:
    other = Shared(Sheet, file(purpose=answered("contents.purpose", Prose("to show"))), "x")
    both = filled(None, others=[other]).both
    assert (both.status, both.value, both.draft.value) == ("unanswered", None, "to show")


def test_an_internal_answer_becomes_no_draft_and_no_fact_elsewhere() -> None:
    words = answered("overview.summary", Prose("secret"), audience="internal")
    purpose = answered("contents.purpose", Prose("secret"), audience="internal")
    sheet = AnswerFile("datasheet.yaml", {"overview.summary": words}, {})
    others = [
        Shared(document_type("datasheet"), sheet, "x"),
        Shared(Sheet, file(purpose=purpose), "x"),
    ]
    card = fill(document_type("model_card"), HEAD, None, (), others=others)
    assert (filled(None, others=others).both.draft, "secret" in card.model_dump_json()) == (
        None,
        False,
    )


def test_the_summary_of_a_data_set_is_a_fact_of_the_model_card_with_its_figures() -> None:
    words = answered("overview.summary", Prose('{{ fact("ds.n_instances") }} names'))
    sheet = AnswerFile("datasheet.yaml", {"overview.summary": words}, {})
    others = [Shared(document_type("datasheet"), sheet, "x")]
    card = fill(document_type("model_card"), HEAD, None, (COUNT,), others=others)
    assert card.fact("ds.summary@data:x").value == Scalar(value="0 instances names")


def test_the_gate_of_one_document_answers_nothing_in_another() -> None:
    other = Shared(Sheet, file(people=answered("contents.people", False)), "x")
    contents = filled(None, others=[other])
    assert (contents.people.status, contents.consent.status) == ("unanswered", "unanswered")


def test_a_derived_question_gets_a_draft_and_stays_unanswered() -> None:
    authors = filled(None, fact("prj.authors", [{"name": "Jane Doe"}], "project")).authors
    assert (authors.status, authors.value, authors.draft.value) == (
        "unanswered",
        None,
        [{"name": "Jane Doe"}],
    )


def test_an_accepted_draft_becomes_the_answer() -> None:
    source = fact("prj.authors", [{"name": "Jane Doe"}], "project")
    code = filled(None, source).authors.draft.digest
    accepting = file(authors=Answer[Any](accept=code))
    authors = filled(accepting, source).authors
    assert (authors.status, authors.value) == ("answered", (Agent(name="Jane Doe"),))


def test_an_acceptance_lapses_when_the_draft_changes() -> None:
    before = filled(None, fact("prj.authors", [{"name": "Jane Doe"}], "project")).authors.draft
    accepting = file(authors=Answer[Any](accept=before.digest))
    authors = filled(accepting, fact("prj.authors", [{"name": "Roe"}], "project")).authors
    assert (authors.status, authors.value, authors.accept == before.digest) == (
        "unanswered",
        None,
        True,
    )


@pytest.mark.parametrize(("second", "draft"), [("MIT", True), ("ISC", False), ("unknown", True)])
def test_a_licence_is_drafted_only_when_the_files_agree(second: str, draft: bool) -> None:
    facts = [
        fact("prj.licence", "MIT", "project", file="a"),
        fact("prj.licence", second, "project", file="b"),
    ]
    assert (filled(None, *facts).licence.draft is not None) == draft


def test_a_figure_in_prose_is_resolved_and_is_evidence() -> None:
    text = Prose('right for {{ metric("accuracy", split="test") }}')
    document = fill(
        Sheet, HEAD, file(purpose=answered("contents.purpose", text)), [accuracy(0.0)], data="x"
    )
    purpose = document.contents.purpose  # type: ignore[attr-defined]
    address = "res.overall@model[metric=accuracy,split=test]"
    assert (purpose.value, purpose.evidence[0].derived_from, document.fact(address).id) == (
        "right for 0",
        ("sheet.yaml#/contents/purpose", f"fact:{address}"),
        "res.overall",
    )


def test_all_references_to_nothing_are_errors_with_their_lines() -> None:
    text = Prose('{{ fact("x.y") }} {{ metric("f1") }}')
    with pytest.raises(InputError) as caught:
        filled(file(purpose=answered("contents.purpose", text)), accuracy(0.5))
    assert [problem.split(": ")[:2] for problem in caught.value.problems] == [
        ["sheet.yaml:1", "contents.purpose"],
        ["sheet.yaml:1", "contents.purpose"],
    ]


@pytest.mark.parametrize("kind", kinds())
def test_an_empty_project_yields_only_gaps(kind: str) -> None:
    document = fill(document_type(kind), Head(name="x"), None, ())
    held = [p.path for p in document.places() if p.answer != type(p.answer)()]
    assert (held, document.facts) == ([], ())


@pytest.mark.parametrize("kind", kinds())
def test_filling_is_the_same_every_time(kind: str) -> None:
    facts = (COUNT, accuracy(float("nan")), accuracy(None, "validation"))
    made = [fill(document_type(kind), HEAD, None, facts).model_dump_json() for _ in range(2)]
    assert made[0] == made[1]


IDS = sorted(
    {i for k in kinds() for *_, q in document_type(k).questions() for i in (*q.shows, q.fact) if i}
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(IDS),
            st.sampled_from(["model", "data:x", "data:y", "project"]),
            st.sampled_from(
                [0, 0.0, False, "", None, "text", [], {}, Quantity(value=None, unit="1")]
            ),
        ),
        max_size=8,
    ),
    st.sampled_from(kinds()),
    st.sampled_from(["x", None]),
)
def test_no_set_of_facts_makes_filling_fail(parts: list[Any], kind: str, data: str | None) -> None:
    facts = [fact(id_, value, subject) for id_, subject, value in parts]
    document = fill(document_type(kind), HEAD, None, facts, data=data)
    shown = {address for place in document.places() for address in place.answer.facts}
    assert shown <= {held.address for held in document.facts}


@given(st.sampled_from(["purpose", "count", "licence"]), st.text(max_size=20))
def test_adding_an_answer_never_removes_a_fact(name: str, text: str) -> None:
    facts = (COUNT, fact("prj.licence", "MIT", "project"))
    try:
        answers = file(**{name: answered(f"contents.{name}", Prose(Prose.checked(text)))})
        if name == "licence":
            answers = file(licence=answered("contents.licence", "MIT"))
    except ValueError:
        return
    before, after = filled(None, *facts), filled(answers, *facts)
    assert getattr(before, name).facts == getattr(after, name).facts
