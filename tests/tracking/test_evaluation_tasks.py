"""Each task has its arrays; others are refused in words that say what to give."""

from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pandas
import pytest

from cardgen.fingerprint import fingerprint
from cardgen.run import EvaluationRecord
from cardgen.tracking.evaluation import save_evaluation
from cardgen.tracking.problems import Problems

BINARY: dict[str, Any] = {"task": "binary", "label": [0, 1, 1], "prediction": [0, 1, 0]}
ONE_TWO: dict[str, Any] = {"task": "binary", "label": [1, 2, 2], "prediction": [1, 2, 1]}
NAMED = {"classes": ["no", "yes"], "prediction": ["no", "yes", "no"]}
SPAM: dict[str, Any] = {"task": "binary", "label": ["ham", "spam"], "prediction": ["spam", "spam"]}
MULTILABEL: dict[str, Any] = {
    "task": "multilabel",
    "label": jnp.array([[0, 1], [1, 1]]),
    "prediction": jnp.array([[False, True], [True, False]]),
    "score": jnp.array([[0.25, 0.5], [0.75, 0.375]], jnp.bfloat16),
    "classes": ["snow", "rain"],
}
RANKING: dict[str, Any] = {
    "task": "ranking", "label": [2, 0, 1], "score": jnp.array([0.5, 0.25, 1.0]),
    "query": ["a", "a", "b"],
}  # fmt: skip
REGRESSION: dict[str, Any] = {"task": "regression", "label": [1, 2], "prediction": jnp.ones(2)}


def save(folder: Path, **given: Any) -> tuple[EvaluationRecord, dict[str, Any], tuple[str, ...]]:
    problems = Problems()
    record = save_evaluation(folder, "d", "test", problems=problems, **given)
    with np.load(folder / record.file, allow_pickle=False) as arrays:
        return record, dict(arrays), problems.texts


def test_a_multilabel_evaluation_has_a_column_a_class(tmp_path: Path) -> None:
    record, arrays, problems = save(tmp_path, **MULTILABEL, threshold={"rain": 0.5, "snow": 0.75})
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "label": [[0, 1], [1, 1]],
        "prediction": [[False, True], [True, False]],
        "score": [[0.25, 0.5], [0.75, 0.375]],
    }
    assert (record.classes, record.threshold) == (("snow", "rain"), {"rain": 0.5, "snow": 0.75})
    assert problems == ()


def test_a_ranking_has_a_row_an_item_and_each_its_query(tmp_path: Path) -> None:
    record, arrays, problems = save(tmp_path, **RANKING)
    found = {name: array.tolist() for name, array in arrays.items()}
    assert found == {"label": [2, 0, 1], "score": [0.5, 0.25, 1.0], "query": ["a", "a", "b"]}
    assert (record.n, problems) == (3, ())


def test_texts_of_a_generation_are_not_kept_but_known_by_their_fingerprint(tmp_path: Path) -> None:
    long = "word " * 100_000  # an array of text would be as wide as the longest, in each row
    given = {"task": "generation", "label": ["a", "b"], "metrics": {"bleu": [0.5, 1.0]}}
    record, arrays, problems = save(tmp_path, **given, prediction=["a", long])
    assert (list(arrays), record.n, problems) == (["metric.bleu"], 2, ())
    assert record.fingerprint == fingerprint({"label": np.array(["a", "b"])})


