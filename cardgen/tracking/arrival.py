"""Numbers that have arrived from a device; apart, since a run without JAX needs no NumPy."""

from __future__ import annotations

import struct
from collections.abc import Collection
from typing import Any

import numpy as np

from cardgen.tracking.problems import Refused
from cardgen.tracking.scalars import host

FORMATS = {
    np.dtype(kind): letter
    for kind, letter in {
        "float16": "e",
        "float32": "f",
        "float64": "d",
        "bool": "B",
        "uint8": "B",
        "uint16": "H",
        "uint32": "I",
        "uint64": "Q",
        "int8": "b",
        "int16": "h",
        "int32": "i",
        "int64": "q",
    }.items()
}
"""The letter of `struct` for each type of numbers that can be read from memory as it is."""


def read_together(values: Collection[Any]) -> tuple[float | int, ...] | None:
    """The numbers in device values that lie in the host's memory; none where one lies elsewhere.

    Making an array of NumPy for each, as `read` does, takes more than twice as long.
    """
    try:
        form = "=" + "".join([FORMATS[value.dtype] for value in values])
        return struct.unpack(form, b"".join(values))
    except (AttributeError, BufferError, KeyError, RuntimeError, TypeError, struct.error):
        return None


def read(value: Any) -> float | int:
    """The number in a device value, waiting for it; a replicated one from this process's copy."""
    try:
        array = np.asarray(value)
    except RuntimeError:
        if value.is_deleted() or value.is_fully_addressable:
            raise
        if not value.is_fully_replicated:
            message = "the array lies on other processes' devices; reduce it first"
            raise Refused(message) from None
        array = np.asarray(value.addressable_data(0))
    return array.item() if array.dtype.kind in "fiu" else host(array)
