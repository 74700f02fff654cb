from __future__ import annotations

import numpy as np

from cardgen.demo.baselines import majority, nearest_mean
from cardgen.demo.images import Examples, Images

TRAIN = Examples(
    np.array(["a", "b", "c"]),
    np.array([[[0, 0]], [[8, 8]], [[6, 8]]], dtype=np.uint8),
    np.array([0, 1, 1], dtype=np.int32),
)
TEST = Examples(
    np.array(["d", "e"]),
    np.array([[[1, 2]], [[9, 7]]], dtype=np.uint8),
    np.array([1, 1], dtype=np.int32),
)
IMAGES = Images({"train": TRAIN, "validation": TEST, "test": TEST}, ("low", "high"), 9)


def test_the_majority_is_the_most_frequent_class_of_training() -> None:
    assert majority(IMAGES, "test").prediction.tolist() == [1, 1]


def test_the_nearest_mean_is_that_of_the_least_distance() -> None:
    assert nearest_mean(IMAGES, "test").prediction.tolist() == [0, 1]
