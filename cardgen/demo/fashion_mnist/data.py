"""The pictures of Fashion-MNIST with its own test set; the end of its training set validates."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cardgen.demo.fashion_mnist import FILES, FOLDER, idx
from cardgen.demo.images import Examples, Images, Split
from cardgen.errors import CardgenError

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
SIDE = 28
"""Pixels, of each side of a picture."""
FULL = 255
TRAINING_FILE, TEST_FILE = 60_000, 10_000
"""Pictures in each file."""
VALIDATION = 5_000
"""Pictures at the end of the training file that are not learnt from."""


def load(folder: Path = FOLDER) -> Images:
    """The three splits, in the order of the files.

    Raises:
        CardgenError: A file cannot be read, or holds something else.
    """
    paths = [folder / name for name in FILES]
    training, test = _read(paths[:2], TRAINING_FILE), _read(paths[2:], TEST_FILE)
    kept = TRAINING_FILE - VALIDATION
    splits: dict[Split, Examples] = {
        "train": _part(training, slice(0, kept)),
        "validation": _part(training, slice(kept, TRAINING_FILE)),
        "test": test,
    }
    return Images(splits, CLASSES, FULL)


def _read(paths: list[Path], count: int) -> Examples:
    image = idx.read(paths[0], (count, SIDE, SIDE))
    label = idx.read(paths[1], (count,)).astype(np.int32)
    if label.max() >= len(CLASSES):
        message = f"{paths[1]}: holds class {label.max()}, and there are {len(CLASSES)}"
        raise CardgenError(message)
    name = paths[0].name.partition("-")[0]
    example_id = np.array([f"{name} {row}" for row in range(count)])
    return Examples(example_id, image, label, files=tuple(paths))


def _part(examples: Examples, rows: slice) -> Examples:
    return Examples(
        examples.example_id[rows],
        examples.image[rows],
        examples.label[rows],
        files=examples.files,
    )
