"""The smallest difference that a comparison could have seen, in 80 % of cases at the 5 % level.

It is told beside "cannot tell": of smaller differences the data say nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from cardgen.evaluation.statistics import LEVEL, Z
from cardgen.evaluation.statistics.student import Spread, standard_error

POWER = 0.8
Z_POWER = 0.8416212335729143
"""The standard normal's 80 % quantile."""
HALVINGS = 60


def of_proportions(share: float, n: float, n_other: float) -> float | None:
    """The smallest difference between proportions of different examples, in shares.

    Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, 4.2, without
    continuity correction. The other proportion lies towards 1/2, where differences are harder to see.

    Args:
        share: The first proportion.
        n: Its examples.
        n_other: Examples of the other.

    Returns:
        None where not even the largest difference could have been seen.
    """
    if n <= 0 or n_other <= 0:
        return None
    first = max(share, 1 - share)

    def lacking(difference: float) -> float:
        second = first - difference
        pooled = (n * first + n_other * second) / (n + n_other)
        level = Z * math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_other))
        spread = math.sqrt(first * (1 - first) / n + second * (1 - second) / n_other)
        return level + Z_POWER * spread - difference

    return _least(lacking, first)


def of_pairs(discordance: float, n: int) -> float | None:
    """The smallest difference between proportions of the same examples, in shares.

    Connor 1987, "Sample size for testing differences in proportions for the paired-sample design",
    Biometrics 43(1), 207-211, doi:10.2307/2531961.

    Args:
        discordance: Share of examples of which one system alone is right. A difference cannot be
            larger: where it would have to be, all of it is taken to be on one side.
        n: All examples.

    Returns:
        None where not even the largest difference could have been seen.
    """
    if n <= 0:
        return None

    def lacking(difference: float) -> float:
        share = max(discordance, difference)
        spread = math.sqrt(share - difference * difference)
        return (Z * math.sqrt(share) + Z_POWER * spread) / math.sqrt(n) - difference

    return _least(lacking, 1.0)


def of_means(first: Spread, second: Spread) -> float | None:
    """The smallest difference between two means, in their unit.

    Welch's t with the noncentral t distribution of Johnson and Welch 1940, "Applications of the
    non-central t-distribution", Biometrika 31(3-4), 362-389, doi:10.1093/biomet/31.3-4.362.

    Returns:
        None where a side has fewer than two values or neither side varies.
    """
    error, freedom = (float(part) for part in standard_error(first, second))
    return _of_t(error, freedom) if not math.isnan(error) else None


def of_mean(one: Spread) -> float | None:
    """The smallest distance of a mean from 0, as of differences between pairs; None as above."""
    variance, n = float(one.variance), float(one.n)
    return _of_t(math.sqrt(variance / n), n - 1) if n > 1 and variance > 0 else None


def of_interval(low: float, high: float) -> float | None:
    """The smallest difference, in its unit, where only the ends of the difference's interval are known.

    Its standard error is taken to be the interval's half width over the normal quantile. None
    where the ends are NaN.
    """
    error = (high - low) / 2 / Z
    return None if math.isnan(error) else (Z + Z_POWER) * error


def _of_t(error: float, freedom: float) -> float:
    from scipy.special import nctdtrinc, stdtrit

    critical = float(stdtrit(freedom, (1 + LEVEL) / 2))
    return error * float(nctdtrinc(freedom, 1 - POWER, critical))


def _least(lacking: Callable[[float], float], most: float) -> float | None:
    """The smallest difference up to *most* that lacks nothing, by bisection; None if there is none."""
    if lacking(most) > 0:
        return None
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if lacking(middle) > 0 else (low, middle)
    return high
