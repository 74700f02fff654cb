"""The digits of scikit-learn, split by the form that a row was written on.

The labels repeat one sequence of 130 digits, from 0123456789 three times to ...8490898, fourteen
times; some repetitions lack a few digits. Each repetition is taken for one filled form, since
people wrote on preprinted forms. Whole forms go to one split, so that a writer's digits are not
learnt from and tested on, as far as that can be known: the file names no writers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from sklearn.datasets import load_digits

from cardgen.demo.images import Examples, Images, Pixels, Split

FORM_STARTS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
"""The row with which each form begins."""
ROWS = 1797
FORMS: Mapping[Split, range] = {
    "train": range(9),
    "validation": range(9, 11),
    "test": range(11, 14),
}
FULL = 16
"""The value of a pixel whose 4 x 4 block of the scanned image is all ink."""


def load() -> Images:
    """The three splits, each form in one of them; the class of index i is the digit i."""
    digits = load_digits()
    image: Pixels = digits.images.astype(np.uint8)
    form = np.searchsorted(FORM_STARTS, np.arange(ROWS), side="right") - 1
    splits = {}
    for split, forms in FORMS.items():
        rows = np.flatnonzero(np.isin(form, forms))
        splits[split] = Examples(
            example_id=np.array([f"row {row}" for row in rows]),
            image=image[rows],
            label=digits.target[rows].astype(np.int32),
            groups={"form": np.array([f"form {number:02}" for number in form[rows] + 1])},
        )
    return Images(splits, tuple(str(digit) for digit in range(10)), FULL)
