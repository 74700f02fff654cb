"""Evaluation arrays are saved whole, never pickled, below the run folder."""

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from cardgen.run import EvaluationRecord
from cardgen.tracking import evaluation
from cardgen.tracking.problems import Problems

MINIMAL: dict[str, Any] = {"task": "binary", "label": [0, 1], "prediction": [0, 0]}


def save_evaluation(folder: Path, data: str, split: str, **given: Any) -> EvaluationRecord:
    problems = Problems()
    record = evaluation.save_evaluation(folder, data, split, problems=problems, **given)
    assert problems.texts == ()
    return record


def test_all_arrays_are_saved_without_pickle(tmp_path: Path) -> None:
    record = save_evaluation(
        tmp_path,
        "d",
        "test",
        **MINIMAL,
        score=jnp.zeros((2, 2), jnp.bfloat16),
        example_id=["x", ""],
        weight=[0.0, 0.5],
        groups={"lang": ["de", ""], "age": [0, 1]},
        metrics={"nll": [0, 1]},
        classes=["no", 1],
    )
    path = tmp_path / record.file
    with np.load(path, allow_pickle=False) as arrays:
        kinds = {name: (arrays[name].dtype.kind, arrays[name].shape) for name in arrays.files}
    assert kinds == {
        "example_id": ("U", (2,)),
        "label": ("i", (2,)),
        "prediction": ("i", (2,)),
        "score": ("f", (2, 2)),
        "weight": ("f", (2,)),
        "group.lang": ("U", (2,)),
        "group.age": ("U", (2,)),
        "metric.nll": ("f", (2,)),
    }
    assert (record.n, record.classes) == (2, ("no", "1"))
    assert record.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_baseline_has_its_own_file_and_the_same_arrays_the_same_bytes(tmp_path: Path) -> None:
    first = save_evaluation(tmp_path, "d", "test", **MINIMAL)
    second = save_evaluation(tmp_path, "d", "test", **MINIMAL, system="majority")
    assert (first.file, second.file) == ("evaluation/d.test.npz", "evaluation/d.test.majority.npz")
    assert first.sha256 == second.sha256


def test_no_examples_is_an_evaluation_of_none(tmp_path: Path) -> None:
    empty = np.zeros(0, int)
    assert save_evaluation(tmp_path, "d", "s", task="t", label=empty, prediction=empty).n == 0


@pytest.mark.parametrize(
    ("data", "file"),
    [
        ("org/imdb", "org%2Fimdb.test.npz"),
        ("mnist.v2", "mnist%2Ev2.test.npz"),
        ("../x", "%2E%2E%2Fx.test.npz"),
        ("a\\b: 50%", "a%5Cb%3A%2050%25.test.npz"),
        ("größe_1-2", "größe_1-2.test.npz"),
    ],
)
def test_any_name_has_a_file_of_its_own_and_stays_in_the_record(
    tmp_path: Path, data: str, file: str
) -> None:
    record = save_evaluation(tmp_path, data, "test", **MINIMAL)
    assert (record.data, record.file) == (data, f"evaluation/{file}")
    assert [path.name for path in (tmp_path / "evaluation").iterdir()] == [file]


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not an empty text"):
        save_evaluation(tmp_path, "", "test", **MINIMAL)
    assert list(tmp_path.iterdir()) == []


def test_a_group_without_a_value_is_empty_text(tmp_path: Path) -> None:
    groups = {"a": ["x", None], "b": [1.5, float("nan")], "c": np.ma.masked_array([1, 2], [1, 0])}
    record = save_evaluation(tmp_path, "d", "test", **MINIMAL, groups=groups)
    with np.load(tmp_path / record.file) as arrays:
        found = {name: arrays[f"group.{name}"].tolist() for name in groups}
    assert found == {"a": ["x", ""], "b": ["1.5", ""], "c": ["", "2"]}


