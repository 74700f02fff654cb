"""Every metric is scikit-learn's, its interval SciPy's or statsmodels', on random and degenerate input."""

import math
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics as sk
from statsmodels.stats.proportion import proportion_confint

from cardgen.evaluation.metrics import catalogue, obstacle
from tests.evaluation.made import evaluation_of, whole

Arrays = dict[str, Any]


def multiclass(n: int = 300, *, seed: int = 0, k: int = 4) -> Arrays:
    random = np.random.RandomState(seed)
    label = random.choice(k, n, p=random.dirichlet(np.ones(k)))
    score = random.dirichlet(np.ones(k), n) + 0.8 * np.eye(k)[label]
    score /= score.sum(axis=1, keepdims=True)
    return {"label": label, "prediction": score.argmax(axis=1), "score": score}


def binary(n: int = 300, *, seed: int = 0, ties: bool = False) -> Arrays:
    random = np.random.RandomState(seed)
    label = (random.rand(n) < 0.3).astype(int)
    score = 1 / (1 + np.exp(-random.randn(n) - 1.5 * label + 1))
    score = score.round(1) if ties else score
    return {"label": label, "prediction": (score >= 0.5).astype(int), "score": score}


def values(arrays: Arrays, names: Any, **about: Any) -> dict[str, float | None]:
    evaluation = evaluation_of(arrays, **about)
    return {name: whole(evaluation, name).value for name in names}


