"""What people say in the answers on digits: readable, dated, and true of the data where it counts."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits

from cardgen.demo.digits.data import FORM_STARTS, ROWS, load
from tests.demo.answers import placeholders, source, summary_words

KINDS = ("model_card", "datasheet")


@pytest.mark.parametrize("kind", KINDS)
def test_answers_hold_no_placeholder(kind: str) -> None:
    assert placeholders("digits", kind) == []


def test_the_summary_has_60_to_100_words() -> None:
    assert 60 <= summary_words("digits") <= 100


def test_the_counts_that_people_typed_are_those_of_the_data() -> None:
    lengths = np.diff([*FORM_STARTS, ROWS])
    splits = [len(set(part.groups["form"])) for part in load().splits.values()]
    pictures = load_digits().data
    counts = {
        "All 1,797 images": len(pictures),
        "no two of the 1,797 images are equal": len(np.unique(pictures, axis=0)),
        "one sequence of 130 digits": int(lengths.max()),
        "There are fourteen": len(FORM_STARTS),
        "Five of the fourteen forms have fewer than 130": int((lengths < 130).sum()),
        "23 are absent in all": int((130 - lengths).sum()),
        "forms 1 to 9 for training": splits[0],
        "10 and 11 for validation": splits[1],
        "12 to 14 for test": splits[2],
    }
    text = source("digits", "datasheet")
    absent = [said for said in counts if said not in text]
    assert (absent, list(counts.values())) == ([], [1797, 1797, 130, 14, 5, 23, 9, 2, 3])


def test_the_classes_are_as_frequent_as_the_description_of_the_test_part_says() -> None:
    # optdigits.names at UCI, 9. Class distribution, testing.
    described = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.bincount(load_digits().target).tolist() == described
