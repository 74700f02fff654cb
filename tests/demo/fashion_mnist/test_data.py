from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from cardgen.demo.fashion_mnist import FILES, FOLDER, data, idx
from cardgen.errors import CardgenError

DATA = pytest.mark.tool(str(FOLDER))


@DATA
def test_debian_s_files_hold_the_pictures_and_labels_that_the_paper_counts() -> None:
    counts = [
        np.bincount(idx.read(FOLDER / name, (count,))).tolist()
        for name, count in ((FILES[1], 60_000), (FILES[3], 10_000))
    ]
    assert counts == [[6_000] * 10, [1_000] * 10]


def _write(folder: Path, label: int) -> None:
    """Four small files: three pictures to train on, two to validate on, two to test on."""
    for name, count in zip(FILES, (5, 5, 2, 2), strict=True):
        sides = (28, 28) if "images" in name else ()
        header = struct.pack(f">HBB{1 + len(sides)}I", 0, 8, 1 + len(sides), count, *sides)
        size = 28 * 28 if sides else 1
        values = b"".join(bytes([row if sides else label]) * size for row in range(count))
        (folder / name).write_bytes(gzip.compress(header + values))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("tool") is None:
        for name, count in (("TRAINING_FILE", 5), ("TEST_FILE", 2), ("VALIDATION", 2)):
            monkeypatch.setattr(data, name, count)


def test_the_end_of_the_training_file_validates(tmp_path: Path) -> None:
    _write(tmp_path, label=9)
    found = {
        name: (part.image[:, 0, 0].tolist(), part.example_id[0], part.files)
        for name, part in data.load(tmp_path).splits.items()
    }
    train, test = (tuple(tmp_path / name for name in names) for names in (FILES[:2], FILES[2:]))
    assert found == {
        "train": ([0, 1, 2], "train 0", train),
        "validation": ([3, 4], "train 3", train),
        "test": ([0, 1], "t10k 0", test),
    }


def test_a_class_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, label=10)
    with pytest.raises(CardgenError, match="holds class 10, and there are 10"):
        data.load(tmp_path)
