import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn import metrics as reference

from cardgen import evaluation
from cardgen.errors import CardgenError
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Table
from tests.runs import CLASSES, classification, make_run, save_evaluation


def one_run(folder: Path, arrays: dict[str, Any], **about: Any) -> Run:
    return make_run(folder, evaluations=(save_evaluation(folder, arrays, **about),))


def find(run: Run, fact_id: str, **where: str) -> Fact:
    return next(
        f for f in evaluation.facts(run) if f.id == fact_id and where.items() <= f.where.items()
    )


def quantity(run: Run, fact_id: str, **where: str) -> Quantity:
    value = find(run, fact_id, **where).value
    assert isinstance(value, Quantity)
    return value


def test_accuracy_is_scikit_learns_weighted_or_not(tmp_path: Path) -> None:
    arrays = classification()
    weight = np.arange(200.0)
    plain = quantity(one_run(tmp_path, arrays), "res.overall", metric="accuracy")
    weighted = quantity(
        one_run(tmp_path, {**arrays, "weight": weight}), "res.overall", metric="accuracy"
    )
    label, prediction = arrays["label"], arrays["prediction"]
    assert plain.value == pytest.approx(reference.accuracy_score(label, prediction))
    assert weighted.value == pytest.approx(
        reference.accuracy_score(label, prediction, sample_weight=weight)
    )


def test_regression_errors_are_scikit_learns(tmp_path: Path) -> None:
    arrays = {
        "label": np.array([0.0, 1.5, -2.0, 4.0]),
        "prediction": np.array([0.5, 1.0, -2.0, 8.0]),
    }
    run = one_run(tmp_path, arrays, task="regression", classes=())
    mae = reference.mean_absolute_error(arrays["label"], arrays["prediction"])
    rmse = reference.root_mean_squared_error(arrays["label"], arrays["prediction"])
    assert quantity(run, "res.overall", metric="MAE").value == pytest.approx(mae)
    assert quantity(run, "res.overall", metric="RMSE").value == pytest.approx(rmse)


def test_the_confusion_matrix_is_scikit_learns(tmp_path: Path) -> None:
    arrays = classification()
    table = find(one_run(tmp_path, arrays), "res.confusion").value
    expected = reference.confusion_matrix(arrays["label"], arrays["prediction"]).tolist()
    rows = tuple((name, *row) for name, row in zip(CLASSES, expected, strict=True))
    assert table == Table(columns=("label", *CLASSES), rows=rows)


def test_error_rates_are_scikit_learns_and_none_where_undefined(tmp_path: Path) -> None:
    arrays = {"label": np.array([0, 0, 1, 1]), "prediction": np.array([0, 1, 1, 1])}
    table = find(one_run(tmp_path, arrays), "res.error_rates").value
    assert isinstance(table, Table)
    # cat: TP 1, FN 1, FP 0, TN 2; dog: TP 2, FP 1, FN 0, TN 1; owl never occurs.
    assert table.rows == (
        ("cat", 2, 1, 0.0, 0.5, 0.0, 1 / 3),
        ("dog", 2, 3, 0.5, 0.0, 1 / 3, 0.0),
        ("owl", 0, 0, 0.0, None, None, 0.0),
    )


def test_a_slice_is_the_metric_of_its_rows_and_missing_values_are_a_slice(tmp_path: Path) -> None:
    arrays = classification()
    run = one_run(tmp_path, arrays)
    for value, name in (("big", "big"), ("", "(missing)")):
        chosen = arrays["group.size"] == value
        found = quantity(run, "res.unitary", metric="accuracy", slice=name)
        right = arrays["label"][chosen] == arrays["prediction"][chosen]
        assert (found.value, found.n) == (pytest.approx(right.mean()), chosen.sum())


def test_a_slice_of_few_examples_has_no_value_and_is_listed(tmp_path: Path) -> None:
    run = one_run(tmp_path, classification())
    found = quantity(run, "res.unitary", metric="accuracy", slice="rare")
    assert (found.value, found.n, found.interval) == (None, 3, None)
    assert find(run, "res.small").value == Table(columns=("slice", "n"), rows=(("rare", 3),))


@pytest.mark.parametrize(
    ("values", "mean"), [([0.0] * 4, 0.0), ([0, 0, 0, np.nan], None), ([], None)]
)
def test_zero_is_a_value_and_nan_leaves_none(
    tmp_path: Path, values: list[float], mean: float | None
) -> None:
    arrays = {"label": np.zeros(len(values), int), "metric.m": np.array(values, float)}
    assert quantity(one_run(tmp_path, arrays), "res.overall", metric="m").value == mean


