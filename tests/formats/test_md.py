from __future__ import annotations

import re

import pytest

from cardgen.documents import document_type
from cardgen.documents._base import Head
from cardgen.documents._types import Agent, Prose, Text
from cardgen.formats import render
from cardgen.values import (
    QUOTED,
    Answer,
    Draft,
    Evidence,
    Method,
    Scalar,
    Status,
    Table,
)
from tests.extremes import SMALL, extreme, filled
from tests.formats.sample import (
    EVIDENCE,
    HOSTILE,
    answered,
    document,
    fact,
    full,
    hostile,
    quantity,
)
from tests.markdown.cases import CASES
from tests.markdown.test_escape import python_markdown, read

ALLOWED = {
    "p", "em", "i", "strong", "del", "code", "pre", "a", "br", "hr", "ul", "ol", "li", "blockquote", "img",
    "table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "span",
}  # fmt: skip


def page(*arguments, **answers) -> str:
    return render(document(*arguments, **answers), "md", "sample")["sample.md"].decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_slot_comes_out_as_text(text: str) -> None:
    html = python_markdown(render(hostile(text), "md", "sample")["sample.md"].decode())
    assert set(read(html)[0]) - ALLOWED == set()
    assert "javascript:" not in "".join(part for part in html.split("<") if part.startswith("a "))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (0.0, "0"),
        (False, "No"),
        ("", "(empty text)"),
        (float("nan"), "NaN"),
        ([], "None."),
    ],
)
def test_a_value_that_is_falsy_is_shown(value: object, shown: str) -> None:
    assert f"</a>Anything\n\n{shown}\n\n" in page(anything=answered(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (quantity(0.0, unit="kWh"), "0 kWh *∑ computed* [\\[e1\\]](#e1)"),
        (quantity(None, unit="kWh"), "not measured [\\[e1\\]](#e1)"),
        (quantity(float("nan")), "NaN *∑ computed* [\\[e1\\]](#e1)"),
        (
            quantity(2.5, unit="kWh", at_least=True),
            "at least 2.5 kWh *∑ computed* [\\[e1\\]](#e1)",
        ),
        (Scalar(value=False), "No *∑ computed* [\\[e1\\]](#e1)"),
        (Scalar(value=""), "(empty text) *∑ computed* [\\[e1\\]](#e1)"),
        (Scalar(value=None), "— *∑ computed* [\\[e1\\]](#e1)"),
    ],
)
def test_a_fact_is_shown_with_its_method_and_mark(value: object, shown: str) -> None:
    assert f"-   Energy: {shown}\n" in page((fact(value, id="en.kwh"),))


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Answer(), "□ Not answered."),
        (Answer(status=Status.PENDING), "… Answer pending."),
        (Answer(status=Status.UNKNOWN, reason="nobody counted"), "? Unknown: nobody counted."),
        (Answer(status=Status.NOT_APPLICABLE, reason="no people"), "× Not applicable: no people."),
        (Answer(status=Status.WITHHELD, reason="law"), "■ Withheld: law."),
    ],
)
def test_a_gap_is_one_quiet_line(answer: Answer, shown: str) -> None:
    assert f"</a>Anything\n\n<i>{shown}</i>\n\n" in page(anything=answer)


def test_open_questions_are_named_on_page_1_and_linked() -> None:
    text = page(prose=answered(Prose("x")), link=Answer(status=Status.UNKNOWN, reason="r"))
    assert (
        "**What is open:** 4 of 6 questions have no answer.\n\n-   **First:** □&nbsp;[Text](#q-first-text); "
        "□&nbsp;[People](#q-first-agents); ○&nbsp;[Figures](#q-first-figures); □&nbsp;[Anything](#q-first-anything)\n\n"
        "**Closed without an answer:** Unknown 1."
    ) in text


def test_facts_of_one_id_become_one_table_by_what_varies() -> None:
    facts = tuple(
        fact(quantity(v, n=10), where={"metric": m, "split": "test", "system": s})
        for s, m, v in [("model", "f_1", 0.5), ("model", "acc", 0.0), ("base", "acc", None)]
    )
    assert (
        "**Overall results (split test)** *∑ computed* [\\[e1\\]](#e1)\n\n"
        "| System | f\\_1 | acc | n |\n| --- | ---: | ---: | ---: |\n"
        "| model | 0.500 | 0 | 10 |\n| base | – | not given | 10 |\n"
    ) in page(facts)


def test_a_wide_confusion_matrix_shows_its_largest_confusions() -> None:
    names = [f"c{i}" for i in range(20)]
    rows = tuple((a, *(9 if a == b else 0 for b in names)) for a in names)
    rows = (("c0", 9, 4, *[0] * 18), *rows[1:])
    text = page((fact(Table(columns=("label", *names), rows=rows), id="res.confusion"),))
    assert (
        "| c0 | c1 | 4 |\n\nThe 1 most frequent of 1 kinds of confusion; the whole matrix" in text
    )


