"""What people say in the answers on Fashion-MNIST: readable, and true where it counts."""

from __future__ import annotations

import pytest

from cardgen.demo.fashion_mnist import FOLDER, data
from cardgen.demo.fashion_mnist.settings import SETTINGS
from tests.demo.answers import placeholders, source, summary_words

KINDS = ("model_card", "datasheet")


@pytest.mark.parametrize("kind", KINDS)
def test_answers_hold_no_placeholder(kind: str) -> None:
    assert placeholders("fashion-mnist", kind) == []


def test_the_summary_has_60_to_100_words() -> None:
    assert 60 <= summary_words("fashion-mnist") <= 100


def test_the_classes_stand_in_the_datasheet_in_their_order() -> None:
    assert ", ".join(data.CLASSES) in source("fashion-mnist", "datasheet")


def test_the_card_says_that_test_was_looked_at_in_each_of_the_ten_epochs() -> None:
    said = (
        "So test was looked at ten times. No choice was made by it: the number of epochs, ten, was"
    )
    assert (said in source("fashion-mnist", "model_card"), SETTINGS.epochs) == (True, 10)


@pytest.mark.slow
@pytest.mark.tool(str(FOLDER))
def test_no_picture_of_the_two_files_equals_another() -> None:
    parts = data.load().splits.values()
    pictures = [picture.tobytes() for part in parts for picture in part.image]
    assert (len(pictures), len(set(pictures))) == (70_000, 70_000)