@pytest.mark.parametrize("was_read", [False, True], ids=["unread", "read before"])
def test_a_changed_file_is_refused(tmp_path: Path, was_read: bool) -> None:
    run = one_run(tmp_path, classification())
    if was_read:
        list(evaluation.facts(run))
    save_evaluation(tmp_path, classification(seed=5))
    with pytest.raises(CardgenError, match="was changed after the run recorded it"):
        list(evaluation.facts(run))


@pytest.mark.parametrize(
    "file", ["../outside.npz", "/etc/hostname", "evaluation/none.npz", "evaluation", "a\0b"]
)
def test_a_path_that_leads_out_or_nowhere_is_refused(tmp_path: Path, file: str) -> None:
    record = save_evaluation(tmp_path, classification()).model_copy(update={"file": file})
    (tmp_path.parent / "outside.npz").write_bytes(b"")
    with pytest.raises(CardgenError):
        list(evaluation.facts(make_run(tmp_path, evaluations=(record,))))


def test_pickles_are_refused(tmp_path: Path) -> None:
    arrays = {"label": np.array([0, 1]), "prediction": np.array([{}, []], dtype=object)}
    with pytest.raises(CardgenError, match="not a sound"):
        list(evaluation.facts(one_run(tmp_path, arrays)))


@pytest.mark.parametrize(
    "arrays",
    [
        {"metric.m": [1e308, 1e308, -1e308]},
        {"metric.m": [1e308, 1e308, -1e308], "weight": [1.0, 1.0, 1.0]},
    ],
    ids=["plain", "weighted"],
)
def test_there_is_no_mean_beyond_the_range_of_floats(
    tmp_path: Path, arrays: dict[str, list[float]]
) -> None:
    given = {name: np.array(values) for name, values in arrays.items()}
    label = np.zeros(len(next(iter(given.values()))), int)
    run = one_run(tmp_path, {"label": label, **given})
    assert quantity(run, "res.overall", metric="m").value is None


@pytest.mark.parametrize("weight", [1e-320, 1.0, 1e308])
def test_only_the_proportions_of_weights_matter(tmp_path: Path, weight: float) -> None:
    arrays = {"label": np.zeros(3, int), "metric.m": np.array([1.0, 2.0, 4.0])}
    run = one_run(tmp_path, {**arrays, "weight": np.full(3, weight)})
    assert quantity(run, "res.overall", metric="m").value == pytest.approx(7 / 3)


@pytest.mark.parametrize(
    "arrays",
    [
        {"weight": ["a", "b"]},
        {"weight": [-1.0, 1.0]},
        {"weight": [math.nan, 1.0]},
        {"weight": [[1.0], [1.0]]},
        {"metric.m": [[1.0], [2.0]]},
    ],
    ids=["text", "negative", "nan", "two columns", "metric of two columns"],
)
def test_weights_and_metrics_that_cannot_be_used_are_refused(
    tmp_path: Path, arrays: dict[str, list[Any]]
) -> None:
    given = {name: np.array(values) for name, values in arrays.items()}
    label = np.zeros(len(next(iter(given.values()))), int)
    run = one_run(tmp_path, {"label": label, **given})
    with pytest.raises(CardgenError, match=r"weight|more than one value"):
        list(evaluation.facts(run))


@pytest.mark.parametrize(
    ("label", "prediction", "classes", "accuracy"),
    [
        ([True, False], [1, 0], (), 1.0),
        ([True, False], [1.0, 1.0], (), 0.5),
        ([True, False], [True, True], (), 0.5),
        ([True, False], ["yes", "yes"], ("no", "yes"), 0.5),
        ([0, 1], [0.0, 1.0], ("no", "yes"), 1.0),
        ([0, 1], [1, 0], ("", ""), 0.0),
        ([0, 1], ["a", "b"], ("a", "b"), 1.0),
        ([0, 0], [0, 0], (), 1.0),
    ],
)
def test_a_class_is_the_same_however_it_was_recorded(
    tmp_path: Path,
    label: list[Any],
    prediction: list[Any],
    classes: tuple[str, ...],
    accuracy: float,
) -> None:
    run = one_run(tmp_path, {"label": label, "prediction": prediction}, classes=classes)
    assert quantity(run, "res.overall", metric="accuracy").value == accuracy


