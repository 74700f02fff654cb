"""Evaluations that no tool should write, and that must not break a build or give two facts one name."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from cardgen import evaluation
from cardgen.evaluation.settings import Evaluation
from cardgen.measure import rederive
from cardgen.run import Run
from cardgen.values import Fact
from tests.runs import make_run, save_evaluation

HALF = np.arange(120) % 2


def one_run(folder: Path, arrays: dict[str, Any], **about: Any) -> Run:
    return make_run(folder, evaluations=(save_evaluation(folder, arrays, **about),))


def decisions(**more: Any) -> dict[str, Any]:
    return {"label": HALF, "prediction": np.arange(120) % 3 % 2, **more}


def facts(run: Run, settings: Evaluation | None = None) -> list[Fact]:
    found = list(evaluation.facts(run, settings if settings is not None else Evaluation()))
    read = [Fact.model_validate_json(fact.model_dump_json()) for fact in found]
    assert [repr(rederive(one, run)) for one in read] == [repr(one.value) for one in found]
    return found


@pytest.mark.parametrize(
    "columns",
    [
        {"group.x": np.where(HALF == 0, "(missing)", "")},
        {
            "group.x": np.where(HALF == 0, "a", "a × b"),
            "group.y": np.where(HALF == 0, "b × c", "c"),
        },
    ],
    ids=["a value that is called (missing)", "values that hold the sign of crossing"],
)
def test_slices_of_the_same_name_are_told_apart(tmp_path: Path, columns: dict[str, Any]) -> None:
    found = [one.address for one in facts(one_run(tmp_path, decisions(**columns)))]
    assert len(set(found)) == len(found)


def test_what_is_stated_twice_is_reported_once(tmp_path: Path) -> None:
    run = one_run(tmp_path, decisions(**{"group.x": np.where(HALF == 0, "a", "b")}))
    twice = Evaluation(metrics=("accuracy", "accuracy"), slices=(("x",), ("x",)))
    once = Evaluation(metrics=("accuracy",), slices=(("x",),))
    assert [one.address for one in facts(run, twice)] == [one.address for one in facts(run, once)]


@pytest.mark.parametrize(
    "stated",
    [{"bins": {"age": (float("inf"),)}}, {"margins": {"F1": float("nan")}}, {"slices": ((),)}],
)
def test_edges_and_margins_are_finite_and_a_grouping_has_a_column(stated: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Evaluation(**stated)


EXTREMES: dict[str, tuple[str, dict[str, Any]]] = {
    "a value near the largest float among weighted ones": (
        "generation",
        {
            "label": HALF,
            "metric.m": np.where(np.arange(120) == 0, 1.7e308, 0.0),
            "weight": np.linspace(1, 0.1, 120),
        },
    ),
    "errors too large to square": (
        "regression",
        {"label": np.arange(120) * 1e158, "prediction": HALF * 1.0},
    ),
    "errors too large to add": (
        "regression",
        {"label": np.linspace(1e308, 1.7e308, 120), "prediction": HALF * 1.0},
    ),
    "no label at all": (
        "multilabel",
        {"label": np.zeros((120, 0)), "prediction": np.zeros((120, 0))},
    ),
    "gains too large to add": (
        "ranking",
        {"label": np.linspace(1e307, 1e308, 120), "score": HALF, "query": np.arange(120) // 60},
    ),
}


@pytest.mark.parametrize(("task", "arrays"), EXTREMES.values(), ids=EXTREMES.keys())
def test_numbers_beyond_all_measure_give_no_result_instead_of_an_error(
    tmp_path: Path, task: str, arrays: dict[str, Any]
) -> None:
    groups = {"group.x": np.where(np.arange(120) < 50, "a", "b")}
    assert facts(one_run(tmp_path, {**arrays, **groups}, task=task, classes=()))


def test_more_classes_than_a_byte_counts_do_not_break_results_by_group(tmp_path: Path) -> None:
    label = np.arange(600) % 300
    group = np.where(np.arange(600) < 300, "a", "b")
    arrays = {"label": label, "prediction": label, "group.x": group}
    assert facts(one_run(tmp_path, arrays, classes=[f"c{i}" for i in range(300)]))
