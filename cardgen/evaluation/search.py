"""The search for hyper-parameters: its space, its trials, and what it found (Dodge et al. 2019).

Strubell et al. 2019, "Energy and Policy Considerations for Deep Learning in NLP", ACL,
doi:10.18653/v1/P19-1355, ask for the whole search too; what its runs used is energy's to tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from cardgen.evaluation import expected, importance
from cardgen.evaluation.results import SUBJECT
from cardgen.evaluation.several import chosen, same_text
from cardgen.evaluation.stated import SearchEntry, is_of_test
from cardgen.evaluation.statistics.student import spread
from cardgen.evaluation.trials import Aim, aim_of, best_of, scores_of, settings_of, trials_of
from cardgen.measure import fact_of_runs
from cardgen.numbers import number_text
from cardgen.run import Outcome, Run
from cardgen.values import Fact, Method, Table

VERSION = 1
MOST_VALUES = 6
"""Different values of a hyper-parameter that are listed one by one."""
COST = "What the trials took and used stands under “All runs of the search”."


def facts(runs: Sequence[Run], ids: Sequence[str], stated: SearchEntry) -> Iterator[Fact]:
    """Space and summary of the search, its expected result by budget, and what mattered in it.

    None where no run is named as a trial.
    """
    found = chosen(runs, ids)
    if found == []:
        return
    aim = aim_of(runs, ids, stated.criterion)
    named = list(dict.fromkeys(ids))
    inputs = tuple(f"run:{run.id}#/record/config" for run in found)
    if space(runs, ids=named, stated=dict(stated.space)).rows != ():
        yield fact_of_runs(
            space,
            runs,
            id="tr.space",
            subject=SUBJECT,
            method=Method.COMPUTED,
            derived_from=inputs,
            parameters={"ids": list[JsonValue](named), "stated": dict(stated.space)},
            note=_space_note(found, stated),
        )
    arguments: dict[str, JsonValue] = {
        "ids": list[JsonValue](named),
        "method": stated.method,
        "aim": aim.parameters() if isinstance(aim, Aim) else None,
    }
    yield fact_of_runs(
        summary,
        runs,
        id="tr.search",
        subject=SUBJECT,
        method=Method.COMPUTED,
        derived_from=tuple(f"run:{run.id}#" for run in found),
        parameters=arguments,
        note=_summary_note(runs, named, aim, stated),
    )
    if isinstance(aim, Aim) and best_of(trials_of(runs, ids, aim), aim) is not None:
        yield fact_of_runs(
            ranking,
            runs,
            id="tr.trials",
            subject=SUBJECT,
            where=expected.where(aim),
            method=Method.COMPUTED,
            derived_from=tuple(f"run:{run.id}#" for run in found),
            parameters={"ids": list[JsonValue](named), "aim": aim.parameters()},
        )
    yield expected.fact(runs, named, aim, stated.method)
    yield importance.fact(runs, named, aim)


def _space_note(found: Sequence[Run], stated: SearchEntry) -> str | None:
    silent = [name for name in settings_of(found) if name not in stated.space]
    if silent == []:
        return None
    return f"Nobody stated bounds and sampling of: {', '.join(silent)}."


def _summary_note(
    runs: Sequence[Run], ids: Sequence[str], aim: Aim | str, stated: SearchEntry
) -> str:
    notes = [] if stated.method is not None else ["Nobody stated how trials were drawn."]
    missing = len(ids) - len(chosen(runs, ids))
    if missing > 0:
        notes.append(f"Named runs that were not found: {missing}.")
    if isinstance(aim, str):
        return " ".join([*notes, aim, COST])
    if is_of_test(aim.metric, aim.split):
        notes.append(
            "The best trial was chosen on the test split, so results there are no test of it."
        )
    elif best_of(trials_of(runs, ids, aim), aim) is not None:
        notes.append("As the best of many, the best value promises too much: it is no test result.")
    return " ".join([*notes, COST])


def space(runs: Sequence[Run], *, ids: list[str], stated: dict[str, str]) -> Table:
    """Settings that vary between the trials or that the project states: bounds, values and their number."""
    varying = settings_of(chosen(runs, ids))
    rows: list[tuple[JsonValue, ...]] = [
        (name, stated.get(name), *_seen(values)) for name, values in varying.items()
    ]
    rows += [(name, words, None, None) for name, words in stated.items() if name not in varying]
    columns = ("hyper-parameter", "searched in", "values or range", "number")
    return Table(columns=columns, rows=tuple(rows))


def _seen(values: Sequence[JsonValue]) -> tuple[JsonValue, int]:
    """What trials had: few different values as they are, many numbers as a range; and how many."""
    given = {same_text(value): value for value in values if value is not None}
    numbers = [v for v in given.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) == len(given) > MOST_VALUES:
        return f"from {number_text(min(numbers))} to {number_text(max(numbers))}", len(given)
    ordered = sorted(numbers) if len(numbers) == len(given) else list(given.values())
    more = [f"and {len(given) - MOST_VALUES} more"] if len(given) > MOST_VALUES else []
    return [*ordered[:MOST_VALUES], *more], len(given)


def summary(
    runs: Sequence[Run], *, ids: list[str], method: str | None, aim: dict[str, JsonValue] | None
) -> Table:
    """How trials were drawn and chosen, how many there were, and their best, median and spread."""
    found = chosen(runs, ids)
    rows: list[tuple[str, JsonValue]] = [
        ("method", method),
        ("trials", len(ids)),
        ("trials that finished", sum(run.outcome is Outcome.FINISHED for run in found)),
    ]
    if aim is not None:
        rows += _outcome(found, Aim(**aim))  # type: ignore[arg-type]
    return Table(columns=("what", "value"), rows=tuple(rows))


def _outcome(found: Sequence[Run], aim: Aim) -> list[tuple[str, JsonValue]]:
    trials = trials_of(found, [run.id for run in found], aim)
    scores, best = sorted(scores_of(trials)), best_of(trials, aim)
    rows: list[tuple[str, JsonValue]] = [
        ("criterion", aim.metric),
        ("chosen on", "the last logged value" if aim.split is None else aim.split),
        ("direction", "higher is better" if aim.higher else "lower is better"),
        ("trials with a value", len(scores)),
    ]
    if best is None:
        return rows
    middle = len(scores) // 2
    median = scores[middle] if len(scores) % 2 == 1 else (scores[middle - 1] + scores[middle]) / 2
    rows += [
        ("best trial", best.run.id),
        ("best value", best.value),
        ("median", median),
        ("worst value", scores[0 if aim.higher else -1]),
    ]
    if len(scores) > 1:
        rows.append(("standard deviation (n - 1)", float(spread(scores).variance) ** 0.5))
    return rows


def ranking(runs: Sequence[Run], *, ids: list[str], aim: dict[str, JsonValue]) -> Table:
    """A row for each trial, the best first: its id, its place in the search from 1, value and settings.

    Trials without a value stand last.
    """
    wanted = Aim(**aim)  # type: ignore[arg-type]
    trials = trials_of(runs, ids, wanted)
    settings = settings_of([trial.run for trial in trials])
    rows = [
        (trial.run.id, place, trial.value, *own)
        for place, (trial, *own) in enumerate(zip(trials, *settings.values(), strict=True), start=1)
    ]
    sign = -1.0 if wanted.higher else 1.0
    rows.sort(key=lambda row: math.inf if row[2] is None else sign * row[2])
    return Table(columns=("trial", "order", "value", *settings), rows=tuple(rows))
