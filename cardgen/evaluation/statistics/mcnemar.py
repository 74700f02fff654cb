"""The test of two systems on the same examples, of which each is right or wrong."""

from __future__ import annotations

MCNEMAR = "exact McNemar test (McNemar 1947)"


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided p-value that each of the two is as often right where the other is wrong.

    McNemar 1947, "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12(2), 153-157, doi:10.1007/BF02295996; exact by the binomial
    distribution of the *only_first* + *only_second* examples on which they differ.

    Returns:
        1 where they differ on no example.
    """
    from scipy.special import bdtr

    differ = only_first + only_second
    if differ == 0:
        return 1.0
    return min(1.0, 2 * float(bdtr(min(only_first, only_second), differ, 0.5)))