def quietly(function: Callable[..., Any], *given: Any, **more: Any) -> float:
    """scikit-learn warns where it divides by zero."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(function(*given, **more))


def expected_multiclass(arrays: Arrays) -> dict[str, float]:
    label, prediction, weight = arrays["label"], arrays["prediction"], arrays.get("weight")
    brier = ((arrays["score"] - np.eye(arrays["score"].shape[1])[label]) ** 2).sum(axis=1)
    two = (label, prediction)
    return {
        "accuracy": quietly(sk.accuracy_score, *two, sample_weight=weight),
        "macro-F1": quietly(sk.f1_score, *two, average="macro", sample_weight=weight),
        "weighted F1": quietly(sk.f1_score, *two, average="weighted", sample_weight=weight),
        "balanced accuracy": quietly(sk.balanced_accuracy_score, *two, sample_weight=weight),
        "log loss": quietly(
            sk.log_loss, label, arrays["score"], sample_weight=weight,
            labels=range(arrays["score"].shape[1]),
        ),
        "Brier score": float(np.average(brier, weights=weight)),
    }  # fmt: skip


def expected_binary(arrays: Arrays) -> dict[str, float]:
    label, prediction, weight = arrays["label"], arrays["prediction"], arrays.get("weight")
    two, scored = (label, prediction), (label, arrays["score"])
    return {
        "accuracy": quietly(sk.accuracy_score, *two, sample_weight=weight),
        "F1": quietly(sk.f1_score, *two, sample_weight=weight),
        "precision": quietly(sk.precision_score, *two, sample_weight=weight),
        "recall": quietly(sk.recall_score, *two, sample_weight=weight),
        "FPR": 1 - quietly(sk.recall_score, *two, pos_label=0, sample_weight=weight),
        "balanced accuracy": quietly(sk.balanced_accuracy_score, *two, sample_weight=weight),
        "ROC AUC": quietly(sk.roc_auc_score, *scored, sample_weight=weight),
        "average precision": quietly(sk.average_precision_score, *scored, sample_weight=weight),
        "log loss": quietly(sk.log_loss, *scored, sample_weight=weight),
        "Brier score": quietly(sk.brier_score_loss, *scored, sample_weight=weight),
    }


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_metrics_of_classes_are_scikit_learns(seed: int, weighted: bool) -> None:
    weight = {"weight": np.random.RandomState(9).rand(300)} if weighted else {}
    many, two = multiclass(seed=seed) | weight, binary(seed=seed, ties=seed == 1) | weight
    names = tuple("abcd")
    expected = expected_multiclass(many)
    assert values(many, expected, task="multiclass", classes=names) == pytest.approx(expected)
    expected = expected_binary(two)
    assert values(two, expected, task="binary") == pytest.approx(expected)


def test_every_usual_metric_of_each_task_was_compared() -> None:
    many, two = multiclass(), binary()
    assert set(catalogue(evaluation_of(many, task="multiclass"))) == set(expected_multiclass(many))
    assert set(catalogue(evaluation_of(two, task="binary"))) == set(expected_binary(two))
    assert set(catalogue(evaluation_of(several(), task="multilabel"))) == set(
        expected_multilabel(several())
    )
    assert set(catalogue(evaluation_of(queries(), task="ranking"))) == set(
        expected_ranking(queries())
    )


@pytest.mark.parametrize("dtype", [str, bool, float, np.int8, np.uint8, "S1"])
def test_classes_may_be_recorded_as_any_type(dtype: Any) -> None:
    given = binary()
    arrays = given | {name: given[name].astype(dtype) for name in ("label", "prediction")}
    positive = "True" if dtype is bool else "1"
    expected = expected_binary(given)
    assert values(arrays, expected, task="binary", positive=positive) == pytest.approx(expected)


@pytest.mark.parametrize("positive", ["no", "yes"])
def test_either_of_two_named_classes_may_be_the_positive_one(positive: str) -> None:
    given = binary()
    at = ("no", "yes").index(positive)
    turned = {name: array if at == 1 else 1 - array for name, array in given.items()}
    expected = expected_binary(turned)
    about: Arrays = {"task": "binary", "classes": ("no", "yes"), "positive": positive}
    # A single score is the positive class's.
    found = values(given | {"score": turned["score"]}, expected, **about)
    assert found == pytest.approx(expected)
    both = np.stack([1 - given["score"], given["score"]], axis=1)
    assert values(given | {"score": both}, expected, **about) == pytest.approx(expected)


def test_all_right_all_wrong_and_one_class_have_values_and_what_is_undefined_has_none() -> None:
    zeros, ones = np.zeros(50, int), np.ones(50, int)
    names = ("accuracy", "F1", "precision", "recall", "FPR", "balanced accuracy")
    two: Arrays = {"task": "binary", "classes": ("no", "yes")}
    found = [
        tuple(values({"label": label, "prediction": prediction}, names, **two).values())
        for label, prediction in ((ones, ones), (zeros, zeros), (zeros, ones), (ones, zeros))
    ]
    assert found == [
        (1, 1, 1, 1, None, 1),
        (1, 0, None, None, 0, 1),
        (0, 0, 0, None, 1, 0),
        (0, 0, None, 0, None, 0),
    ]


def test_areas_need_both_classes_and_a_constant_score_orders_nothing() -> None:
    label = np.arange(60) % 3 == 0
    flat = {"label": label, "prediction": label, "score": np.full(60, 0.4)}
    names = ("ROC AUC", "average precision")
    expected = {"ROC AUC": 0.5, "average precision": 1 / 3}
    assert values(flat, names, task="binary") == pytest.approx(expected)
    one = {"label": np.zeros(60, int), "prediction": label.astype(int), "score": np.arange(60) / 60}
    assert values(one, names, task="binary")["ROC AUC"] is None


def test_labels_unseen_in_training_are_scikit_learns_and_have_no_probability() -> None:
    arrays = multiclass(k=3)
    arrays["label"][:5] = 7
    names = ("accuracy", "macro-F1", "weighted F1")
    strangers = arrays | {"score": np.eye(8)[:, :3][arrays["label"]]}
    expected = {n: expected_multiclass(arrays | {"score": np.ones((300, 8)) / 8})[n] for n in names}
    assert values(strangers, names, task="multiclass", classes=tuple("abc")) == pytest.approx(
        expected
    )
    evaluation = evaluation_of(arrays, task="multiclass", classes=tuple("abc"))
    assert whole(evaluation, "log loss").value is None


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_scores_that_are_no_numbers_leave_metrics_of_predictions_alone(bad: float) -> None:
    arrays = binary()
    arrays["score"][7] = bad
    evaluation = evaluation_of(arrays, task="binary")
    assert whole(evaluation, "accuracy").value == sk.accuracy_score(
        arrays["label"], arrays["prediction"]
    )
    assert whole(evaluation, "ROC AUC").value is None
    assert "log loss" not in catalogue(evaluation)


@pytest.mark.parametrize("task", ["binary", "multiclass"])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_examples_have_scikit_learns_values_or_none(n: int, task: str) -> None:
    arrays = {
        name: array[:n] for name, array in (binary() if task == "binary" else multiclass()).items()
    }
    evaluation = evaluation_of(
        arrays, task=task, classes=tuple("abcd"[: 2 if task == "binary" else 4])
    )
    found = {name: whole(evaluation, name) for name in catalogue(evaluation)}
    if n == 0:
        assert {one.value for one in found.values()} <= {None}
        return
    expected = {"accuracy": sk.accuracy_score(arrays["label"], arrays["prediction"])}
    assert found["accuracy"].value == pytest.approx(expected["accuracy"])
    assert all(one.low is None or one.low <= (one.value or 0) for one in found.values())


def several(n: int = 200) -> Arrays:
    """Sets of labels, some empty; the last label never occurs."""
    random = np.random.RandomState(3)
    label = (random.rand(n, 5) < 0.25).astype(int)
    prediction = np.where(random.rand(n, 5) < 0.8, label, 1 - label)
    label[:, 4] = prediction[:, 4] = 0
    label[:20] = 0
    prediction[:10] = 0
    return {"label": label, "prediction": prediction}


def expected_multilabel(arrays: Arrays) -> dict[str, float]:
    label, prediction, weight = arrays["label"], arrays["prediction"], arrays.get("weight")
    two = (label, prediction)
    return {
        "exact match": quietly(sk.accuracy_score, *two, sample_weight=weight),
        "macro-F1": quietly(sk.f1_score, *two, average="macro", sample_weight=weight),
        "micro-F1": quietly(sk.f1_score, *two, average="micro", sample_weight=weight),
        "Hamming loss": quietly(sk.hamming_loss, *two, sample_weight=weight),
    }


@pytest.mark.parametrize("weighted", [False, True])
def test_metrics_of_sets_of_labels_are_scikit_learns_empty_sets_too(weighted: bool) -> None:
    weight = {"weight": np.random.RandomState(9).rand(200)} if weighted else {}
    arrays = several() | weight
    expected = expected_multilabel(arrays)
    assert values(arrays, expected, task="multilabel") == pytest.approx(expected)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_metrics_of_numbers_are_scikit_learns(offset: float, weighted: bool) -> None:
    random = np.random.RandomState(4)
    label = random.randn(300) + offset
    arrays = {"label": label, "prediction": label + 0.3 * random.standard_t(3, 300)}
    weight = random.rand(300) if weighted else None
    two = (arrays["label"], arrays["prediction"])
    expected = {
        "MAE": sk.mean_absolute_error(*two, sample_weight=weight),
        "RMSE": sk.root_mean_squared_error(*two, sample_weight=weight),
        "R²": sk.r2_score(*two, sample_weight=weight),
    }
    if weight is not None:
        arrays["weight"] = weight
    assert values(arrays, expected, task="regression") == pytest.approx(expected)


def test_labels_that_do_not_vary_have_no_share_of_variance_explained() -> None:
    arrays = {"label": np.full(40, 0.1), "prediction": np.linspace(0, 1, 40)}
    assert values(arrays, ["R²", "RMSE"], task="regression") == {
        "R²": None,
        "RMSE": pytest.approx(sk.root_mean_squared_error(arrays["label"], arrays["prediction"])),
    }


def queries(count: int = 40, items: int = 15) -> Arrays:
    """Of 40 queries the first three have no relevant item; relevance is graded."""
    random = np.random.RandomState(5)
    label = random.choice(4, (count, items), p=[0.7, 0.1, 0.1, 0.1])
    label[:3] = 0
    order = random.permutation(count * items)
    query = np.repeat(np.arange(count), items)
    score = random.rand(count * items) + 0.2 * label.ravel()
    return {
        name: array[order]
        for name, array in (("label", label.ravel()), ("score", score), ("query", query))
    }


def expected_ranking(arrays: Arrays) -> dict[str, float]:
    found: dict[str, list[float]] = {"nDCG@10": [], "MRR": [], "recall@10": [], "MAP": []}
    for query in np.unique(arrays["query"]):
        rows = arrays["query"] == query
        label, score = arrays["label"][rows], arrays["score"][rows]
        if not label.any():
            continue
        relevant = label[np.argsort(-score)] > 0
        found["nDCG@10"].append(sk.ndcg_score([label], [score], k=10))
        found["MAP"].append(sk.average_precision_score(label > 0, score))
        found["MRR"].append(1 / (1 + list(relevant).index(True)))
        found["recall@10"].append(sum(relevant[:10]) / sum(relevant))
    return {name: float(np.mean(values)) for name, values in found.items()}


def test_metrics_of_rankings_are_scikit_learns_over_queries_with_a_relevant_item() -> None:
    arrays = queries()
    expected = expected_ranking(arrays)
    assert values(arrays, expected, task="ranking") == pytest.approx(expected)
    nothing = arrays | {"label": np.zeros_like(arrays["label"])}
    assert set(values(nothing, expected, task="ranking").values()) == {None}


def test_a_task_without_metrics_says_so_and_keeps_recorded_ones() -> None:
    evaluation = evaluation_of({"metric.bleu": np.array([0.0, 0.5, 1.0])}, task="generation")
    assert "cardgen has no metric of its own for the task generation" in str(obstacle(evaluation))
    assert whole(evaluation, "bleu").value == 0.5


def test_intervals_of_proportions_are_statsmodels_wilson() -> None:
    arrays = binary(seed=2)
    evaluation = evaluation_of(arrays, task="binary")
    label, prediction = arrays["label"] == 1, arrays["prediction"] == 1
    counts = {
        "accuracy": ((label == prediction).sum(), 300),
        "precision": ((label & prediction).sum(), prediction.sum()),
        "recall": ((label & prediction).sum(), label.sum()),
        "FPR": ((~label & prediction).sum(), (~label).sum()),
    }
    for name, (hits, n) in counts.items():
        found = whole(evaluation, name)
        assert (found.low, found.high) == pytest.approx(
            proportion_confint(hits, n, method="wilson")
        )
        assert found.method is not None and found.method.startswith("Wilson score interval")


def macro_f1(label: Any, prediction: Any) -> float:
    """Of the classes that occur; by counts, since scikit-learn's is slow a thousand times over."""
    hit = np.bincount(label[label == prediction], minlength=4)
    both = np.bincount(label, minlength=4) + np.bincount(prediction, minlength=4)
    return float((2 * hit[both > 0] / both[both > 0]).mean())


