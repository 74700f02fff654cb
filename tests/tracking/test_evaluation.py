"""Evaluation arrays are saved whole, never pickled, below the run folder."""

import hashlib
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from cardgen.tracking.evaluation import save_evaluation

MINIMAL: dict[str, Any] = {"task": "binary", "label": [0, 1], "prediction": [0, 0]}


def test_all_arrays_are_saved_without_pickle(tmp_path: Path) -> None:
    record = save_evaluation(
        tmp_path,
        "d",
        "test",
        **MINIMAL,
        score=jnp.zeros((2, 3), jnp.bfloat16),
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
        "score": ("f", (2, 3)),
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


@pytest.mark.parametrize("name", ["../x", "a/b", "", "a.b", "a\\b"])
def test_names_that_are_no_file_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        save_evaluation(tmp_path, name, "test", **MINIMAL)
    assert list(tmp_path.iterdir()) == []


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
        {"weight": [[1], [1]]}, {"metrics": {"m": [[1], [2]]}}, {"groups": {"g": [["a"], ["b"]]}},
    ],
)  # fmt: skip
def test_arrays_that_no_result_can_use_are_refused(tmp_path: Path, extra: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"weight: give|one value for each example"):
        save_evaluation(tmp_path, "d", "test", **MINIMAL, **extra)
