from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from cardgen import evaluation
from cardgen.evaluation.settings import Evaluation
from cardgen.measure import rederive
from cardgen.values import Fact, Table
from tests.runs import make_run, save_evaluation


def compared(folder: Path, arrays: dict[str, Any], **settings: Any) -> tuple[Fact, list[dict]]:
    run = make_run(folder, evaluations=(save_evaluation(folder, arrays, classes=()),))
    facts = evaluation.facts(run, Evaluation(**settings))
    fact = next(fact for fact in facts if fact.id == "res.comparisons")
    assert isinstance(fact.value, Table) and rederive(fact, run) == fact.value
    return fact, [dict(zip(fact.value.columns, row, strict=True)) for row in fact.value.rows]


def examples(n: int = 600) -> dict[str, Any]:
    stream = np.random.RandomState(7)
    group = stream.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2])
    label = stream.randint(0, 3, n)
    wrong = stream.uniform(size=n) < np.where(group == "c", 0.45, 0.15)
    return {
        "label": label,
        "prediction": np.where(wrong, (label + 1) % 3, label),
        "metric.loss": stream.exponential(np.where(group == "c", 2.0, 1.0)),
        "group.kind": group,
    }


def test_accuracy_by_slice_is_tested_as_scipy_and_statsmodels_do(tmp_path: Path) -> None:
    arrays = examples()
    right = arrays["label"] == arrays["prediction"]
    _, rows = compared(tmp_path, arrays, metrics=("accuracy",))
    tests, intervals = [], []
    for kind in ("a", "b", "c"):
        own, others = right[arrays["group.kind"] == kind], right[arrays["group.kind"] != kind]
        counts = [[own.sum(), (~own).sum()], [others.sum(), (~others).sum()]]
        tests.append(stats.fisher_exact(counts).pvalue)
        intervals.append(
            confint_proportions_2indep(
                own.sum(), len(own), others.sum(), len(others), method="newcomb"
            )
        )
    holm = multipletests(tests, method="holm")[1]
    assert [row["p"] for row in rows] == pytest.approx(tests)
    assert [row["p (Holm)"] for row in rows] == pytest.approx(holm)
    assert np.allclose([(row["low"], row["high"]) for row in rows], intervals)
    assert {row["slice"]: row["verdict"] for row in rows}["c"] == "worse"


def test_every_metric_with_a_test_tells_the_worse_slice_by_its_own_direction(
    tmp_path: Path,
) -> None:
    _, rows = compared(tmp_path, examples())
    found = {row["metric"]: row["verdict"] for row in rows if row["slice"] == "c"}
    assert found["accuracy"] == found["macro-F1"] == "worse"
    # Nobody said which way the loss is better, so its difference has no such word.
    assert found["loss"] == "not comparable"


def test_macro_f1s_difference_is_that_of_scikit_learn(tmp_path: Path) -> None:
    from sklearn.metrics import f1_score

    arrays = examples()
    _, rows = compared(tmp_path, arrays, metrics=("macro-F1",))
    for row in rows:
        own = arrays["group.kind"] == row["slice"]
        values = [
            f1_score(arrays["label"][side], arrays["prediction"][side], average="macro")
            for side in (own, ~own)
        ]
        assert (row["value"], row["others"]) == pytest.approx(values)
        assert row["low"] < row["difference"] < row["high"]


def test_a_difference_below_the_margin_is_not_called_worse(tmp_path: Path) -> None:
    _, rows = compared(tmp_path, examples(), metrics=("accuracy",), margins={"accuracy": 0.9})
    assert {row["verdict"] for row in rows} == {"within noise"}


def test_two_slices_are_one_test(tmp_path: Path) -> None:
    arrays = examples()
    arrays["group.kind"] = np.where(arrays["group.kind"] == "c", "c", "other")
    _, rows = compared(tmp_path, arrays, metrics=("accuracy",))
    assert [row["p (Holm)"] for row in rows] == pytest.approx([row["p"] for row in rows])


def test_a_slice_too_small_to_tell_is_in_no_comparison(tmp_path: Path) -> None:
    arrays = examples()
    arrays["group.kind"][:5] = "rare"
    _, rows = compared(tmp_path, arrays, metrics=("accuracy",))
    assert {row["slice"] for row in rows} == {"a", "b", "c"}


def test_a_difference_that_could_have_been_seen_is_seen_in_four_of_five_cases(
    tmp_path: Path,
) -> None:
    from statsmodels.stats.power import NormalIndPower

    _, rows = compared(tmp_path, examples(), metrics=("accuracy",))
    row = rows[0]
    pooled = sum(share * (1 - share) / n for share, n in _sides(row))
    power = NormalIndPower().power(row["could have seen"] / np.sqrt(pooled), 2, 0.05)
    assert power == pytest.approx(0.8, abs=0.01)


def _sides(row: dict) -> list[tuple[float, int]]:
    return [(row["value"], row["n"]), (row["others"], 600 - row["n"])]