def auc(label: Any, score: Any) -> float:
    ranks, positive = stats.rankdata(score), label == 1
    m, k = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - m * (m + 1) / 2) / (m * k))


def of_log_loss(label: Any, score: Any) -> float:
    return float(-np.log(np.where(label == 1, score, 1 - score)).mean())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("metric", "function", "second"),
    [
        ("macro-F1", macro_f1, "prediction"),
        ("ROC AUC", auc, "score"),
        ("log loss", of_log_loss, "score"),
    ],
)
def test_intervals_of_others_are_scipys_bca_bootstrap(
    metric: str, function: Callable[[Any, Any], float], second: str, seed: int
) -> None:
    arrays = (
        multiclass(250, seed=seed) if metric == "macro-F1" else binary(250, seed=seed, ties=True)
    )
    arrays["score"] = arrays["score"].clip(0.05, 0.95)
    task = "multiclass" if metric == "macro-F1" else "binary"
    found = whole(evaluation_of(arrays, task=task), metric)
    scipys = stats.bootstrap(
        (arrays["label"], arrays[second]), function, paired=True, vectorized=False, method="BCa",
        n_resamples=3000, rng=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    assert found.low is not None and found.high is not None and found.method is not None
    # Quantiles of 1,000 and of 3,000 resamples: 0.12 of the width is over four standard errors.
    assert (found.low, found.high) == pytest.approx(
        tuple(scipys), abs=0.12 * (scipys[1] - scipys[0])
    )
    resamples = "1,000" if metric == "ROC AUC" else "2,000"
    assert found.method.startswith(f"BCa bootstrap (Efron 1987), {resamples} resamples")


def delong(label: Any, score: Any) -> float:
    """Standard error of the area (DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837)."""
    ranks, positive = stats.rankdata(score), label == 1
    wins = (ranks[positive] - stats.rankdata(score[positive])) / (~positive).sum()
    losses = (ranks[~positive] - stats.rankdata(score[~positive])) / positive.sum()
    return float(np.sqrt(wins.var(ddof=1) / len(wins) + losses.var(ddof=1) / len(losses)))


def test_beyond_ten_thousand_examples_ranges_are_those_of_the_normal_approximation() -> None:
    ratios = []
    for seed in range(6):
        arrays = binary(12_000, seed=seed)
        evaluation = evaluation_of(arrays, task="binary")
        area, loss = whole(evaluation, "ROC AUC"), whole(evaluation, "log loss")
        assert None not in {area.low, area.high, loss.low, loss.high}
        ratios.append(
            (area.high - area.low) / 2 / 1.959964 / delong(arrays["label"], arrays["score"])
        )  # type: ignore[operator]
        each = -np.log(np.where(arrays["label"] == 1, arrays["score"], 1 - arrays["score"]))
        ends = stats.norm.interval(0.95, each.mean(), stats.sem(each))
        assert (loss.low, loss.high) == pytest.approx(ends, rel=1e-6)
    # Each ratio varies by 5 %, since the jackknife leaves out 200 parts.
    assert np.mean(ratios) == pytest.approx(1, abs=0.07)


def test_the_delta_methods_range_of_macro_f1_is_that_of_resamples() -> None:
    arrays = multiclass(12_000, seed=1)
    found = whole(evaluation_of(arrays, task="multiclass"), "macro-F1")
    counts = np.bincount(arrays["label"] * 4 + arrays["prediction"], minlength=16)
    drawn = np.random.RandomState(1).multinomial(12_000, counts / 12_000, 4000).reshape(-1, 4, 4)
    hit = np.diagonal(drawn, axis1=1, axis2=2)
    f1 = (2 * hit / (drawn.sum(1) + drawn.sum(2))).mean(axis=1)
    assert found.low is not None and found.high is not None
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(f1.std(), rel=0.06)


def test_a_million_rows_with_names_of_classes_take_seconds() -> None:
    random = np.random.RandomState(0)
    label = np.array(["cat", "dog", "owl"])[random.randint(0, 3, 1_000_000)]
    prediction = np.where(random.rand(1_000_000) < 0.9, label, "cat")
    start = time.process_time()
    found = values(
        {"label": label, "prediction": prediction}, ("accuracy", "macro-F1"), task="multiclass"
    )
    took = time.process_time() - start
    assert found["accuracy"] == (label == prediction).mean()
    assert took < 4
