"""The interval of a proportion."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cardgen.evaluation.statistics import Z

Floats = NDArray[np.float64]
WILSON = "Wilson score interval (Wilson 1927)"


def wilson(successes: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Ends of Wilson's score interval for the proportions *successes* / *n*.

    Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA
    22(158), 209-212, doi:10.1080/01621459.1927.10502953.

    Args:
        successes: Counts, any shape.
        n: Numbers of examples; fractional where it is Kish's effective number.

    Returns:
        Low and high ends, of the arguments' common shape; NaN where *n* is 0.
    """
    k, size = np.broadcast_arrays(np.asarray(successes, float), np.asarray(n, float))
    size = np.where(size > 0, size, np.nan)
    share, z2 = k / size, Z * Z
    centre = (share + z2 / (2 * size)) / (1 + z2 / size)
    half = Z / (1 + z2 / size) * np.sqrt(share * (1 - share) / size + z2 / (4 * size * size))
    # At 0 and 1 the formula's exact end is the share itself; rounding must not pass it.
    low = np.where(share <= 0, 0.0, np.maximum(0.0, centre - half))
    high = np.where(share >= 1, 1.0, np.minimum(1.0, centre + half))
    return low, high
