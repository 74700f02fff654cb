from __future__ import annotations

import numpy as np
import pytest

from cardgen.demo.place_names.arrays import Examples, examples
from cardgen.demo.place_names.baselines import (
    CharacterNgrams,
    NgramSettings,
    choose_ngrams,
    majority,
    script_lookup,
)
from cardgen.demo.place_names.data import Name, PlaceNames, Rule

NAMES = (
    Name("Deutschland", "DE", "de"),
    Name("Simbabwe", "ZW", "de"),
    Name("Allemagne", "DE", "fr"),
    Name("Зимбабве", "ZW", "ru"),
)
UNSEEN = np.array(["Österreich", "Австрия", "オーストリア"])


@pytest.fixture(scope="module")
def train() -> Examples:
    locales = ("de", "fr", "ru")
    data = PlaceNames(Rule(), {}, ("DE", "ZW"), locales, NAMES, ())
    return examples(data)["train"]


def test_the_majority_is_the_most_frequent_locale(train: Examples) -> None:
    assert majority(train, UNSEEN).tolist() == [0, 0, 0]


def test_an_unseen_script_gets_the_majority(train: Examples) -> None:
    assert script_lookup(train, UNSEEN)[2] == majority(train, UNSEEN)[2]


def test_ngrams_learn_from_parts_of_names(train: Examples) -> None:
    ngrams = CharacterNgrams(train, 3, NgramSettings(longest=3, smoothing=0.1))
    assert ngrams.scores(np.array(["Deutsch"])).argmax(axis=1).tolist() == [0]


def test_scores_are_probabilities_also_for_unseen_characters(train: Examples) -> None:
    scores = CharacterNgrams(train, 3, NgramSettings(longest=2, smoothing=0.1)).scores(UNSEEN)
    assert np.allclose(scores.sum(axis=1), 1)


def test_of_equally_good_settings_the_first_are_chosen(train: Examples) -> None:
    chosen = choose_ngrams(train, train, 3, longest=(3, 4), smoothings=(0.1,))
    assert chosen.settings == NgramSettings(longest=3, smoothing=0.1)
