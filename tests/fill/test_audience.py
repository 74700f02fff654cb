"""The public edition is made without internal answers and figures, and says what it leaves out."""

from typing import Any

import pytest

from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import Prose, Text
from cardgen.errors import InputError
from cardgen.fill import Internal, Shared, fill
from cardgen.fill.audience import Appendices, part, unmatched
from cardgen.values import Answer, Quantity, Scalar, Status, Table, Withheld
from tests.fill.sheets import HEAD, Sheet, accuracy, answered, fact, file

INSIDE = HEAD.model_copy(update={"audience": "internal"})
WHY = Text("a contract")
HOSPITAL = Internal(groups={"hospital": WHY})
OLDEST = Internal(slices={"age": {"90+": WHY}})
AGE = Internal(groups={"age": WHY})


def table(id_: str, columns: tuple[str, ...], *rows: tuple[Any, ...], **where: str) -> Any:
    value = Table(columns=columns, rows=rows)
    return fact(id_, "x", "data:x", **where).model_copy(update={"value": value})


def purpose(head: Any, answer: Answer[Any], *facts: Any, **more: Any) -> Answer[Any]:
    return fill(Sheet, head, file(purpose=answer), facts, data="x", **more).contents.purpose  # type: ignore[attr-defined,no-any-return]


def internal(value: Any, **more: Any) -> Answer[Any]:
    return answered("contents.purpose", value, audience="internal", by="Jane", **more)


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (internal(Prose("s")), Status.WITHHELD, "the answer is for internal readers"),
        (internal(Prose("s"), reason="A contract."), Status.WITHHELD, "A contract."),
        (
            Answer(status=Status.UNKNOWN, reason="s", audience="internal"),
            Status.WITHHELD,
            "the answer is for internal readers",
        ),
        (Answer(status=Status.PENDING, value=Prose("s"), audience="internal"), "pending", None),
        (Answer(audience="internal"), Status.PENDING, None),
    ],
)
def test_an_internal_answer_is_withheld_from_the_public_with_its_reason(
    answer: Answer[Any], status: Status, reason: str | None
) -> None:
    expected = Answer(status=status, reason=reason, audience="internal")
    assert purpose(HEAD, answer).model_dump() == expected.model_dump()


def test_the_internal_edition_has_internal_answers_whole() -> None:
    assert purpose(INSIDE, internal(Prose("s"))).value == "s"


def test_an_internal_answer_that_serves_another_document_is_withheld_there() -> None:
    others = [Shared(Sheet, file(purpose=internal(Prose("s"))), "x")]
    documents = [fill(Sheet, h, None, (), data="x", others=others) for h in (HEAD, INSIDE)]
    shown = [d.contents.purpose for d in documents]  # type: ignore[attr-defined]
    assert [(a.status, a.value) for a in shown] == [("withheld", None), ("answered", "s")]


def test_what_is_withheld_is_so_where_it_is_crossed_or_compared() -> None:
    crossed = {"group": "age × sex", "slice": "90+ × f"}
    facts = [
        fact("res.intersect", Quantity(value=1, unit="1"), **crossed),
        fact("res.intersect", Quantity(value=1, unit="1"), **crossed | {"slice": "20 × f"}),
        fact("res.unitary", Quantity(value=1, unit="1"), group="a × b", slice="x × y × 90+"),
        table("res.small", ("slice", "n"), ("90+ × m", 1), ("20 × m", 2), group="age × sex"),
        table(
            "res.disparity", ("group", "worst", "best"), ("age", "20", "90+"), ("age", "20", "30")
        ),
        table(
            "res.fairness", ("measure", "slices"), ("m", "90+, 20 (FPR)"), ("m", "20"), group="age"
        ),
        table("res.comparisons", ("group", "slice"), ("age", "90+"), ("age", "20")),
    ]
    ages = {name: part(facts, one).facts for name, one in (("slice", OLDEST), ("group", AGE))}
    assert {name: [_left(fact) for fact in kept] for name, kept in ages.items()} == {
        "slice": ["20 × f", "x × y × 90+", ["20 × m"], ["age"], ["m"], ["age"]],
        "group": ["x × y × 90+", [], []],
    }


def _left(fact: Any) -> Any:
    rows = fact.value.rows if isinstance(fact.value, Table) else None
    return fact.where["slice"] if rows is None else [row[0] for row in rows]


