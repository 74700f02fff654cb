"""Trials of a search for hyper-parameters: how each was configured, how it ended, how well it did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.evaluation.metrics import HIGHER
from cardgen.evaluation.sameness import is_seed
from cardgen.evaluation.several import (
    LARGEST,
    chosen,
    flat,
    index_of,
    same_text,
)
from cardgen.evaluation.stated import Criterion
from cardgen.evaluation.valued import direction, result
from cardgen.run import Outcome, Run


class Aim(NamedTuple):
    """What the search made as high or as low as it could."""

    metric: str
    split: str | None
    """None for a logged metric, whose last value counts."""
    data: str | None
    higher: bool

    def parameters(self) -> dict[str, JsonValue]:
        """As arguments of the functions that measure."""
        return dict(self._asdict())


class Trial(NamedTuple):
    """One run of the search."""

    run: Run
    value: float | None
    """None where it did not finish, has no such figure, or one that is NaN, infinite or huge."""


def aim_of(runs: Sequence[Run], ids: Sequence[str], criterion: Criterion | None) -> Aim | str:
    """What the trials were chosen by; or why that is not known, in a sentence."""
    if criterion is None:
        return "Nobody stated by which figure the best trial was chosen."
    better = criterion.direction or _known_direction(chosen(runs, ids), criterion)
    if better is None:
        return f"Nobody stated which way {criterion.metric} is better."
    return Aim(criterion.metric, criterion.split, criterion.data, better == HIGHER)


def _known_direction(runs: Sequence[Run], criterion: Criterion) -> str | None:
    if criterion.split is None:
        return None
    places = [(run, index_of(run, criterion.data, criterion.split)) for run in runs]
    known = (direction(run, at, criterion.metric) for run, at in places if at is not None)
    return next((found for found in known if found is not None), None)


def trials_of(runs: Sequence[Run], ids: Sequence[str], aim: Aim) -> list[Trial]:
    """The trials with these *ids* that there are, in that order."""
    return [Trial(run, _value(run, aim)) for run in chosen(runs, ids)]


def scores_of(trials: Sequence[Trial]) -> list[float]:
    """The values that there are."""
    return [trial.value for trial in trials if trial.value is not None]


def _value(run: Run, aim: Aim) -> float | None:
    if run.outcome is not Outcome.FINISHED:
        return None
    if aim.split is None:
        logged = run.metrics.get(aim.metric)
        value = logged.values[-1] if logged is not None and len(logged) > 0 else None
    else:
        found = result(run, data=aim.data, split=aim.split, metric=aim.metric)
        value = None if found is None else found.value
    # Neither NaN nor infinity is at most that.
    return value if value is not None and abs(value) <= LARGEST else None


def best_of(trials: Sequence[Trial], aim: Aim) -> Trial | None:
    """The trial with the best value, the first of equals; None where none has one."""
    known = [trial for trial in trials if trial.value is not None]
    sign = -1.0 if aim.higher else 1.0
    return min(known, key=lambda trial: sign * (trial.value or 0.0), default=None)


def settings_of(runs: Sequence[Run]) -> dict[str, list[JsonValue]]:
    """Settings that vary between *runs*, but for seeds: each run's value; None where it has none."""
    every = [flat(run.record.config) for run in runs]
    names = sorted({name for one in every for name in one if not is_seed(name)})
    found = {name: [one.get(name) for one in every] for name in names}
    return {name: values for name, values in found.items() if len(set(map(same_text, values))) > 1}
