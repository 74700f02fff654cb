"""The search for hyper-parameters: its space, and how trials were drawn, chosen and ended."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cardgen.evaluation import doubts, search
from cardgen.evaluation.stated import Criterion, SearchEntry
from cardgen.measure import rederive
from cardgen.run import Outcome, Run
from cardgen.values import Fact, Table
from tests.evaluation.trials import trial

ACCURACY = Criterion(metric="accuracy", split="validation")
LOSS = Criterion(metric="loss", direction="lower is better")
RIGHTS = (0.5, 0.9, 0.7, 0.6)


def found(runs: Sequence[Run], stated: SearchEntry, *more: str) -> dict[str, Fact]:
    facts = search.facts(runs, [*(run.id for run in runs), *more], stated)
    return {fact.id: fact for fact in facts}


def rows(fact: Fact) -> dict[Any, Any]:
    assert isinstance(fact.value, Table)
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in fact.value.rows}


def trials(folder: Path) -> list[Run]:
    return [trial(folder, number, right) for number, right in enumerate(RIGHTS)]


def test_the_summary_has_the_best_and_the_spread_of_the_trials(tmp_path: Path) -> None:
    summary = found(trials(tmp_path), SearchEntry(method="random", criterion=ACCURACY))["tr.search"]
    assert rows(summary) == {
        "method": "random",
        "trials": 4,
        "trials that finished": 4,
        "criterion": "accuracy",
        "chosen on": "validation",
        "direction": "higher is better",
        "trials with a value": 4,
        "best trial": "trial-1",
        "best value": 0.9,
        "median": pytest.approx(float(np.median(RIGHTS))),
        "worst value": 0.5,
        "standard deviation (n - 1)": pytest.approx(float(np.std(RIGHTS, ddof=1))),
    }


def test_a_logged_metric_counts_by_its_last_value_and_lower_may_be_better(tmp_path: Path) -> None:
    summary = rows(found(trials(tmp_path), SearchEntry(criterion=LOSS))["tr.search"])
    assert (summary["best trial"], summary["chosen on"]) == ("trial-1", "the last logged value")
    assert (summary["best value"], summary["worst value"]) == pytest.approx((0.1, 0.5))


def test_trials_that_failed_diverged_or_are_gone_are_counted_and_have_no_value(
    tmp_path: Path,
) -> None:
    runs = trials(tmp_path)
    runs.append(trial(tmp_path, 4, 0.99, outcome=Outcome.FAILED))
    runs.append(trial(tmp_path, 5, 0.99, outcome=Outcome.INTERRUPTED))
    runs.append(trial(tmp_path, 6, 0.99, metrics={"loss": [0.1, math.nan]}))
    runs.append(trial(tmp_path, 7, 0.99, metrics={}))
    runs.append(trial(tmp_path, 8, 0.99, metrics={"loss": [1e200]}))
    fact = found(runs, SearchEntry(method="grid", criterion=LOSS), "gone")["tr.search"]
    summary = rows(fact)
    names = ("trials", "trials that finished", "trials with a value", "best trial")
    assert [summary[name] for name in names] == [10, 7, 4, "trial-1"]
    assert str(fact.evidence.note).startswith("Named runs that were not found: 1.")


def test_the_space_has_what_varies_and_what_is_stated_but_no_seed(tmp_path: Path) -> None:
    runs = [
        trial(
            tmp_path,
            number,
            0.5,
            config={
                "lr": 10.0 ** -(number + 1),
                "net": {"width": 64, "act": "relu" if number % 2 else "gelu"},
                **({"momentum": 0.9} if number > 3 else {}),
                "seed": number,
                "epochs": 3,
            },
        )
        for number in range(8)
    ]
    stated = SearchEntry(space={"lr": "log-uniform 1e-8..1e-1", "depth": "2, 3"})
    fact = found(runs, stated)["tr.space"]
    assert rows(fact) == {
        "lr": ("log-uniform 1e-8..1e-1", "from 1.00 × 10⁻⁸ to 0.100", 8),
        "momentum": (None, [0.9], 1),
        "net.act": (None, ["gelu", "relu"], 2),
        "depth": ("2, 3", None, None),
    }
    told = "Nobody stated bounds and sampling of: momentum, net.act."
    assert fact.evidence.note == told


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        (SearchEntry(), "Nobody stated how trials were drawn. Nobody stated by which figure the best "
         "trial was chosen."),
        (SearchEntry(method="manual", criterion=Criterion(metric="loss")),
         "Nobody stated which way loss is better."),
    ],
)  # fmt: skip
def test_what_nobody_stated_is_a_gap_that_says_so(
    tmp_path: Path, stated: SearchEntry, why: str
) -> None:
    fact = found(trials(tmp_path), stated)["tr.search"]
    assert fact.evidence.note == f"{why} {search.COST}"
    assert "best trial" not in rows(fact)


@pytest.mark.parametrize(
    ("criterion", "of_test"),
    [
        (Criterion(metric="accuracy", split="test"), True),
        (Criterion(metric="accuracy", split="new_test"), True),
        (Criterion(metric="test_accuracy"), True),
        (Criterion(metric="accuracy", split="validation"), False),
        (Criterion(metric="test_accuracy", split="validation"), False),
        (Criterion(metric="latest", split=None), False),
    ],
)
def test_choosing_on_the_test_split_is_a_warning(criterion: Criterion, of_test: bool) -> None:
    codes = [one.code for one in doubts.of_choice(criterion)]
    assert codes == (["D112"] if of_test else [])


def test_the_summary_of_a_choice_on_test_says_that_it_is_no_test(tmp_path: Path) -> None:
    runs = trials(tmp_path)
    moved = [
        run.model_copy(update={"record": run.record.model_copy(update={"evaluations": tuple(
            one.model_copy(update={"split": "test"}) for one in run.record.evaluations)})})
        for run in runs
    ]  # fmt: skip
    stated = SearchEntry(method="random", criterion=Criterion(metric="accuracy", split="test"))
    note = found(moved, stated)["tr.search"].evidence.note
    assert note == (
        "The best trial was chosen on the test split, so results there are no test of it. "
        + search.COST
    )


@pytest.mark.parametrize(("criterion", "best"), [(ACCURACY, [1, 2, 3, 0]), (LOSS, [1, 2, 3, 0])])
def test_trials_are_ranked_with_their_settings_the_best_first_and_those_without_a_value_last(
    tmp_path: Path, criterion: Criterion, best: list[int]
) -> None:
    runs = [*trials(tmp_path), trial(tmp_path, 4, 0.99, outcome=Outcome.FAILED)]
    fact = found(runs, SearchEntry(criterion=criterion))["tr.trials"]
    values = {n: right if criterion is ACCURACY else 1 - right for n, right in enumerate(RIGHTS)}
    rates = {n: pytest.approx(0.1 * (n + 1)) for n in range(5)}
    assert rows(fact) == {
        f"trial-{n}": (n + 1, pytest.approx(values[n]) if n in values else None, rates[n])
        for n in (*best, 4)
    }
    assert list(rows(fact)) == [f"trial-{n}" for n in (*best, 4)]
    assert fact.where["metric"] == criterion.metric


def test_without_trials_nothing_is_told(tmp_path: Path) -> None:
    runs = trials(tmp_path)
    assert list(search.facts(runs, [], SearchEntry(method="random", criterion=ACCURACY))) == []
    assert list(search.facts(runs, ["gone"], SearchEntry())) == []


def test_all_facts_of_a_search_are_derived_again_from_the_runs(tmp_path: Path) -> None:
    rights = [0.3 + 0.02 * number for number in range(25)]
    runs = [trial(tmp_path, number, right) for number, right in enumerate(rights)]
    for stated in (SearchEntry(method="random", criterion=ACCURACY), SearchEntry()):
        facts = list(found(runs, stated).values())
        ranking = ["tr.trials"] if stated.criterion is not None else []
        stored = [Fact.model_validate_json(fact.model_dump_json()) for fact in facts]
        assert [fact.id for fact in facts] == [
            "tr.space", "tr.search", *ranking, "res.expected", "tr.importance",
        ]  # fmt: skip
        assert [rederive(fact, runs) for fact in stored] == [fact.value for fact in facts]
