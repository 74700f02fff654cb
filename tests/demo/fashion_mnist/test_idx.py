from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from cardgen.demo.fashion_mnist.idx import read
from cardgen.errors import CardgenError

HEADER = struct.pack(">HBB2I", 0, 8, 2, 2, 3)
VALUES = bytes(range(6))


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content))
    return path


def test_values_are_read_with_the_last_axis_fastest(tmp_path: Path) -> None:
    found = read(_write(tmp_path / "a.gz", HEADER + VALUES), (2, 3))
    assert (found.dtype, found.tolist()) == (np.uint8, [[0, 1, 2], [3, 4, 5]])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEADER,
        HEADER + VALUES[:-1],
        HEADER + VALUES + b"x",
        struct.pack(">HBB2I", 0, 8, 2, 3, 2) + VALUES,
        struct.pack(">HBB2I", 0, 9, 2, 2, 3) + VALUES,
        struct.pack(">HBB2I", 1, 8, 2, 2, 3) + VALUES,
        struct.pack(">HBB1I", 0, 8, 1, 6) + VALUES,
    ],
)
def test_what_is_not_of_the_stated_shape_is_refused(tmp_path: Path, content: bytes) -> None:
    path = _write(tmp_path / "a.gz", content)
    with pytest.raises(CardgenError, match=r"a\.gz: expected 2 x 3 unsigned bytes.*install"):
        read(path, (2, 3))


def test_a_file_that_unpacks_to_far_more_is_refused_without_unpacking_it(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    # 20 MB of zeros a member: unpacking all of it would take seconds and gigabytes.
    path.write_bytes(gzip.compress(bytes(20_000_000)) * 200)
    with pytest.raises(CardgenError, match="expected 2 x 3"):
        read(path, (2, 3))


def test_a_damaged_or_absent_file_is_one_clear_error(tmp_path: Path) -> None:
    whole = gzip.compress(HEADER + VALUES)
    damaged = {"cut.gz": whole[:-12], "plain.gz": b"no gzip", "turned.gz": whole[:12] + b"\xff" * 9}
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
    said = []
    for name in (*damaged, "absent.gz"):
        with pytest.raises(CardgenError) as caught:
            read(tmp_path / name, (2, 3))
        said.append(str(caught.value).endswith("install the data again"))
    assert said == [True] * 4
