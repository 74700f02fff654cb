"""Read a compressed file in the format of the MNIST database, whose size is known.

The format: two zero bytes, the type of the values (8: unsigned bytes), the number of axes; the length
of each axis as four bytes, highest first; then the values, the last axis fastest (LeCun, Cortes &
Burges, The MNIST database of handwritten digits).
"""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np

from cardgen.demo.images import Pixels
from cardgen.errors import CardgenError

UNSIGNED_BYTES = 8


def read(path: Path, shape: tuple[int, ...]) -> Pixels:
    """The values of a file, in an array of the *shape* that it must have.

    Never more is unpacked than that needs, whatever the file holds.

    Raises:
        CardgenError: The file is damaged or holds something else.
    """
    header = struct.pack(f">HBB{len(shape)}I", 0, UNSIGNED_BYTES, len(shape), *shape)
    expected = len(header) + int(np.prod(shape))
    try:
        with gzip.open(path) as file:
            content = file.read(expected + 1)
    except (OSError, EOFError, zlib.error) as error:
        message = f"{path}: cannot be read ({error}); install the data again"
        raise CardgenError(message) from error
    if len(content) != expected or not content.startswith(header):
        message = (
            f"{path}: expected {' x '.join(map(str, shape))} unsigned bytes in MNIST's format, found"
            " something else; install the data again"
        )
        raise CardgenError(message)
    return np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape)