def test_any_other_task_may_have_any_arrays(tmp_path: Path) -> None:
    boxes = np.zeros((2, 3, 4))
    record, arrays, _ = save(
        tmp_path, task="detection", label=boxes, prediction=boxes, score=[[1], [2]]
    )
    assert (record.task, arrays["label"].shape, arrays["score"].shape) == (
        "detection",
        (2, 3, 4),
        (2, 1),
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({**BINARY, "label": [[0], [1], [1]]}, r"label: give one class .* as argmax\(-1\), .*\(3, 1\)"),
        ({**BINARY, "score": np.ones((3, 1))}, r"score: shape \(3, 1\); give .* as score\[:, 0\]"),
        ({**BINARY, "score": np.ones((3, 2, 1))}, r"score: shape \(3, 2, 1\)"),
        ({**BINARY, "score": ["a", "b", "c"]}, "score: give numbers, not <U1"),
        ({**BINARY, "classes": ["a", "b", "c"]}, "a binary task has 2, not 3; .* multiclass"),
        (
            {**BINARY, "task": "multiclass", "classes": "abc", "score": np.ones((3, 4))},
            r"score: shape \(3, 4\); give one column for each of the 3 classes",
        ),
        ({**MULTILABEL, "label": [0, 1]}, r"label: shape \(2,\); give n by 2"),
        ({**MULTILABEL, "classes": [], "label": [0, 1]}, r"label: shape \(2,\); give n by k"),
        ({**MULTILABEL, "classes": ["rain"]}, r"label: shape \(2, 2\); give n by 1"),
        (
            {**MULTILABEL, "classes": [], "prediction": np.ones((2, 3))},
            r"prediction: shape \(2, 3\), but the others have \(2, 2\)",
        ),
        ({**MULTILABEL, "label": [[0, 2], [1, 1]]}, "label: 2 is neither 0 nor 1; .* score="),
        ({**MULTILABEL, "prediction": jnp.full((2, 2), 0.25)}, r"prediction: 0\.25 is neither"),
        ({**MULTILABEL, "label": [["a"], ["b"]]}, "label: give numbers"),
        ({**REGRESSION, "prediction": jnp.ones((2, 1))}, r"prediction: .* as prediction\[:, 0\]"),
        ({**REGRESSION, "label": np.ones((2, 3))}, r"label: shape \(2, 3\); .* another name"),
        ({**REGRESSION, "label": ["a", "b"]}, "label: give numbers"),
        ({**RANKING, "query": None}, "ranking: give query too: .*relevance as label=, its score="),
        ({**RANKING, "label": None, "score": None}, "ranking: give label, score too"),
        ({**RANKING, "label": np.ones((3, 2))}, r"label: shape \(3, 2\); give one number"),
        ({**RANKING, "query": ["a", None, "b"]}, "query: 1 of 3 values are missing"),
        ({**RANKING, "query": [0.0, np.nan, 1.0]}, "query: 1 of 3 values are missing"),
        ({**RANKING, "query": [["a"], ["a"], ["b"]]}, "query: give one value for each example"),
        ({"task": "generation", "label": ["a"], "prediction": ["b"]}, "generation: give metrics="),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(tmp_path: Path, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        save(tmp_path, **given)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "positive", "name"),
    [
        (BINARY, None, None),
        (BINARY, 0, "0"),
        (BINARY, jnp.int32(1), "1"),
        (BINARY, True, "1"),
        (BINARY, "1", "1"),
        ({**BINARY, "classes": ["no", "yes"]}, 1, "yes"),
        ({**BINARY, "classes": ["no", "yes"]}, np.bool_(False), "no"),
        ({**BINARY, "classes": ["no", "yes"]}, "no", "no"),
        (SPAM, "spam", "spam"),
        ({**BINARY, "label": jnp.array([False, True, True]), "prediction": [True] * 3}, 1, "True"),
        ({**BINARY, "label": [0.0, 1.0, np.nan]}, "1", "1"),
    ],
)
def test_the_positive_class_has_its_name(
    tmp_path: Path, given: dict[str, Any], positive: Any, name: str | None
) -> None:
    record, _, problems = save(tmp_path, **given, positive=positive)
    assert (record.positive, problems) == (name, ())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"positive": "spam"}, "positive: 'spam' is none of the classes 0, 1"),
        ({"positive": 2, "classes": ["no", "yes"]}, "positive: there is no class 2"),
        ({"positive": "2", "classes": ["no", "yes"]}, "positive: '2' is none of the classes no, yes"),
        ({"positive": 0.5}, "positive: expected a whole number"),
        ({"positive": 1, "task": "multiclass"}, "positive: only a binary task has one"),
        ({"threshold": "high"}, "threshold: expected a number, not builtins.str"),
        ({"threshold": float("nan")}, "threshold: nan is no threshold"),
        ({"threshold": {"yes": 0.5, "maybe": 1}, "classes": ["no", "yes"]}, "maybe: none of the classes"),
        ({"threshold": {"yes": 0.5}}, "yes: none of the classes"),
    ],
)  # fmt: skip
def test_a_threshold_or_class_that_cannot_be_costs_only_itself(
    tmp_path: Path, given: dict[str, Any], words: str
) -> None:
    with pytest.warns(UserWarning, match="could not record"):
        record, arrays, problems = save(tmp_path, **{**BINARY, **given})
    assert (record.threshold, record.positive, len(arrays["label"])) == (None, None, 3)
    assert len(problems) == 1
    assert words in problems[0]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({**BINARY, "score": jnp.array([0.1, 0.6, 0.4]), "threshold": 0.5}, None),
        ({**BINARY, "score": jnp.array([0.1, 0.6, 0.4]), "threshold": jnp.float32(0.3)}, "1 of 3"),
        ({**BINARY, "score": [0.5, 0.75, 0.5], "threshold": 0.5}, None),
        ({**BINARY, "score": [0.5, 0.75, 0.25], "threshold": 0.75}, None),
        ({**BINARY, "score": [0.5, 0.5, 0.5], "threshold": 0.5}, "1 of 3"),
        # A float32 of 0.3 is more than the float64; it is not above the threshold of its own kind.
        ({**BINARY, "score": np.array([0.2, 0.3, 0.1], np.float32), "threshold": 0.3}, None),
        ({**BINARY, "score": [[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]], "threshold": 0.5}, "1 of 3"),
        ({**BINARY, "positive": 0, "score": [[0.9, 0.1], [0.4, 0.6], [0.8, 0.2]], "threshold": 0.5}, None),
        ({**BINARY, "positive": 0, "score": [0.9, 0.4, 0.4], "threshold": 0.5}, "1 of 3"),
        ({**ONE_TWO, "positive": 2, "score": [0, 1, 1], "threshold": 1}, "1 of 3"),
        ({**BINARY, **NAMED, "score": [0, 1, 1], "threshold": 1}, "1 of 3"),
        ({**SPAM, "positive": "spam", "score": [0.4, 0.6], "threshold": 0.5}, "1 of 2"),
        ({**SPAM, "score": [0.4, 0.6], "threshold": 0.5}, None),  # which of them scores stand for?
        ({**SPAM, "positive": "spam", "score": [[0.4, 0.6]] * 2, "threshold": 0.5}, None),  # likewise
        ({**MULTILABEL, "threshold": 0.5}, None),
        ({**MULTILABEL, "threshold": 0.25}, "1 of 2"),
        ({**MULTILABEL, "threshold": {"rain": 0.25}}, "1 of 2"),
        ({**MULTILABEL, "threshold": {"snow": 0.25}}, None),
        ({**MULTILABEL, "threshold": {"snow": 0.8}}, "1 of 2"),
        ({**MULTILABEL, "score": [[0, 1], [1, 0]], "threshold": {"snow": 0.5, "rain": 0.5}}, None),
        ({**BINARY, "task": "anomaly", "score": [1, 0, 0], "threshold": 0.5}, None),
    ],
)  # fmt: skip
def test_predictions_that_the_threshold_did_not_give_are_noted(
    tmp_path: Path, given: dict[str, Any], wrong: str | None
) -> None:
    if wrong is None:
        assert save(tmp_path, **given)[2] == ()
        return
    with pytest.warns(UserWarning, match=f"{wrong} predictions are not what scores and"):
        record, _, problems = save(tmp_path, **given)
    assert (len(problems), record.threshold is not None) == (1, True)
    assert problems[0].startswith(f"run.evaluation: threshold: {wrong} predictions are not")