@pytest.mark.parametrize(
    ("changes", "about", "why"),
    [
        ({"prediction": [0.1, 0.9]}, {}, "The array prediction holds 0.1, which is no class: the "
         "class with the highest score, or 1 where the probability is above a threshold, is needed."),
        ({"prediction": [math.inf, 1]}, {}, "The array prediction holds inf, which is no class: the "
         "class with the highest score, or 1 where the probability is above a threshold, is needed."),
        ({"label": ["a", "b"]}, {},
         "Of label and prediction one holds numbers, the other text, and no classes join them."),
        ({"label": [[1, 0], [0, 1]]}, {},
         "The array label is 2 by 2; one value for each example is needed."),
        ({"prediction": [[1], [0]]}, {},
         "The array prediction is 2 by 1; one value for each example is needed."),
        ({"label": [math.nan, 1]}, {}, "1 of 2 values are NaN or infinite, so there is no result."),
        ({"label": ["a", "b"]}, {"task": "regression"}, "The array label holds no numbers."),
        ({"label": [], "prediction": []}, {}, "The evaluation has no examples."),
        ({"weight": [0.0, 0.0]}, {}, "What it divides by is zero, or numbers are too large: there is no "
         "result."),
        ({}, {"task": "classification"}, "cardgen has no metric of its own for the task "
         "classification: only for binary, multiclass, multilabel, ranking, regression. Others need the values of "
         "metrics for each example."),
    ],
)  # fmt: skip
def test_where_there_is_no_result_a_fact_says_why(
    tmp_path: Path, changes: dict[str, Any], about: dict[str, Any], why: str
) -> None:
    arrays = {"label": [0, 1], "prediction": [0, 1]} | changes
    run = one_run(tmp_path, arrays, **{"classes": (), **about})
    found = [fact for fact in evaluation.facts(run) if fact.id == "res.overall"]
    assert {(f.evidence.method, f.evidence.note) for f in found} == {(Method.NOT_MEASURED, why)}
    assert [f.value for f in found] == [
        Quantity(value=None, unit="1", n=len(arrays["label"]))
    ] * len(found)
    assert [rederive(fact, run) for fact in found] == [fact.value for fact in found]


def test_without_a_prediction_recorded_metrics_remain_and_accuracy_says_why(
    tmp_path: Path,
) -> None:
    run = one_run(tmp_path, {"label": [0, 1], "metric.loss": [0.0, 0.0]})
    assert quantity(run, "res.overall", metric="loss").value == 0.0
    why = find(run, "res.overall", metric="accuracy").evidence.note
    assert why == "No prediction was recorded."


def test_examples_without_label_or_prediction_are_not_in_the_confusion_matrix(
    tmp_path: Path,
) -> None:
    arrays = {"label": [0.0, 1.0, math.nan, 1.0], "prediction": [0.0, 0.0, math.nan, math.nan]}
    fact = find(one_run(tmp_path, arrays, classes=()), "res.confusion")
    assert fact.value == Table(columns=("label", "0", "1"), rows=(("0", 1, 0), ("1", 1, 0)))
    assert fact.evidence.note == "2 examples without a label or prediction (NaN) are left out."


def test_labels_outside_the_classes_are_told(tmp_path: Path) -> None:
    run = one_run(tmp_path, {"label": [0, 1, -1], "prediction": [0, 1, 0]}, classes=("a",))
    fact = find(run, "res.overall", metric="accuracy")
    assert fact.evidence.note == (
        "2 of 3 examples have a label or prediction that is none of the classes."
    )
    table = find(run, "res.confusion").value
    assert isinstance(table, Table)
    assert table.columns == ("label", "a", "(index -1)", "(index 1)")


def test_weighted_results_say_that_their_intervals_are_of_kishs_effective_n(
    tmp_path: Path,
) -> None:
    arrays = classification() | {"weight": np.arange(200.0)}
    run = one_run(tmp_path, arrays)
    found = quantity(run, "res.unitary", metric="accuracy", slice="big")
    assert found.interval is not None
    assert "Kish's effective n" in found.interval.method
    note = find(run, "res.unitary", metric="accuracy", slice="big").evidence.note
    assert note is not None and note.startswith("Weighted by the recorded weights")
    assert "Kish's effective n" in str(find(run, "ev.variation").value)
