"""A typed figure of a metric must be a recorded one, where it is certain which one is meant."""

import time
from typing import Any

import pytest

from cardgen.checks.figures import check
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import Prose
from cardgen.fill import fill
from cardgen.values import Fact, Quantity
from tests.fill.sheets import HEAD, Sheet, accuracy, answered, fact, file


def _value(id_: str, value: float, **where: str) -> Fact:
    return fact(id_, Quantity(value=value, unit="1"), metric="accuracy", split="test", **where)


RECORDED = (
    accuracy(0.62134, system="model"),
    accuracy(0.71, split="validation", system="model"),
    accuracy(0.585, system="char_ngrams"),
    _value("res.unitary", 0.42, group="script", slice="Latin"),
    _value("res.unitary", 0.93, group="script", slice="Greek"),
)


def _found(text: str, facts: Any = RECORDED) -> list[str]:
    answers = file(purpose=answered("contents.purpose", Prose(text)))
    return [f.severity.value for f in check(fill(Sheet, HEAD, answers, facts))]


@pytest.mark.parametrize(
    "text",
    [
        "It has an accuracy of 0.93.",
        "The model has an accuracy of 0.93 on the test set.",
        "The accuracy was 93 %.",
        "It has 93% accuracy.",
        "accuracy 0.93",
        "Accuracy: 0.93",
        "accuracy=.93",
        "accuracy of **0.93**",
        "`accuracy` **0.93**",
        "Accuracy reaches 0.93",
        "accuracy of about 0.93",
        "accuracy of 93 per cent",
        "accuracy (test) = 0.93",
        "accuracy on test is 0.93",
        "The model's accuracy is 1 %.",
        "Place names has an accuracy of 0.93.",
        "The test accuracy is 0.71.",
        "We trained it in 2024. Our model has an accuracy of 0.93.",
    ],
)
def test_a_plain_sentence_with_another_figure_is_an_error(text: str) -> None:
    assert _found(text) == ["error"]


@pytest.mark.parametrize(
    "text",
    [
        "The model sorts names with an accuracy of 0.97.",
        "The model has an accuracy of 0.97 and a macro F1 of 0.4.",
        "ResNet-50 was tried. It has an accuracy of 0.76.",
        "- **Accuracy**: 0.5\n- Other things",
        "Baselines do worse.\n\nThe model has an accuracy of 0.9.",
        "It has an accuracy of 0.97 on Latin script.",
    ],
)
def test_a_sentence_that_says_more_is_a_warning(text: str) -> None:
    assert _found(text) == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "An accuracy of 0.62 or 62%",
        "An accuracy of 0.6213",
        "An accuracy of 62% here",
        "An accuracy of 62.1",
        "An accuracy of about 60 %",
        "On validation it has an accuracy of 0.71.",
        "inaccuracy of 0.93",
        "accuracy of 3 systems",
        "accuracy of 0.93.1",
        "accuracy of 0.5 mm",
        "accuracy of 0.52 to 0.61",
        "accuracy of 0.52–0.61",
        "Its accuracy is 0.52, 0.53 and 0.54 in three runs.",
        "balanced accuracy of 0.93",
        "set-valued accuracy of 0.93",
        "top-5 accuracy of 0.93",
        "training accuracy of 0.99",
        "The accuracy was 0.99 on the training set.",
        "Earlier work reports accuracy of 0.9.",
        "Doe et al. report an accuracy of 0.9.",
        "The model of Doe (2020) has an accuracy of 0.9.",
        "ResNet-50 has an accuracy of 0.76.",
        "An accuracy of 0.9 is required.",
        "The model must have an accuracy of at least 0.9.",
        "If the model has an accuracy of 0.9, use it.",
        "It does not reach an accuracy of 0.9.",
        "It has an accuracy of 0.42 on Latin script.",
        "It has an accuracy of 0.93 on Hellenic names.",
        "The naive Bayes has an accuracy of 0.585.",
    ],
)
def test_what_is_right_or_about_something_else_is_left_alone(text: str) -> None:
    assert _found(text) == []


def test_the_finding_says_what_was_recorded_and_how_to_quote_it() -> None:
    answers = file(purpose=answered("contents.purpose", Prose("The accuracy is 0.93.")))
    (found,) = check(fill(Sheet, HEAD, answers, RECORDED))
    assert (found.code, found.where, found.message, found.advice) == (
        "R101",
        "sheet.contents.purpose",
        "The text says accuracy 0.93; recorded for the model is 0.62134 (test), 0.71000 (validation).",
        'Write {{ metric("accuracy", split="test") }} so that it stays true, or say whose figure it'
        " is.",
    )


def test_a_figure_that_a_look_up_put_there_is_no_typed_one() -> None:
    text = 'The model has an accuracy of {{ slice("accuracy", "Latin") }}.'
    assert _found(text) == []


def test_a_figure_in_a_plan_is_an_aim() -> None:
    answers = {"planning.goal": answered("planning.goal", Prose("It has an accuracy of 0.93."))}
    document = fill(document_type("model_card"), HEAD, AnswerFile("a.yaml", answers, {}), RECORDED)
    assert list(check(document)) == []


def test_a_metric_recorded_in_percent_is_compared_in_percent() -> None:
    facts = [accuracy(62.134)]
    assert (_found("accuracy of 62.1 %", facts), _found("accuracy of 93 %", facts)) == (
        [],
        ["error"],
    )


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_a_metric_without_a_number_contradicts_nothing(value: float | None) -> None:
    assert _found("accuracy of 0.93", [accuracy(value)]) == []


@pytest.mark.parametrize("value", [0.0, -0.0])
def test_zero_is_a_recorded_value(value: float) -> None:
    assert _found("accuracy of 0.93", [accuracy(value)]) == ["error"]


@pytest.mark.parametrize("piece", ["accuracy ", "accuracy of 0.93 ", " ", "\n", "9", "0.", "al. A"])
def test_a_long_text_is_read_in_time(piece: str) -> None:
    began = time.perf_counter()
    _found(piece * (100_000 // len(piece)))
    assert time.perf_counter() - began < 2
