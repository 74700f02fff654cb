"""Importance of hyper-parameters: found where there is one, and not told where trials do not tell."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cardgen.evaluation import importance
from cardgen.evaluation.importance import MINIMUM, learn
from cardgen.evaluation.trials import Aim
from cardgen.values import Method, Quantity, Table
from tests.evaluation.trials import trial

ACCURACY = Aim("accuracy", "validation", None, higher=True)


def test_shares_are_those_of_a_sum_whose_variance_is_known() -> None:
    """y = 2a + b: a has 4 fifths of the variance, b one, and c none."""
    drawn = np.random.default_rng(0).random((400, 3))
    settings: dict[str, Any] = dict(zip("cab", drawn.T[[2, 0, 1]].tolist(), strict=True))
    learnt = learn(settings, (2 * drawn[:, 0] + drawn[:, 1]).tolist())
    assert [row[0] for row in learnt.rows] == ["a", "b", "c"]
    assert [row[1] for row in learnt.rows] == pytest.approx([0.8, 0.2, 0.0], abs=0.08)
    assert all(low <= value <= high for _, value, low, high in learnt.rows)


def test_a_choice_matters_as_a_whole_and_a_setting_that_some_trials_lack_counts() -> None:
    random = np.random.default_rng(1)
    kind = random.choice(["sgd", "adam", "lion"], 150)
    momentum = [
        float(m) if k == "sgd" else None for k, m in zip(kind, random.random(150), strict=True)
    ]
    nesterov = [bool(one) for one in random.random(150) < 0.5]
    score = [
        (k == "adam") + (0.0 if m is None else 3 * m) for k, m in zip(kind, momentum, strict=True)
    ]
    learnt = learn({"kind": kind.tolist(), "momentum": momentum, "nesterov": nesterov}, score)
    lows = {name: low for name, _, low, _ in learnt.rows}
    assert (lows["kind"] > 0, lows["momentum"] > 0, lows["nesterov"] > 0) == (True, True, False)
    assert learnt.explained > 0.8


def test_the_scale_of_a_number_makes_no_difference() -> None:
    random = np.random.default_rng(2)
    rate, other = random.uniform(-5, 0, 60), random.random(60)
    score = (-((rate + 3) ** 2)).tolist()
    plain = learn({"rate": rate.tolist(), "other": other.tolist()}, score)
    powers = learn({"rate": (10**rate).tolist(), "other": other.tolist()}, score)
    assert powers == plain
    assert learn({"rate": [10**400 * (r > -3) for r in rate.tolist()]}, score).explained > 0


def fact_of(folder: Path, rights: list[float], **same: Any) -> Any:
    runs = [
        trial(folder, number, right, config={"lr": number, "noise": number * 7 % 5} | same)
        for number, right in enumerate(rights)
    ]
    return importance.fact(runs, [run.id for run in runs], ACCURACY)


def test_enough_trials_give_a_table_that_is_estimated_and_says_by_what(tmp_path: Path) -> None:
    fact = fact_of(tmp_path, [0.2 + 0.02 * number for number in range(MINIMUM + 5)])
    assert isinstance(fact.value, Table)
    assert fact.value.rows[0][0] == "lr"
    assert fact.evidence.method is Method.ESTIMATED
    assert "random forest (100 trees, seed 20260105)" in fact.evidence.note


@pytest.mark.parametrize(
    ("rights", "same", "why"),
    [
        ([0.5] * (MINIMUM - 1), {}, f"Too few trials with a value to tell: {MINIMUM - 1} (fewer than {MINIMUM})."),
        ([0.5] * MINIMUM, {}, "All trials have the same value."),
        ([0.5, 0.6] * (MINIMUM // 2), {"lr": 1, "noise": 1}, "No recorded setting differs between the trials."),
        (np.random.default_rng(3).random(MINIMUM).round(2).tolist(), {"lr": 1},
         "A random forest that was fitted to the trials predicts others no better than their mean "
         "does: the trials do not tell which hyper-parameters matter."),
    ],
    ids=["few", "equal", "no setting", "noise"],
)  # fmt: skip
def test_where_trials_do_not_tell_there_is_no_importance_but_the_reason(
    tmp_path: Path, rights: list[float], same: dict[str, Any], why: str
) -> None:
    fact = fact_of(tmp_path, rights, **same)
    assert (fact.value, fact.evidence.method, fact.evidence.note) == (
        Quantity(value=None, unit="1", n=len(rights)),
        Method.NOT_MEASURED,
        why,
    )


def test_another_process_finds_the_same_digits() -> None:
    code = (
        "import numpy as np; from cardgen.evaluation.importance import learn\n"
        "a, b = np.random.RandomState(4).rand(2, 30).tolist()\n"
        "print(learn({'a': a, 'b': b}, [x + 0.1 * y for x, y in zip(a, b)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    a, b = np.random.RandomState(4).rand(2, 30).tolist()
    here = learn({"a": a, "b": b}, [x + 0.1 * y for x, y in zip(a, b, strict=True)])
    assert done.stdout == f"{here}\n"
