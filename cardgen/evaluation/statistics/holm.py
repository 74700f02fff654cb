"""p-values of several tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

HOLM = "Holm 1979"


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """*p_values* (n) adjusted so that any false alarm among them has at most the level's chance.

    Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6(2), 65-70. It holds whatever the tests have to do with each other.

    Returns:
        n adjusted values in the same order; NaN stays NaN and does not count as a test.
    """
    p = np.asarray(p_values, float)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted
