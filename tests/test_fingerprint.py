"""A test set's fingerprint tells other examples, labels and orders apart, and nothing else."""

import hashlib
import struct
from typing import Any

import numpy as np
import pytest

from cardgen.fingerprint import fingerprint

CLASSES = ("cat", "dog")


def arrays(**changes: Any) -> dict[str, Any]:
    given = {"example_id": ["a", "b", "c"], "label": [0, 1, 1], **changes}
    return {name: np.asarray(value) for name, value in given.items() if value is not None}


def test_the_hash_is_the_documented_one() -> None:
    ids = b"example_id\x003\0text\0" + struct.pack("<3q", 1, 1, 2) + "abße".encode()
    labels = b"label\x003\0whole\0" + struct.pack("<3q", 0, 1, 1)
    expected = hashlib.sha256(ids + labels).hexdigest()
    assert fingerprint(arrays(example_id=["a", "b", "ße"])) == expected


@pytest.mark.parametrize(
    "label",
    [
        np.array([0, 1, 1], np.int8), np.array([0, 1, 1], np.uint64), [0.0, 1.0, 1.0],
        [-0.0, 1.0, 1.0], [False, True, True], ["cat", "dog", "dog"], [b"cat", b"dog", b"dog"],
        np.array(["cat", "dog", "dog"], "U90"), np.array(["cat", "dog", "dog"], object),
    ],
)  # fmt: skip
def test_how_labels_are_held_makes_no_difference(label: Any) -> None:
    assert fingerprint(arrays(label=label), CLASSES) == fingerprint(arrays(), CLASSES)


@pytest.mark.parametrize(
    "changes",
    [
        {"label": [1, 0, 1]}, {"label": [0, 1, 2]}, {"label": None}, {"example_id": None},
        {"example_id": ["b", "a", "c"]}, {"example_id": ["ab", "", "c"]}, {"query": [0, 0, 1]},
        {"label": [0.0, 1.0, 1.5]}, {"label": [0.0, 1.0, np.nan]}, {"label": [[0], [1], [1]]},
    ],
    ids=str,
)  # fmt: skip
def test_other_examples_labels_and_orders_have_another(changes: dict[str, Any]) -> None:
    assert fingerprint(arrays(**changes), CLASSES) != fingerprint(arrays(), CLASSES)


def test_the_same_indices_of_other_classes_are_other_labels() -> None:
    assert fingerprint(arrays(), ("dog", "cat")) != fingerprint(arrays(), CLASSES)
    assert fingerprint(arrays(label=[1, 0, 0]), ("dog", "cat")) == fingerprint(arrays(), CLASSES)


def test_every_nan_is_the_same() -> None:
    strange = np.array([0x7FF8_0000_0000_0001, 0, 1], np.uint64).view(np.float64)
    plain = np.array([np.nan, *strange[1:]])
    assert fingerprint({"label": strange}) == fingerprint({"label": plain})


def test_without_ids_and_labels_there_is_none() -> None:
    assert fingerprint({"metric.bleu": np.zeros(3)}) is None
    assert fingerprint({"label": np.zeros(0)}) is not None