def test_the_fingerprint_is_of_ids_and_labels_by_name(tmp_path: Path) -> None:
    by_index = {**BINARY, "classes": ["no", "yes"], "example_id": ["x", "y", "z"]}
    by_name = {**by_index, "label": ["no", "yes", "yes"], "prediction": ["no", "no", "no"]}
    first, second = save(tmp_path, **by_index)[0], save(tmp_path, **by_name)[0]
    other = save(tmp_path, **{**by_index, "label": [1, 0, 1]})[0]
    expected = fingerprint(
        {"example_id": np.array(["x", "y", "z"]), "label": np.array(["no", "yes", "yes"])}
    )
    assert first.fingerprint == second.fingerprint == expected != other.fingerprint


@pytest.mark.parametrize(
    "kind",
    [
        list, tuple, jnp.asarray, lambda x: jnp.asarray(x, jnp.bfloat16), np.ma.masked_array,
        pandas.Series, pandas.Categorical, lambda x: pandas.array(x, dtype="Int64"),
        lambda x: np.array(x, object),
    ],
)  # fmt: skip
def test_all_kinds_of_arrays_are_taken(tmp_path: Path, kind: Any) -> None:
    def half(label: Any, query: Any) -> Any:
        return kind([value // 2 for value in (label + query).tolist()])

    given = {name: kind([2, 0, 1]) for name in ("label", "score", "query")}
    metrics = {"given": kind([0, 1, 2]), "made": half}
    record, arrays, problems = save(tmp_path, task="ranking", **given, metrics=metrics)
    found = {name: array.tolist() for name, array in arrays.items()}
    assert found == {
        **{name: [2, 0, 1] for name in given},
        "metric.given": [0, 1, 2], "metric.made": [2, 0, 1],
    }  # fmt: skip
    assert problems == ()
    assert record.fingerprint == fingerprint(
        {name: np.array([2, 0, 1]) for name in ("query", "label")}
    )