def test_evidence_with_the_same_origin_has_one_number() -> None:
    facts = (fact(Scalar(value=1), id="m.version"), fact(Scalar(value=2), id="m.params"))
    assert page(facts).count('<a id="e') == 1


def test_each_chart_is_a_file_beside_the_page_with_its_numbers_as_text() -> None:
    files = render(full(), "md", "model_card")
    assert list(files) == ["model_card.md", "model_card.figures/learning-curves.svg"]
    assert (
        "![Learning curves. train: from 4 at step 0 to 0.200 at step 19, lowest 0.200, highest 4."
    ) in files["model_card.md"].decode()


def test_the_columns_of_a_table_keep_their_names() -> None:
    table = Table(columns=("label", "sr_Cyrl"), rows=(("sr_Cyrl", 0),))
    assert "| label | sr\\_Cyrl |" in page((fact(table, id="m.arch"),))


def test_values_with_the_same_counts_stand_in_one_row_of_a_long_table() -> None:
    rows = tuple((f"c{i}", 40 if i < 19 else 0) for i in range(20))
    text = page((fact(Table(columns=("class", "test"), rows=rows), id="ds.n_per_class"),))
    joined = ", ".join(f"c{i}" for i in range(19))
    assert f"| class | test |\n| --- | ---: |\n| {joined} | 40 |\n| c19 | 0 |\n" in text


def test_groups_stand_in_their_natural_order() -> None:
    rows = (("11-20", 1), ("21+", 0), ("6-10", 2))
    text = page((fact(Table(columns=("length", "n"), rows=rows), id="ds.subpop_dist"),))
    assert "| 6-10 | 2 |\n| 11-20 | 1 |\n| 21+ | 0 |\n" in text


def test_error_rates_show_the_classes_missed_most_and_say_what_the_letters_mean() -> None:
    rows = tuple((f"c{i}", i / 20, None) for i in range(20))
    table = Table(columns=("class", "FNR", "FDR"), rows=rows)
    text = page((fact(table, id="res.error_rates"),))
    assert "| --- | ---: | --- |\n| c19 | 0.95 | – |\n" in text
    assert "The 15 of 20 classes that are missed most often" in text
    assert "FNR: share of the class's examples that were missed." in text


def test_results_by_group_are_a_table_a_group_with_the_splits_side_by_side() -> None:
    facts = tuple(
        fact(
            quantity(v, n=n),
            id="res.unitary",
            where={"group": g, "slice": "a", "metric": "acc", "split": s},
        )
        for g, s, v, n in [
            ("script", "dev", 0.5, 4), ("script", "held out", 0.0, 2), ("length", "held out", 0.5, 2),
            ("length", "dev", 0.5, 2),
        ]
    )  # fmt: skip
    text = page(facts)
    assert (
        "(group script, metric acc)** *∑ computed* [\\[e1\\]](#e1)\n\n"
        "| Script | dev | held out | n (dev / held out) |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| a | 0.500 | 0 | 4 / 2 |\n"
    ) in text
    assert "| Length | held out | dev | n (held out / dev) |\n" in text


def test_of_several_splits_results_by_group_are_those_on_test() -> None:
    facts = tuple(
        fact(quantity(v), id="res.unitary", where={"group": "g", "slice": "a", "split": split})
        for split, v in [("validation", 0.5), ("test", 0.25)]
    )
    text = page(facts)
    assert "0.25" in text and "0.5" not in text
    assert "Also in the JSON file of this document, for validation: Results by group.\n" in text


def test_a_table_stands_once_on_a_page() -> None:
    table = fact(Table(columns=("a",), rows=((0,),)), id="m.arch")
    text = page((table,), text=Answer(facts=(table.address,)))
    assert text.count("| a |\n| ---: |\n| 0 |") == 1
    assert "</a>Figures\n\nModules: see [Text](#q-first-text) above.\n" in text


def test_what_a_reader_must_know_stands_by_the_figure() -> None:
    evidence = EVIDENCE.model_copy(update={"note": "As it was declared."})
    text = page((fact(quantity(1.0), id="en.pue", evidence=evidence),))
    assert "(PUE): 1 *∑ computed* [\\[e1\\]](#e1). As it was declared.\n" in text


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (709_115_904, "bytes", "676 MiB"),
        (0, "bytes", "0 bytes"),
        (19_915_984.0, "FLOP", "19.9 MFLOP"),
    ],
)
def test_large_counts_have_a_unit_of_their_size(value: float, unit: str, shown: str) -> None:
    assert f"-   Energy: {shown} *" in page((fact(quantity(value, unit=unit), id="en.kwh"),))


def test_long_lists_of_short_words_run_on() -> None:
    tags = ["ar", "be", "bg", "bn", "cs", "da", "sr-Cyrl"]
    text = page(anything=answered(tags))
    assert "</a>Anything\n\nar, be, bg, bn, cs, da, sr-Cyrl\n" in text


