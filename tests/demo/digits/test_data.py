from __future__ import annotations

from itertools import pairwise

import numpy as np
from sklearn.datasets import load_digits

from cardgen.demo.digits.data import FORM_STARTS, ROWS, load

FORM = "".join(map(str, load_digits().target[:130]))


def _is_part(labels: str, form: str) -> bool:
    """Whether *labels* is *form* with some digits left out."""
    rest = iter(form)
    return all(label in rest for label in labels)


def test_each_form_repeats_the_sequence_of_the_first_but_for_missing_digits() -> None:
    labels = "".join(map(str, load_digits().target))
    forms = [labels[start:end] for start, end in pairwise((*FORM_STARTS, ROWS))]
    # The row that the datasheet names: a 3 where the other forms have an 8.
    forms[2] = forms[2][:-1] + "8"
    found = [(len(form), _is_part(form, FORM)) for form in forms]
    lengths = (130, 126, 130, 130, 130, 130, 130, 123, 128, 130, 128, 130, 122, 130)
    assert found == [(length, True) for length in lengths]


def test_the_row_that_the_datasheet_names_is_labelled_otherwise_than_the_form_asks() -> None:
    assert (int(load_digits().target[385]), FORM[-1]) == (3, "8")


def test_no_form_is_in_two_splits() -> None:
    forms = [set(part.groups["form"]) for part in load().splits.values()]
    assert ([len(found) for found in forms], len(set.union(*forms))) == ([9, 2, 3], 14)


def test_the_splits_together_are_the_file() -> None:
    parts = load().splits.values()
    images = np.concatenate([part.image for part in parts])
    labels = np.concatenate([part.label for part in parts])
    assert (images == load_digits().images).all() and (labels == load_digits().target).all()


def test_pixels_are_whole_numbers_up_to_sixteen() -> None:
    digits = load()
    largest = max(int(part.image.max()) for part in digits.splits.values())
    assert (load_digits().images % 1).sum() == 0 and largest == digits.full == 16