def test_a_withheld_group_is_gone_from_results_counts_columns_and_messages() -> None:
    kept = accuracy(0.5)
    facts = [
        kept,
        fact("res.unitary", Quantity(value=1, unit="1"), group="hospital", slice="North"),
        table("ds.subpop_dist", ("hospital", "test"), ("North", 1), group="hospital"),
        table("ds.columns", ("column", "dtype"), ("hospital", "str"), ("age", "int")),
        table("ev.factors", ("data", "group", "values"), ("x", "hospital", 2), ("x", "age", 3)),
        fact("tr.problems", ["group hospital: too long", "hospitality"]),
    ]
    parted = part(facts, HOSPITAL)
    rows = [f.value.rows for f in parted.facts if isinstance(f.value, Table)]
    texts = [f.value.value for f in parted.facts if isinstance(f.value, Scalar)]
    assert (rows, texts, parted.facts[0] is kept, [w.id for w in parted.withheld]) == (
        [(("age", "int"),), (("x", "age", 3),)],
        [["hospitality"]],
        True,
        ["res.unitary", "ds.subpop_dist", "ds.columns", "ev.factors", "tr.problems"],
    )


def test_a_withheld_slice_is_gone_alone_and_its_table_says_so() -> None:
    facts = [
        fact("res.unitary", Quantity(value=1, unit="1"), group="age", slice="90+"),
        fact("res.unitary", Quantity(value=1, unit="1"), group="age", slice="0-9"),
        table("ds.subpop_dist", ("age", "test"), ("90+", 1), ("0-9", 2), group="age"),
    ]
    left, counts = part(facts, OLDEST).facts
    assert (left.where["slice"], counts.value, counts.evidence.note) == (
        "0-9",
        Table(columns=("age", "test"), rows=(("0-9", 2),)),
        "Rows are withheld: a contract",
    )


def test_figures_that_alone_answer_a_question_are_withheld_with_their_reason() -> None:
    count = fact("ds.n_instances", Quantity(value=0, unit="instances"), "data:x")
    secret = Internal(figures={"ds.n_instances": WHY})
    document = fill(Sheet, HEAD, None, [count], data="x", internal=secret)
    answer = document.contents.count  # type: ignore[attr-defined]
    assert (answer.status, answer.reason, answer.facts, document.withheld) == (
        "withheld",
        "a contract",
        (),
        (Withheld(id="ds.n_instances", subject="data:x", reason="a contract"),),
    )


@pytest.mark.parametrize("head", [HEAD, INSIDE])
def test_public_words_cannot_quote_a_withheld_figure_in_any_edition(head: Any) -> None:
    words = Prose('{{ slice("accuracy", "90+") }}')
    old = fact(
        "res.unitary", Quantity(value=1, unit="1"), group="age", slice="90+", metric="accuracy"
    )
    with pytest.raises(InputError, match="withheld from the public edition"):
        purpose(head, answered("contents.purpose", words), old, internal=OLDEST)


def test_internal_words_may_quote_a_withheld_figure() -> None:
    words = internal(Prose('{{ slice("accuracy", "90+") }}'))
    old = fact(
        "res.unitary", Quantity(value=0.25, unit="1"), group="age", slice="90+", metric="accuracy"
    )
    shown = [purpose(head, words, old, internal=OLDEST).value for head in (HEAD, INSIDE)]
    assert shown == [None, "0.250"]


def test_internal_authors_are_in_no_citation() -> None:
    from cardgen.documents import document_type

    authors = answered("header.authors", ({"name": "Jane"},), audience="internal")
    sheet = AnswerFile("data_statement.yaml", {"header.authors": authors}, {})
    documents = [
        fill(document_type("data_statement"), h, sheet, (), data="x") for h in (HEAD, INSIDE)
    ]
    citations = [d.fact("doc.citation@data:x").value for d in documents]
    assert "Jane" not in str(citations)


def test_withheld_evidence_leaves_how_a_figure_came_about_and_nothing_of_where() -> None:
    count = fact("ds.n_instances", Quantity(value=0, unit="instances"), "data:x")
    secret = Internal(appendices=Appendices(evidence=WHY))
    words = answered("contents.purpose", Prose("p"))
    document = fill(Sheet, HEAD, file(purpose=words), [count], data="x", internal=secret)
    found = [f.evidence for f in document.facts] + [*document.contents.purpose.evidence]  # type: ignore[attr-defined]
    assert ({e.derived_from for e in found}, {e.generated_by for e in found}) == ({()}, {None})


def test_names_that_withhold_nothing_are_told() -> None:
    wrong = Internal(
        groups={"hospitol": WHY}, slices={"age": {"91+": WHY}}, figures={"tr.curve": WHY}
    )
    facts = [fact("res.unitary", Quantity(value=1, unit="1"), group="age", slice="90+")]
    assert [*unmatched(facts, wrong)] == ["groups.hospitol", "slices.age.91+", "figures.tr.curve"]
    assert [*unmatched(facts, OLDEST)] == []