def test_the_question_and_its_number_stand_under_the_heading() -> None:
    card = render(document_type("datasheet")(head=Head(name="x")), "md", "datasheet")
    text = card["datasheet.md"].decode()
    assert "</a>Funding\n\n<small>Who paid for the data set?" in text
    assert "(Gebru et al. 2021, Q3)</small>\n\n<i>□ Not answered.</i>" in text


def test_the_figures_that_a_text_quotes_are_marked() -> None:
    made = fact(quantity(0.5), where={"metric": "accuracy"})
    evidence = Evidence(
        method=Method.DECLARED, derived_from=("a.yaml#/x", f"{QUOTED}{made.address}")
    )
    text = page((made,), prose=answered(Prose("It is 0.50."), evidence=(evidence,)))
    assert "It is 0.50.\n\nFigures in this text: *∑ computed* [\\[e1\\]](#e1)\n" in text


@pytest.mark.parametrize(
    ("answer", "before"),
    [(answered("Much."), "Much.\n\nFrom records and files:\n\n"), (Answer(), "")],
)
def test_figures_behind_what_people_said_are_told_apart(answer: Answer, before: str) -> None:
    made = fact(quantity(2.5, unit="kWh"), id="en.kwh")
    both = answer.model_copy(update={"facts": (made.address,)})
    assert f"</a>Figures\n\n{before}-   Energy: 2.5 kWh" in page((made,), figures=both)


def test_a_table_says_why_some_of_its_figures_are_missing() -> None:
    why = EVIDENCE.model_copy(update={"note": "Its labels are unknown."})
    facts = (
        fact(quantity(0.5, n=9), id="res.unitary", where={"metric": "a"}),
        fact(quantity(None, n=9), id="res.unitary", where={"metric": "b"}, evidence=why),
    )
    assert page(facts).count("\n\nIts labels are unknown.\n") == 1


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (Head(name="x", run="r1", outcome="interrupted"), "r1 (interrupted)"),
        (Head(name="x", run="r1", outcome="finished"), "r1"),
        (Head(name="x"), "none was read"),
    ],
)
def test_the_head_says_how_the_run_ended(head: Head, shown: str) -> None:
    assert f"**Run:** {shown}\n" in page((), head)


def test_who_left_a_question_open_stands_below_the_reason() -> None:
    answer = Answer(status=Status.UNKNOWN, reason="lost", by="Ada", date="2026-01-02")
    assert "<i>? Unknown: lost.</i>\n\nStated by Ada, 2026-01-02.\n" in page(prose=answer)


def test_a_name_with_a_full_stop_ends_no_sentence() -> None:
    agent = Agent(name=Text("CLDR"), affiliation=Text("Unicode, Inc."), role=Text("vetters"))
    text = page(agents=answered([agent]))
    assert "<strong>CLDR</strong>; affiliation: Unicode, Inc.; role: vetters" in text


# What opens mathematics on GitHub and the Hugging Face Hub, which looks for it before Markdown.
MATHEMATICS = re.compile(r"\$|\\\\|\\\(")


@pytest.mark.parametrize("start", range(0, len(HOSTILE) + len(CASES), 60))
def test_no_text_opens_mathematics_or_front_matter(start: int) -> None:
    texts = [*HOSTILE, *CASES.values()][start : start + 60]
    made = render(filled("model_card", texts), "md", "sample")["sample.md"].decode()
    assert (MATHEMATICS.findall(made), made.startswith("# ")) == ([], True)


@pytest.mark.parametrize("name", ["hostile", "every plane", "right to left"])
def test_images_are_files_beside_the_page(name: str) -> None:
    made = render(extreme(name, "model_card", SMALL), "md", "sample")["sample.md"].decode()
    images = re.findall(r"(?<!\\)!\[.*?\]\(([^)]*)\)", made)
    assert [i for i in images if not i.startswith("sample.figures/")] == []
    assert "data:image" not in made


def test_a_name_from_right_to_left_keeps_the_date_behind_it() -> None:
    text = page(prose=answered(Prose("x"), by="דוד <b>", date="2026-01-02"))
    assert '\nStated by <span dir="auto">דוד &lt;b&gt;</span>, 2026-01-02.\n' in text


@pytest.mark.parametrize("name", ["", " ", None])
def test_a_date_without_a_name_is_no_signature(name: str | None) -> None:
    text = page(prose=answered(Prose("x"), by=name, date="2026-01-02"))
    assert "Stated by" not in text


def test_one_open_question_and_a_draft_without_an_origin_are_said_in_good_sentences() -> None:
    evidence = Evidence(method=Method.COMPUTED)
    draft = Answer(draft=Draft(value="x", digest="0", evidence=evidence))
    closed = Answer(status=Status.UNKNOWN, reason="r")
    given = dict.fromkeys(("prose", "text", "agents", "link", "figures"), closed)
    text = page(anything=draft, **given)
    assert "**What is open:** 1 of 6 questions has no answer; for 1 of them a draft waits" in text
    assert "proposed by cardgen and not accepted by a person:\n\n> x" in text
