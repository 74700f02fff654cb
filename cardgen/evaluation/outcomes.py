"""A metric's value for each example, packed into a line of text that a document can carry.

With it a later release is compared example by example, without data and without predictions. Whether
both were evaluated on the same examples is told by the fingerprint of the test set (see
`cardgen.fingerprint`): with ids of the examples it tells examples, labels and order apart; without
ids only labels and their order, so that two test sets with the same labels in the same order, such
as 500 of each class sorted by class, are taken for one. Inputs are not in it: an image that was
replaced under its old id and label is not noticed.
"""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cardgen.errors import CardgenError
from cardgen.values import Frozen

MAX_EXAMPLES = 10_000_000
LEVEL = 9
"""Of zlib's compression; fixed, so that the same outcomes are the same text."""
Floats = NDArray[np.float64]


class Outcomes(Frozen):
    """One value for each example of an evaluation, in its order."""

    metric: str
    test_set: str
    """Fingerprint of the test set: SHA-256 over ids and labels of its examples, in order."""
    n: int
    """Number of examples."""
    kind: Literal["bits", "float32"]
    """`bits`: each value is 0 or 1, the first in the highest bit; else rounded to 32 bits each."""
    data: str
    """The bits (padded with 0 to whole bytes) or little-endian floats, by zlib and base64."""


def pack(metric: str, values: ArrayLike, test_set: str) -> Outcomes | None:
    """The *values* (n) of *metric* on the test set with that fingerprint.

    Returns:
        None where they cannot be compared example by example: a value is NaN, infinite or beyond
        32 bits, or there are more than `MAX_EXAMPLES`.
    """
    given = np.asarray(values, float)
    with np.errstate(over="ignore"):
        rounded = given.astype("<f4")
    if len(given) > MAX_EXAMPLES or not np.isfinite(rounded).all():
        return None
    is_bits = bool(np.isin(given, (0.0, 1.0)).all())
    raw = np.packbits(given == 1.0).tobytes() if is_bits else rounded.tobytes()
    return Outcomes(
        metric=metric,
        test_set=test_set,
        n=len(given),
        kind="bits" if is_bits else "float32",
        data=base64.b64encode(zlib.compress(raw, LEVEL)).decode("ascii"),
    )


def unpack(outcomes: Outcomes) -> Floats:
    """The values (n) that were packed.

    Raises:
        CardgenError: The text is not what `pack` makes of so many examples; nothing larger than
            they need is ever unpacked.
    """
    size = math.ceil(outcomes.n / 8) if outcomes.kind == "bits" else 4 * outcomes.n
    if not 0 <= outcomes.n <= MAX_EXAMPLES:
        raise _unsound(outcomes, f"{outcomes.n:,} examples; at most {MAX_EXAMPLES:,} are read")
    raw = _inflated(outcomes, size)
    if outcomes.kind == "bits":
        bits = np.unpackbits(np.frombuffer(raw, np.uint8))
        if bits[outcomes.n :].any():
            raise _unsound(outcomes, f"more than {outcomes.n:,} examples")
        return bits[: outcomes.n].astype(float)
    values = np.frombuffer(raw, "<f4").astype(float)
    if not np.isfinite(values).all():
        raise _unsound(outcomes, "values that are NaN or infinite")
    return values


def _inflated(outcomes: Outcomes, size: int) -> bytes:
    """Exactly *size* bytes."""
    # What zlib cannot make smaller it makes larger by 5 bytes in 16 KiB, and a frame around it.
    most = size + size // 1000 + 64
    if len(outcomes.data) > 4 * math.ceil(most / 3):
        raise _unsound(outcomes, f"more text than {outcomes.n:,} examples need")
    inflate = zlib.decompressobj()
    try:
        packed = base64.b64decode(outcomes.data, validate=True)
        raw = inflate.decompress(packed, size + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise _unsound(outcomes, f"text that cannot be unpacked ({error})") from error
    if len(raw) != size or not inflate.eof or inflate.unused_data != b"":
        raise _unsound(outcomes, f"another number of values than {outcomes.n:,} examples")
    return raw


def _unsound(outcomes: Outcomes, what: str) -> CardgenError:
    return CardgenError(
        f"outcomes of {outcomes.metric}: hold {what}; build the document that holds them again"
    )
