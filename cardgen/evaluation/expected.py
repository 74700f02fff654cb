"""Expected result of the best of n random trials: what a search of that size would have found.

Dodge et al. 2019, "Show Your Work: Improved Reporting of Experimental Results", EMNLP,
doi:10.18653/v1/D19-1224, ask for it; their estimate (a V-statistic) is biased downwards. Used here is
the unbiased one of Tang et al. 2020, "Showing Your Work Doesn't Always Work", ACL,
doi:10.18653/v1/2020.acl-main.246: the mean of the best over all sets of n trials.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import JsonValue

from cardgen.evaluation.results import SUBJECT
from cardgen.evaluation.several import chosen
from cardgen.evaluation.stated import RANDOM
from cardgen.evaluation.trials import Aim, scores_of, trials_of
from cardgen.measure import fact_of_runs
from cardgen.run import Run
from cardgen.values import Curve, Fact, Method, Quantity

VERSION = 1
MOST_POINTS = 200
MINIMUM = 5
"""Trials below which a curve would say nothing."""
SERIES = "expected best (unbiased, Tang et al. 2020)"
NOTE = (
    "What a random search of so many trials would have found at best, on average over all such sets "
    "of the trials; towards the right it rests on fewer and fewer of them."
)


def fact(runs: Sequence[Run], ids: Sequence[str], aim: Aim | str, method: str | None) -> Fact:
    """The curve; or no value, with the reason, where it would not be what it says."""
    found = chosen(runs, ids)
    why = _obstacle(runs, ids, aim, method)
    named: list[JsonValue] = [*ids]
    parameters: dict[str, JsonValue] = {"ids": named}
    if why is None and isinstance(aim, Aim):
        parameters["aim"] = aim.parameters()
    return fact_of_runs(
        curve if why is None else withheld,
        runs,
        id="res.expected",
        subject=SUBJECT,
        where=where(aim),
        method=Method.COMPUTED if why is None else Method.NOT_MEASURED,
        derived_from=tuple(f"run:{run.id}#" for run in found),
        parameters=parameters,
        note=why if why is not None else _note(runs, ids, aim),
    )


def where(aim: Aim | str) -> dict[str, str]:
    """What the value of a trial holds for."""
    if isinstance(aim, str):
        return {}
    parts = {"data": aim.data, "split": aim.split, "metric": aim.metric}
    return {name: value for name, value in parts.items() if value is not None}


def _obstacle(
    runs: Sequence[Run], ids: Sequence[str], aim: Aim | str, method: str | None
) -> str | None:
    """Why there is no curve: it holds for trials that are drawn independently at random."""
    if method is None:
        return "Nobody stated how trials were drawn; the curve holds for a random search alone."
    if method != RANDOM:
        return f"The method of the search was {method}; the curve holds for a random search alone."
    if isinstance(aim, str):
        return aim
    known = len(scores_of(trials_of(runs, ids, aim)))
    if known < MINIMUM:
        return f"Too few trials with a value to tell: {known} (fewer than {MINIMUM})."
    return None


def _note(runs: Sequence[Run], ids: Sequence[str], aim: Aim | str) -> str:
    if isinstance(aim, str):
        return aim
    known = len(scores_of(trials_of(runs, ids, aim)))
    without = len(ids) - known
    if without == 0:
        return NOTE
    return f"{NOTE} Trials without a value are not counted: {without} of {len(ids)}."


def curve(runs: Sequence[Run], *, ids: list[str], aim: dict[str, JsonValue]) -> Curve:
    """Expected best value of 1, 2, 3 … trials; at most `MOST_POINTS` points."""
    wanted = Aim(**aim)  # type: ignore[arg-type]
    scores = scores_of(trials_of(runs, ids, wanted))
    points = tuple(
        (float(n), expected_best(scores, n, higher=wanted.higher)) for n in sizes(len(scores))
    )
    return Curve(x="trials", series={SERIES: points})


def withheld(runs: Sequence[Run], *, ids: list[str]) -> Quantity:
    """No curve: the number of trials alone."""
    return Quantity(value=None, unit="1", n=len(chosen(runs, ids)))


def expected_best(scores: Sequence[float], n: int, *, higher: bool) -> float:
    """Mean of the best score over all sets of *n* of the *scores*, 1 <= n <= len(scores).

    The i-th worst of N scores is the best of C(i-1, n-1) of the C(N, n) sets (Tang et al. 2020,
    section 3). Each of these shares is had from the one above it, so that nothing overflows.
    """
    best_first = sorted(scores, reverse=higher)
    total = len(best_first)
    share, terms = n / total, []
    for place, score in enumerate(best_first[: total - n + 1]):
        terms.append(share * score)
        below = total - place - 1
        share *= (below - n + 1) / below if below > 0 else 0.0
    return math.fsum(terms)


def sizes(most: int) -> list[int]:
    """Numbers of trials 1 to *most* of which a curve has points: all, or `MOST_POINTS` even in ratio."""
    if most <= MOST_POINTS:
        return list(range(1, most + 1))
    steps = MOST_POINTS - 1
    return sorted({round(most ** (step / steps)) for step in range(MOST_POINTS)})
