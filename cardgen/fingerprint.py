"""The fingerprint of a test set: results on the same examples with the same labels share it.

The same for the same values, however they are held: width of text, size of whole numbers, and 1.0
for 1 make no difference; a class is its name where classes have names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

PARTS = ("example_id", "query", "label")
NUMBERS = "fiub"


def fingerprint(arrays: Mapping[str, Any], classes: Sequence[str] = ()) -> str | None:
    """SHA-256 over the arrays `example_id`, `query` and `label`, in order; None without any.

    *classes* are the names of the classes by index, for labels with one class each; leave them out
    for other tasks.
    """
    given = [name for name in PARTS if name in arrays]
    if given == []:
        return None
    sha = hashlib.sha256()
    for name in given:
        array = _named(arrays[name], classes) if name == "label" else arrays[name]
        sha.update(f"{name}\0{','.join(map(str, array.shape))}\0".encode())
        for piece in _pieces(array):
            sha.update(piece)
    return sha.hexdigest()


def _named(label: Any, classes: Sequence[str]) -> Any:
    """Indices of *classes* as their names; labels that are no such indices stay."""
    import numpy as np

    if len(classes) == 0 or label.dtype.kind not in NUMBERS or label.size == 0:
        return label
    index = _whole(label)
    if index is None or index.min() < 0 or index.max() >= len(classes):
        return label
    return np.array(classes, dtype=np.str_)[index]


def _whole(array: Any) -> Any:
    """Whole numbers as such, also those held as floats; None for others."""
    import numpy as np

    if array.dtype.kind == "f":
        exact = np.isfinite(array) & (array == np.floor(array)) & (np.abs(array) < 2**53)
        return array.astype("<i8") if exact.all() else None
    return array.astype("<u8" if array.dtype.kind == "u" and array.itemsize == 8 else "<i8")


def _pieces(array: Any) -> Iterator[bytes]:
    """What is hashed of an array: its kind and its values."""
    import numpy as np

    if array.dtype.kind in NUMBERS:
        whole = _whole(array)
        yield b"float\0" if whole is None else b"whole\0"
        plain = array.astype("<f8") + 0.0 if whole is None else whole  # no zero below zero
        if whole is None:
            plain[np.isnan(plain)] = np.nan  # one NaN of many
        yield plain.tobytes()
        return
    items = array.ravel().tolist()
    texts = items if array.dtype.kind == "U" else [_text(item) for item in items]
    yield b"text\0"
    # Where one ends, a text may not say itself.
    yield np.array([*map(len, texts)], dtype="<i8").tobytes()
    yield "".join(texts).encode("utf-8", "surrogatepass")


def _text(item: Any) -> str:
    return item.decode(errors="replace") if isinstance(item, bytes) else str(item)
