"""Calibration, error rates, fairness, spread of scores and gaps by group, against plain loops."""

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import confint_proportions_2indep

from cardgen import evaluation
from cardgen.run import Run
from cardgen.values import Quantity, Table
from tests.runs import make_run, save_evaluation

NAMES = ("left", "middle", "right")


@pytest.fixture(scope="module")
def arrays() -> dict[str, Any]:
    random = np.random.RandomState(3)
    group = random.choice(NAMES, 900, p=[0.5, 0.3, 0.2])
    label = (random.rand(900) < np.where(group == "left", 0.3, 0.5)).astype(int)
    score = 1 / (1 + np.exp(-random.randn(900) - 1.2 * label + 0.6))
    prediction = (score >= 0.5).astype(int)
    return {"label": label, "prediction": prediction, "score": score, "group.side": group}


@pytest.fixture(scope="module")
def run(arrays: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("run")
    record = save_evaluation(folder, arrays, task="binary", classes=("no", "yes"))
    return make_run(folder, evaluations=(record,))


def value(run: Run, fact_id: str, **where: str) -> Any:
    return next(
        fact.value
        for fact in evaluation.facts(run)
        if fact.id == fact_id
        and where.items() <= fact.where.items()
        and ("slice" in where) == ("slice" in fact.where)
    )


def part(arrays: dict[str, Any], name: str) -> tuple[Any, Any, Any]:
    rows = arrays["group.side"] == name
    return arrays["label"][rows], arrays["prediction"][rows], arrays["score"][rows]


def table(run: Run, fact_id: str, **where: str) -> Table:
    found = value(run, fact_id, **where)
    assert isinstance(found, Table)
    return found


def test_bins_of_calibration_are_scikit_learns_also_by_group(
    run: Run, arrays: dict[str, Any]
) -> None:
    for name in NAMES:
        label, _, score = part(arrays, name)
        observed, mean = calibration_curve(label, score, n_bins=10)
        found = table(run, "res.calibration", group="side", slice=name).rows
        np.testing.assert_allclose([row[:2] for row in found], np.stack([mean, observed], 1))
        shares = np.array([row[4] for row in found], float) / len(label)
        ece = value(run, "res.ece", group="side", slice=name)
        assert isinstance(ece, Quantity)
        assert ece.value == pytest.approx((shares * abs(mean - observed)).sum())


def rates(label: Any, prediction: Any) -> dict[str, float]:
    (tn, fp), (fn, tp) = sk.confusion_matrix(label, prediction)
    return {
        "FPR": fp / (fp + tn), "FNR": fn / (fn + tp), "FDR": fp / (fp + tp), "FOR": fn / (fn + tn),
        "TPR": tp / (fn + tp), "positive rate": (tp + fp) / len(label),
    }  # fmt: skip


def test_error_rates_of_each_group_are_those_of_its_confusion_matrix(
    run: Run, arrays: dict[str, Any]
) -> None:
    rows = table(run, "res.error_groups", group="side").rows
    for name, n, *found in rows:
        label, prediction, _ = part(arrays, str(name))
        expected = rates(label, prediction)
        assert n == len(label)
        assert found == pytest.approx([expected[rate] for rate in ("FPR", "FNR", "FDR", "FOR")])
    assert [row[0] for row in rows] == [*NAMES]


@pytest.mark.parametrize(
    ("measure", "of"),
    [
        ("demographic parity", ("positive rate",)), ("equal opportunity", ("TPR",)),
        ("equalised odds", ("TPR", "FPR")), ("predictive parity", ("FDR",)),
    ],
)  # fmt: skip
def test_fairness_is_the_largest_difference_of_two_groups_with_newcombes_range(
    run: Run, arrays: dict[str, Any], measure: str, of: tuple[str, ...]
) -> None:
    by_group = {name: rates(*part(arrays, name)[:2]) for name in NAMES}
    gaps = {
        (rate, a, b): abs(by_group[a][rate] - by_group[b][rate])
        for rate in of
        for a, b in combinations(NAMES, 2)
    }
    (rate, a, b), largest = max(gaps.items(), key=lambda item: item[1])
    row = next(row for row in table(run, "res.fairness", group="side").rows if row[0] == measure)
    assert row[1] == pytest.approx(largest)
    high, low = sorted((a, b), key=lambda name: by_group[name][rate], reverse=True)
    assert str(row[4]).startswith(f"{high}, {low}")
    wholes = {
        "positive rate": lambda label, prediction: len(label), "TPR": lambda label, _: label.sum(),
        "FPR": lambda label, _: (1 - label).sum(), "FDR": lambda _, prediction: prediction.sum(),
    }  # fmt: skip
    counts = []
    for name in (high, low):
        n = int(wholes[rate](*part(arrays, name)[:2]))
        counts += [round(by_group[name][rate] * n), n]
    assert row[2:4] == pytest.approx(
        confint_proportions_2indep(*counts, method="newcomb", compare="diff")
    )


def test_the_spread_of_scores_is_numpys_of_each_group(run: Run, arrays: dict[str, Any]) -> None:
    for name, n, *found in table(run, "res.scoredist", group="side").rows:
        score = part(arrays, str(name))[2]
        quantiles = np.percentile(score, [5, 25, 50, 75, 95])
        assert (n, found) == (
            len(score),
            pytest.approx([score.mean(), np.std(score, ddof=1), *quantiles]),
        )


def test_gaps_are_those_of_the_worst_and_the_best_group(run: Run, arrays: dict[str, Any]) -> None:
    rows = {row[0]: row for row in table(run, "res.disparity").rows}
    functions = {
        "accuracy": lambda y, p, _: sk.accuracy_score(y, p),
        "F1": lambda y, p, _: sk.f1_score(y, p),
        "ROC AUC": lambda y, _, s: sk.roc_auc_score(y, s),
        "log loss": lambda y, _, s: sk.log_loss(y, s),
    }
    for metric, function in functions.items():
        ordered = sorted((function(*part(arrays, name)), name) for name in NAMES)
        if metric == "log loss":
            ordered.reverse()
        (worst, worst_name), (best, best_name) = ordered[0], ordered[-1]
        assert rows[metric][:3] == (metric, "side", worst_name)
        assert rows[metric][4] == best_name
        numbers = [rows[metric][at] for at in (3, 5, 6, 9)]
        assert numbers == pytest.approx(
            [worst, best, abs(best - worst), min(worst, best) / max(worst, best)]
        )


def test_what_is_counted_without_the_recorded_weights_says_so(
    arrays: dict[str, Any], tmp_path: Path
) -> None:
    weighted = arrays | {"weight": np.linspace(1, 2, 900)}
    record = save_evaluation(tmp_path, weighted, task="binary", classes=("no", "yes"))
    counted = {"res.calibration", "res.ece", "res.scoredist", "res.confusion", "res.thresholds"}
    notes = {
        (fact.id, "recorded weights are not applied" in str(fact.evidence.note))
        for fact in evaluation.facts(make_run(tmp_path, evaluations=(record,)))
        if fact.id in counted
    }
    assert notes == {(name, True) for name in counted}
