"""Sensitivity to hyper-parameters: how much of the trials' spread each accounts for.

A random forest predicts a trial's result from its settings. How much worse it predicts trials that a
tree has not seen, once the values of one setting are shuffled among them, is that setting's
importance (Breiman 2001, "Random Forests", Machine Learning 45, 5-32, doi:10.1023/A:1010933404324).
Half of that loss over the variance is the share of the variance that hangs on the setting, alone
or together with others: its total effect (Jansen 1999, "Analysis of variance designs for model
output", Computer Physics Communications 117, 35-43, doi:10.1016/S0010-4655(98)00154-4), as far as the
forest has learnt it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pydantic import JsonValue

from cardgen.evaluation.results import SUBJECT
from cardgen.evaluation.several import chosen, same_text
from cardgen.evaluation.statistics import LEVEL
from cardgen.evaluation.statistics.student import spread
from cardgen.evaluation.trials import Aim, scores_of, settings_of, trials_of
from cardgen.measure import fact_of_runs
from cardgen.numbers import number_text
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

VERSION = 1
MINIMUM = 20
"""Trials below which nothing is told: the benchmark of this module has the figures."""
TREES = 100
SEED = 20260105
DECIMALS = 4
"""Digits beyond are of the shuffling, not of the trials."""
COLUMNS = ("hyper-parameter", "importance", "low", "high")

WORDS = (
    "Share of the variance between trials that hangs on the hyper-parameter, alone or with others: "
    f"what a random forest ({TREES} trees, seed {SEED}) loses on unseen trials when its values are "
    "shuffled, halved (Breiman 2001; Jansen 1999). It holds for the space that was searched, and "
    "misleads where settings were not drawn independently. Intervals are over trials, "
    f"{LEVEL:.0%} for all together."
)


class Learnt(NamedTuple):
    """What the forest tells."""

    explained: float
    """Share of the variance of trials that a tree has not seen."""
    rows: list[tuple[str, float, float, float]]
    """Setting, importance and its interval, the largest first."""


def fact(runs: Sequence[Run], ids: Sequence[str], aim: Aim | str) -> Fact:
    """The importances; or no value, with the reason."""
    found, why, learnt = chosen(runs, ids), None, None
    named: list[JsonValue] = [*ids]
    parameters: dict[str, JsonValue] = {"ids": named}
    if isinstance(aim, str):
        why = aim
    else:
        why = _obstacle(runs, ids, aim)
        learnt = None if why is not None else _of_runs(runs, ids, aim)
    if learnt is not None and learnt.explained <= 0:
        why = (
            "A random forest that was fitted to the trials predicts others no better than their "
            "mean does: the trials do not tell which hyper-parameters matter."
        )
    if why is None and isinstance(aim, Aim):
        parameters["aim"] = aim.parameters()
    return fact_of_runs(
        importances if why is None else untold,
        runs,
        id="tr.importance",
        subject=SUBJECT,
        method=Method.ESTIMATED if why is None else Method.NOT_MEASURED,
        derived_from=tuple(f"run:{run.id}#" for run in found),
        parameters=parameters,
        note=why if learnt is None or why is not None else _note(learnt),
    )


def _obstacle(runs: Sequence[Run], ids: Sequence[str], aim: Aim) -> str | None:
    trials = [trial for trial in trials_of(runs, ids, aim) if trial.value is not None]
    if len(trials) < MINIMUM:
        return f"Too few trials with a value to tell: {len(trials)} (fewer than {MINIMUM})."
    if len(set(scores_of(trials))) < 2:
        return "All trials have the same value."
    if settings_of([trial.run for trial in trials]) == {}:
        return "No recorded setting differs between the trials."
    return None


def _note(learnt: Learnt) -> str:
    share = number_text(learnt.explained * 100, 2)
    notes = [WORDS, f"The forest explains {share}% of the variance of unseen trials."]
    if all(low <= 0 for _, _, low, _ in learnt.rows):
        notes.append("No interval excludes 0.")
    return " ".join(notes)


def importances(runs: Sequence[Run], *, ids: list[str], aim: dict[str, JsonValue]) -> Table:
    """A row for each setting that varies: its share of the variance with an interval; largest first."""
    return Table(columns=COLUMNS, rows=tuple(_of_runs(runs, ids, Aim(**aim)).rows))  # type: ignore[arg-type]


def untold(runs: Sequence[Run], *, ids: list[str]) -> Quantity:
    """No importances: the number of trials alone."""
    return Quantity(value=None, unit="1", n=len(chosen(runs, ids)))


def _of_runs(runs: Sequence[Run], ids: Sequence[str], aim: Aim) -> Learnt:
    trials = [trial for trial in trials_of(runs, ids, aim) if trial.value is not None]
    return _learnt(json.dumps([settings_of([trial.run for trial in trials]), scores_of(trials)]))


@lru_cache(maxsize=4)
def _learnt(trials: str) -> Learnt:
    # The note and the figures are of one forest, which is not grown twice.
    settings, scores = json.loads(trials)
    return learn(settings, scores)


def learn(settings: dict[str, list[JsonValue]], scores: Sequence[float]) -> Learnt:
    """Fit a forest to *scores* (n, not all equal) of trials with these *settings* (n values by name).

    None is a setting that a trial does not have. Numbers count by their order, so that their scale,
    such as a logarithm, makes no difference.
    """
    import numpy as np

    columns = [_columns(values) for values in settings.values()]
    ends = np.cumsum([0, *(len(column) for column in columns)]).tolist()
    x = np.array([row for column in columns for row in column], dtype=np.float64).T
    y = np.asarray(scores, dtype=np.float64)
    y = (y - y.mean()) / y.std()
    groups = [slice(begin, end) for begin, end in pairwise(ends)]
    predicted, losses = _unseen(x, y, groups)
    # The mean of the others is what predicts a trial without any setting.
    plain = (y * len(y) / (len(y) - 1)) ** 2
    explained = 1 - math.fsum((predicted - y) ** 2) / math.fsum(plain)
    level = 1 - (1 - LEVEL) / len(groups)
    rows = []
    for name, loss in zip(settings, losses, strict=True):
        mean, low, high = (round(part, DECIMALS) for part in _interval(loss / 2, level))
        rows.append((name, mean, low, high))
    return Learnt(explained, sorted(rows, key=lambda row: -row[1]))


def _columns(values: Sequence[JsonValue]) -> list[list[float]]:
    """A setting as columns of numbers: its rank, or one column for each of its different values."""
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) == sum(value is not None for value in values):
        # By rank the scale makes no difference; a trial without it lies below all others.
        ranks = {number: float(rank) for rank, number in enumerate(sorted(set(numbers)))}
        return [[ranks[v] if isinstance(v, int | float) else -1.0 for v in values]]
    texts = [same_text(value) for value in values]
    return [[float(text == one) for text in texts] for one in sorted(set(texts))]


def _unseen(x: Floats, y: Floats, groups: Sequence[slice]) -> tuple[Floats, Floats]:
    """Predictions of each trial by trees that have not seen it, and what they lose without a setting.

    Returns:
        Predictions (n), and by setting (k by n) by how much the squared error grows when the values of
        its columns are shuffled among the trials that the tree has not seen.
    """
    import numpy as np
    from sklearn.ensemble import RandomForestRegressor

    forest = RandomForestRegressor(TREES, random_state=SEED, n_jobs=1).fit(x, y)
    shuffle = np.random.RandomState(SEED)
    count, predicted = np.zeros(len(y)), np.zeros(len(y))
    losses = np.zeros((len(groups), len(y)))
    for tree, seen in zip(forest.estimators_, forest.estimators_samples_, strict=True):
        unseen = np.setdiff1d(np.arange(len(y)), seen)
        if len(unseen) == 0:
            continue
        given = np.repeat(x[None, unseen], len(groups) + 1, axis=0)
        for index, columns in enumerate(groups, start=1):
            given[index, :, columns] = given[index, shuffle.permutation(len(unseen)), columns]
        told = tree.predict(given.reshape(-1, x.shape[1])).reshape(len(groups) + 1, -1)
        errors = (told - y[unseen]) ** 2
        count[unseen] += 1
        predicted[unseen] += told[0]
        losses[:, unseen] += errors[1:] - errors[0]
    count = np.maximum(count, 1)  # that all trees have seen a trial happens once in 10^20 times
    return predicted / count, losses / count


def _interval(values: Floats, level: float) -> tuple[float, float, float]:
    """Mean of *values* and its t interval at *level*; sums in order, the same on every processor."""
    from scipy.special import stdtrit

    mean, variance, n = (float(part) for part in spread(values.tolist()))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * (variance / n) ** 0.5
    return mean, mean - half, mean + half
