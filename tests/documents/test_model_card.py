"""The model card holds every item of Mitchell et al. 2019, and the appendices beside them."""

from __future__ import annotations

from cardgen.documents.model_card import ModelCard
from tests.documents.frameworks import about, catalogue, items, words

SECTIONS = {
    "Model details": "abcdefghi",
    "Intended use": "abc",
    "Factors": ("a1", "a2", "a3", "b"),
    "Metrics": "abcde",
    "Evaluation data": "abc",
    "Training data": "abcd",
    "Quantitative analyses": "abc",
    "Ethical considerations": "abcde",
    "Caveats and recommendations": "abcd",
}
ITEMS = [f"{n}.{part}" for n, parts in enumerate(SECTIONS.values(), start=1) for part in parts]
APPENDICES = ["Training record", "Carbon, cost and compute", "Planning", "Project premortem"]


def test_all_40_items_are_there_in_the_papers_order() -> None:
    assert (items(ModelCard, "MC"), len(ITEMS)) == (ITEMS, 40)


def test_the_items_are_those_of_the_catalogue() -> None:
    assert list(catalogue("MC")) == ITEMS


def test_the_nine_sections_have_the_papers_names_and_the_appendices_follow() -> None:
    titles = [section.title for section in ModelCard.sections().values()]
    assert titles == [*SECTIONS, *APPENDICES]


def test_every_question_of_the_paper_stands_in_the_section_of_its_number() -> None:
    sections = list(ModelCard.sections())
    misplaced = {
        path: text
        for path, text in words(ModelCard).items()
        if "(Mitchell et al. 2019, 4." in text
        and sections.index(path.partition(".")[0]) + 1
        != int(text.rpartition("2019, 4.")[2].partition(")")[0].partition(".")[0])
    }
    assert misplaced == {}


def test_the_appendices_ask_for_what_stochastic_parrots_asks_for() -> None:
    numbers = {
        number
        for question in about(ModelCard).values()
        for number in question.source
        if number.partition(":")[0] in ("SP", "VSD", "PM")
    }
    assert numbers == {
        "SP:3", "SP:4.4", "SP:7",
        "VSD:stakeholders", "VSD:values", "VSD:tensions", "VSD:dams_and_flows", "VSD:method",
        "PM:session", "PM:horizon", "PM:reasons", "PM:actions", "PM:review",
    }  # fmt: skip


def test_planning_and_premortem_carry_a_date_and_a_plan_commit() -> None:
    paths = set(about(ModelCard))
    dated = {
        f"{section}.{name}"
        for section in ("planning", "premortem")
        for name in ("date", "plan_commit")
    }
    assert dated - paths == set()


def test_the_training_data_repeat_the_summaries_of_the_data_sets() -> None:
    question = about(ModelCard)["training_data.summaries"]
    assert (question.source, question.how, question.shows) == (("DS3:2",), "auto", ("ds.summary",))


def test_ratings_that_nobody_gave_are_unknown() -> None:
    card = ModelCard.model_validate(
        {
            "head": {"name": "x"},
            "premortem": {
                "reasons": {"status": "answered", "value": [{"reason": "Nobody needed it."}]}
            },
        }
    )
    reasons = card.premortem.reasons.value
    assert reasons is not None
    assert reasons[0].model_dump() == {
        "reason": "Nobody needed it.",
        "raised_by": None,
        "likelihood": "unknown",
        "severity": "unknown",
        "detectability": "unknown",
    }


def test_who_says_why_a_threshold_or_which_errors_matter_sees_the_figures_beside_the_question() -> (
    None
):
    shown = {
        name: set(question.shows)
        for question in about(ModelCard).values()
        for name in ("ev.threshold_why", "res.err_priority")
        if name in question.partly
    }
    assert shown == {
        "ev.threshold_why": {"ev.threshold", "res.thresholds", "res.roc", "res.pr"},
        "res.err_priority": {"res.confusion", "res.error_rates", "res.error_groups"},
    }
