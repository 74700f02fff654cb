"""The model beside other systems: which there are, and whether it is better."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cardgen.evaluation import baselines
from cardgen.evaluation.baselines import COLUMNS, MAJORITY
from cardgen.evaluation.comparison import compare
from cardgen.evaluation.sides import side_of_values
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.values import Fact, Table
from tests.runs import CLASSES, classification, make_run, save_evaluation

IDS = np.arange(200)


def arrays(right: float, *, seed: int = 0, ids: bool = True) -> dict[str, Any]:
    """Labels of seed 0, of which about *right* are predicted."""
    given = classification()
    wrong = np.random.default_rng(seed).random(200) >= right
    prediction = np.where(wrong, (given["label"] + 1) % 3, given["label"])
    return {"label": given["label"], "prediction": prediction} | (
        {"example_id": IDS} if ids else {}
    )


def main(folder: Path, *others: Any, **changes: Any) -> Run:
    evaluations = (save_evaluation(folder / "main", arrays(0.9)), *others)
    return make_run(
        folder / "main", evaluations=evaluations, **{"id": "main", "data": ()} | changes
    )


def table(runs: list[Run], *ids: str) -> tuple[Fact, dict[Any, Any]]:
    found = [f for f in baselines.facts(runs, runs[0], ids) if f.where["metric"] == "accuracy"]
    (fact,) = found
    assert isinstance(fact.value, Table)
    assert fact.value.columns == COLUMNS
    return fact, {row[0]: row[1:] for row in fact.value.rows}


def accuracy(given: dict[str, Any]) -> list[float]:
    right: list[float] = (given["label"] == given["prediction"]).astype(float).tolist()
    return right


def test_a_recorded_system_is_compared_example_by_example(tmp_path: Path) -> None:
    other = arrays(0.7, seed=3)
    run = main(tmp_path, save_evaluation(tmp_path / "main", other, system="linear"))
    fact, rows = table([run])
    sides = [side_of_values("accuracy", accuracy(one), "x") for one in (arrays(0.9), other)]
    expected = compare(*sides, higher_is_better=True, minimum=30)
    assert expected.interval is not None
    value, _, _, difference, low, high, verdict = rows["linear"]
    assert (value, difference, low, high, verdict) == (
        pytest.approx(np.mean(accuracy(other))),
        expected.difference,
        expected.interval.low,
        expected.interval.high,
        "better",
    )
    assert "accuracy compared by: exact McNemar test (McNemar 1947); Tango's" in str(
        fact.evidence.note
    )
    assert rows["model"][0] == pytest.approx(np.mean(accuracy(arrays(0.9))))
    assert rows["model"][3:] == (None,) * 4


def test_the_majority_is_of_the_recorded_training_labels(tmp_path: Path) -> None:
    # tests.runs: the training split of the same data has most cats.
    fact, rows = table([main(tmp_path, data=make_run(tmp_path / "x").record.data)])
    share = float((arrays(0.9)["label"] == CLASSES.index("cat")).mean())
    assert rows[MAJORITY][0] == pytest.approx(share)
    assert rows[MAJORITY][6] == "better"
    told = "The majority class is cat, by the labels of the training split."
    assert told in str(fact.evidence.note)


def test_without_training_labels_the_majority_is_of_the_evaluated_ones_and_says_so(
    tmp_path: Path,
) -> None:
    fact, rows = table([main(tmp_path)])
    counts = np.bincount(arrays(0.9)["label"])
    assert rows[MAJORITY][0] == pytest.approx(counts.max() / 200)
    told = (
        f"The majority class is {CLASSES[counts.argmax()]}, by the labels of the evaluated split."
    )
    assert told in str(fact.evidence.note)


def test_a_recorded_system_that_is_the_majority_is_not_told_twice(tmp_path: Path) -> None:
    given = arrays(0.9)
    given["prediction"] = np.full(200, np.bincount(given["label"]).argmax())
    run = main(tmp_path, save_evaluation(tmp_path / "main", given, system="most frequent"))
    assert list(table([run])[1]) == ["model", "most frequent"]


def test_the_model_of_a_named_run_is_a_system_by_its_id(tmp_path: Path) -> None:
    record = save_evaluation(tmp_path / "v1", arrays(0.99, seed=7))
    old = make_run(tmp_path / "v1", evaluations=(record,), id="v1")
    _, rows = table([main(tmp_path), old], "v1", "gone", "main")
    assert list(rows) == ["model", MAJORITY, "v1"]
    assert rows["v1"][6] == "worse"


def test_on_another_test_set_totals_are_compared_and_that_is_told(tmp_path: Path) -> None:
    other = {**arrays(0.5), "example_id": IDS + 1}
    old = make_run(tmp_path / "v1", evaluations=(save_evaluation(tmp_path / "v1", other),), id="v1")
    fact, rows = table([main(tmp_path), old], "v1")
    assert rows["v1"][6] == "better"
    told = "Not example by example: the test sets differ in examples, labels or order."
    assert told in str(fact.evidence.note)


def test_what_cannot_be_compared_by_examples_has_a_range_from_both_intervals(
    tmp_path: Path,
) -> None:
    weight = np.arange(200.0)
    one = save_evaluation(tmp_path / "main", arrays(0.9) | {"weight": weight})
    other = save_evaluation(tmp_path / "main", arrays(0.5) | {"weight": weight}, system="linear")
    run = make_run(tmp_path / "main", evaluations=(one, other), data=())
    fact, rows = table([run])
    assert list(rows) == ["model", "linear"]
    (value, low, high, *_), (other, other_low, other_high, *told) = rows["model"], rows["linear"]
    # Newcombe's method 10 is the same for two proportions.
    down = math.hypot(value - low, other_high - other)
    up = math.hypot(high - value, other - other_low)
    difference = value - other
    assert told[:3] == pytest.approx([difference, difference - down, difference + up])
    assert told[3] == "better"
    assert str(fact.evidence.note).endswith(f"accuracy compared by: {baselines.MOVER}.")


def test_values_too_large_to_square_have_a_difference_alone(tmp_path: Path) -> None:
    label = np.zeros(40, int)
    one, other = (
        save_evaluation(tmp_path, {"label": label, "metric.loss": np.full(40, value)}, system=name)
        for value, name in ((1e200, "model"), (1.0, "linear"))
    )
    run = make_run(tmp_path, evaluations=(one, other))
    (fact,) = (f for f in baselines.facts([run], run, ()) if f.where["metric"] == "loss")
    assert isinstance(fact.value, Table)
    assert fact.value.rows[1][4] == 1e200


def test_a_regression_has_no_majority(tmp_path: Path) -> None:
    given = {"label": np.arange(40.0), "prediction": np.arange(40.0) + 1}
    record = save_evaluation(tmp_path, given, task="regression", classes=())
    run = make_run(tmp_path, evaluations=(record,))
    assert list(baselines.facts([run], run, ())) == []


def test_all_facts_of_baselines_are_derived_again_from_the_runs(tmp_path: Path) -> None:
    record = save_evaluation(tmp_path / "v1", arrays(0.8, seed=7))
    old = make_run(tmp_path / "v1", evaluations=(record,), id="v1")
    runs = [main(tmp_path, save_evaluation(tmp_path / "main", arrays(0.7), system="linear")), old]
    found = list(baselines.facts(runs, runs[0], ["v1"]))
    stored = [Fact.model_validate_json(fact.model_dump_json()) for fact in found]
    assert [rederive(fact, runs) for fact in stored] == [fact.value for fact in found] != []
