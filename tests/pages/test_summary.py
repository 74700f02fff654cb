"""Page 1: answers, facts and gaps, never words of cardgen's own."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from cardgen import documents
from cardgen.documents._base import Head
from cardgen.documents._types import Prose
from cardgen.documents.model_card import ModelCard
from cardgen.formats import render
from cardgen.pages.view import page
from cardgen.values import Answer, Draft, Interval, Method, Scalar, Status, Table
from tests.formats.sample import EVIDENCE, answered, fact, quantity


def card(facts=(), **answers) -> ModelCard:
    """A model card with *answers* by `section__field`."""
    sections: dict[str, dict[str, Answer]] = {}
    for path, answer in answers.items():
        section, field = path.split("__")
        sections.setdefault(section, {})[field] = answer
    types = ModelCard.sections()
    filled = {name: types[name].model_construct(**own) for name, own in sections.items()}
    return ModelCard.model_construct(
        head=Head(name="Net"),
        facts=tuple(facts),
        **{name: filled.get(name, type_()) for name, type_ in types.items()},
    )


def first_page(document: ModelCard) -> str:
    text = render(document, "md", "model_card")["model_card.md"].decode()
    return text.partition("## About this page")[0]


@pytest.mark.parametrize("kind", documents.kinds())
def test_a_type_declares_its_summary_from_its_own_questions(kind: str) -> None:
    type_ = documents.document_type(kind)
    paths = {path for path, *_ in type_.questions()}
    asked = {line.question for line in type_.summary if line.question is not None}
    assert (len(asked) >= 4, asked - paths) == (True, set())


@pytest.mark.parametrize("kind", documents.kinds())
def test_an_empty_document_says_on_page_1_that_it_is_empty(kind: str) -> None:
    document = documents.document_type(kind)(head=Head(name="x"))
    view = page(document, kind)
    titles = [place.about.title for place in document.places()]
    named = [link.title for section in view.standing.open for link in section.questions]
    assert (named, view.standing.open_count, view.standing.answered) == (titles, len(titles), 0)
    assert {item.words for item in view.summary} == {None}


def test_an_answer_stands_in_its_own_words_behind_a_link_to_the_whole() -> None:
    text = first_page(card(intended_use__uses=answered(Prose("To *sort* mail.\n\n- fast\n- safe"))))
    assert "**[What it is for](#q-intended-use-uses):** To sort mail. fast; safe\n\n" in text


def test_a_long_answer_is_cut_at_a_sentence_and_says_so() -> None:
    words = "One sentence of some length stands here. " * 20
    text = first_page(card(intended_use__uses=answered(Prose(words))))
    line = next(line for line in text.splitlines() if "What it is for" in line)
    assert line.endswith("here. … (cut; whole under [Primary intended uses](#q-intended-use-uses))")
    assert 240 < len(line) < 620


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Answer(), "□ Not answered."),
        (Answer(status=Status.WITHHELD, reason="law"), "■ Withheld: law."),
        (Answer(draft=Draft(value="x", digest="0", evidence=EVIDENCE)), "◊ Draft."),
        (answered(Prose("")), "(empty text)"),
    ],
)
def test_what_is_missing_stays_a_gap(answer: Answer, shown: str) -> None:
    assert f"(#q-intended-use-uses):** {shown}\n" in first_page(card(intended_use__uses=answer))


def test_results_on_test_stand_beside_their_baselines_and_others_do_not() -> None:
    interval = Interval(low=0.5, high=0.7, level=0.95, method="Wilson")
    facts = [
        fact(
            quantity(value, n=90, interval=interval),
            where={"metric": "accuracy", "system": system, "split": split},
        )
        for split, system, value in [
            ("validation", "model", 0.66), ("test", "model", 0.6), ("test", "majority", 0.55),
        ]
    ]  # fmt: skip
    assert (
        "**Overall results (split test)** *∑ computed* [\\[e1\\]](#e1)\n\n"
        "| System | accuracy | n |\n| --- | ---: | ---: |\n"
        "| model | 0.60 (0.50–0.70) | 90 |\n| majority | 0.55 (0.50–0.70) | 90 |\n\n"
        "In brackets: 95% interval.\n"
    ) in first_page(card(facts))


def test_costs_say_how_they_were_had_and_which_are_missing() -> None:
    why = EVIDENCE.model_copy(
        update={"method": Method.NOT_MEASURED, "note": "No country was declared."}
    )
    facts = [
        fact(quantity(0.0, unit="kWh"), id="en.kwh"),
        fact(quantity(9.0, unit="kWh"), id="en.kwh", where={"phase": "training"}),
        fact(quantity(None, unit="kgCO2eq"), id="en.co2", evidence=why),
        fact(Table(columns=("part", "value"), rows=(("CPU", "x"), ("cores", 2))), id="en.hw"),
    ]
    assert (
        "**[What it cost](#q-compute-energy):**\n\n"
        "-   Energy: 0 kWh *∑ computed* [\\[e1\\]](#e1)\n"
        "-   Emissions: not given [\\[e2\\]](#e2). No country was declared.\n"
        "-   Hardware: CPU x; cores 2 *∑ computed* [\\[e1\\]](#e1)\n\n"
        "○ Not recorded: Duration.\n"
    ) in first_page(card(facts))


def test_an_energy_that_is_at_least_so_much_names_the_part_without_a_figure() -> None:
    nothing = quantity(None, unit="kWh")
    facts = [
        fact(quantity(0.5, unit="kWh", at_least=True), id="en.kwh"),
        fact(nothing, id="en.kwh_parts", where={"component": "cpu"}),
        fact(nothing, id="en.kwh_parts", where={"component": "gpu", "phase": "training"}),
        fact(quantity(0.5, unit="kWh"), id="en.kwh_parts", where={"component": "ram"}),
    ]
    assert "-   Energy: at least 0.50 kWh (CPU package not measured) *" in first_page(card(facts))


def test_few_recorded_values_stand_on_page_1_as_in_their_table() -> None:
    recorded = EVIDENCE.model_copy(update={"method": Method.RECORDED})
    table = Table(columns=("part", "value"), rows=(("memory (GiB)", 7.6),))
    assert "-   Hardware: memory (GiB) 7.6 *" in first_page(
        card([fact(table, id="en.hw", evidence=recorded)])
    )


@pytest.mark.parametrize(
    ("kilograms", "shown"),
    [(250.0, "250 kgCO2eq"), (0.1, "0.10 kgCO2eq"), (0.031, "31 gCO2eq"), (0.00031, "0.31 gCO2eq")],
)
def test_small_emissions_are_in_grams(kilograms: float, shown: str) -> None:
    emissions = fact(quantity(kilograms, unit="kgCO2eq"), id="en.co2")
    assert f"-   Emissions: {shown} *" in first_page(card([emissions]))


def test_a_draft_is_counted_as_open_and_named() -> None:
    draft = Answer(draft=Draft(value="x", digest="0", evidence=EVIDENCE))
    standing = page(card(intended_use__uses=draft), "model_card").standing
    links = [link for section in standing.open for link in section.questions]
    assert standing.drafts == 1
    assert ("Primary intended uses", "◊") in [(link.title, link.symbol) for link in links]


def test_the_legend_has_exactly_the_marks_of_the_page() -> None:
    made = fact(Scalar(value=1), id="m.params")
    document = card([made], intended_use__uses=answered(Prose("x")))
    view = page(document, "model_card")
    used = [mark.word for mark in view.legend]
    assert used == ["computed", "Not answered", "Not recorded"]


def test_figures_that_nothing_recorded_are_named_once() -> None:
    text = first_page(card())
    assert "(#q-compute-energy):** ○ Not recorded: Duration, Energy, Emissions, Hardware.\n" in text
    assert text.count("Not recorded: Duration") == 1


def test_page_1_of_an_empty_document_in_print_names_every_open_question() -> None:
    document = documents.document_type("data_statement")(head=Head(name="x"))
    pdf = render(document, "pdf", "data_statement")["data_statement.pdf"]
    first = "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    titles = [place.about.title for place in document.places()]
    assert [title for title in titles if "".join(title.split()) not in first] == []