def test_a_metric_without_a_value_is_nan(tmp_path: Path) -> None:
    metrics = {"a": [1, None], "b": np.ma.masked_array([1, 2], [0, 1])}
    record = save_evaluation(tmp_path, "d", "test", **MINIMAL, metrics=metrics)
    with np.load(tmp_path / record.file) as arrays:
        assert [np.isnan(arrays[f"metric.{name}"]).tolist() for name in metrics] == [
            [False, True]
        ] * 2


@pytest.mark.parametrize("name", ["label", "prediction"])
@pytest.mark.parametrize("array", [["a", None], [0, None], np.ma.masked_array([0, 1], [1, 0])])
def test_labels_and_predictions_without_a_value_are_refused(
    tmp_path: Path, name: str, array: Any
) -> None:
    with pytest.raises(ValueError, match=f"{name}: 1 of 2 values are missing; leave"):
        save_evaluation(tmp_path, "d", "test", **{**MINIMAL, name: array})


@pytest.mark.parametrize("dtype", [np.float32, jnp.bfloat16])
def test_probabilities_are_no_predicted_classes(tmp_path: Path, dtype: Any) -> None:
    arrays = {**MINIMAL, "prediction": jnp.array([0.25, 1.0], dtype)}
    with pytest.raises(ValueError, match=r"prediction: 0\.25 is no class; give .*argmax.* score="):
        save_evaluation(tmp_path, "d", "test", **arrays)
    assert save_evaluation(tmp_path, "d", "test", **{**arrays, "task": "regression"}).n == 2


def test_without_labels_an_evaluation_holds_the_metrics(tmp_path: Path) -> None:
    record = save_evaluation(
        tmp_path, "d", "test", task="text", label=None, prediction=None, metrics={"nll": [0.0, 1.0]}
    )
    assert record.n == 2


def test_the_file_can_be_unpacked_by_any_tool(tmp_path: Path) -> None:
    record = save_evaluation(tmp_path, "d", "test", **MINIMAL)
    with zipfile.ZipFile(tmp_path / record.file) as archive:
        rights = {info.external_attr >> 16 for info in archive.infolist()}
    assert rights == {0o600}


def test_only_what_shrinks_is_compressed(tmp_path: Path) -> None:
    noise = np.random.RandomState(0).rand(5000)
    given = {"task": "regression", "label": np.arange(5000) // 1000, "prediction": noise}
    record = save_evaluation(tmp_path, "d", "test", **given)
    with zipfile.ZipFile(tmp_path / record.file) as archive:
        smaller = {
            info.filename: info.compress_size < info.file_size for info in archive.infolist()
        }
    assert smaller == {"label.npy": True, "prediction.npy": False}
    with np.load(tmp_path / record.file) as arrays:
        assert (arrays["prediction"] == noise).all()


def test_nothing_is_no_evaluation(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give label and prediction, or metrics"):
        save_evaluation(tmp_path, "d", "test", task="binary", label=None, prediction=None)
    with pytest.raises(ValueError, match="give label and prediction, or metrics"):
        save_evaluation(tmp_path, "d", "test", task="binary", metrics={"m": len})


@pytest.mark.parametrize(
    "extra",
    [{"weight": [1.0]}, {"weight": 1.0}, {"groups": {"g": ["a"]}}, {"example_id": [object()] * 2}],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path: Path, extra: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"rows|row an example|Python objects"):
        save_evaluation(tmp_path, "d", "test", **MINIMAL, **extra)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "extra",
    [
        {"weight": ["a", "b"]}, {"weight": [-1, 1]}, {"weight": [float("nan"), 1]},
        {"weight": [[1], [1]]}, {"groups": {"g": [["a"], ["b"]]}},
    ],
)  # fmt: skip
def test_arrays_that_no_result_can_use_are_refused(tmp_path: Path, extra: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"weight: give|one value for each example"):
        save_evaluation(tmp_path, "d", "test", **MINIMAL, **extra)
