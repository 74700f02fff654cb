"""Numbers that have arrived from a device; apart, since a run without JAX needs no NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from cardgen.tracking.problems import Refused
from cardgen.tracking.scalars import host


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
