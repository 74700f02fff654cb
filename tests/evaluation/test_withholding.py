"""Nothing that is withheld can be computed from results and counts of groups together."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cardgen.evaluation import withheld_counts
from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.estimates import slices_of
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.slices import wanted
from cardgen.evaluation.withholding import MOST_CELLS, withheld
from cardgen.run import DataRecord
from tests.runs import make_run, save_evaluation

CROSSED = (("sex", "race"), ("age",))


def counts(column: Any) -> dict[str, int]:
    return {str(value): int((column == value).sum()) for value in np.unique(column)}


def run_with(folder: Path, groups: dict[str, Any], n: int) -> Any:
    arrays = {f"group.{name}": column for name, column in groups.items()}
    ones = np.ones(n, int)
    record = save_evaluation(folder, {"label": ones, "prediction": ones, **arrays}, data="d")
    of_data = DataRecord(
        name="d", split="test", rows=n, group_counts={k: counts(v) for k, v in groups.items()}
    )
    return make_run(folder, evaluations=(record,), data=(of_data,))


@pytest.mark.parametrize("slices", [None, CROSSED])
@pytest.mark.parametrize("seed", range(4))
def test_no_withheld_slice_is_a_combination_of_slices_and_counts_that_are_shown(
    tmp_path: Path, slices: Any, seed: int
) -> None:
    random, n = np.random.RandomState(seed), 900
    groups = {
        "sex": random.choice(["f", "m", "x"], n, p=[0.5, 0.48, 0.02]),
        "race": random.choice(list("abcde"), n, p=[0.6, 0.3, 0.05, 0.03, 0.02]),
        "age": random.choice(["20", "30", "40", "50"], n, p=[0.4, 0.4, 0.18, 0.02]),
    }
    settings = Evaluation(small="withhold", slices=slices, bins={"age": (25.0, 35.0)})
    run = run_with(tmp_path, groups, n)
    shown, hidden = _masks(run, settings, groups)
    assert hidden != []
    rank = np.linalg.matrix_rank(np.array(shown))
    assert all(np.linalg.matrix_rank(np.array([*shown, one])) > rank for one in hidden)


def _masks(run: Any, settings: Evaluation, groups: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """The joint values of every slice and count that is shown, and of every one that is not."""
    _, cell = np.unique(
        ["|".join(row) for row in zip(*groups.values(), strict=True)], return_inverse=True
    )
    shown, hidden = [np.ones(cell.max() + 1)], []
    evaluation = evaluated(run, 0)
    of_results = withheld(evaluation, settings)
    for columns in wanted(evaluation, settings):
        slices = slices_of(evaluation, columns, settings.bins)
        for at in range(slices.count):
            into = hidden if at in of_results[columns] else shown
            into.append(np.bincount(cell, slices.codes == at) / np.bincount(cell))
    of_counts = withheld_counts(run, settings)
    for name, column in groups.items():
        for value in np.unique(column):
            into = hidden if value in of_counts.get(("d", name), ()) else shown
            into.append(np.bincount(cell, column == value) / np.bincount(cell))
    return shown, hidden


def test_small_groups_are_those_of_fewer_examples_than_the_minimum_in_any_split(
    tmp_path: Path,
) -> None:
    groups = {"g": np.repeat(["a", "b", "c", "d"], [500, 200, 100, 50])}
    run = run_with(tmp_path, groups, 850)
    train = DataRecord(name="d", split="train", group_counts={"g": {"a": 60, "b": 3, "c": 70}})
    both = run.model_copy(
        update={"record": run.record.model_copy(update={"data": (*run.record.data, train)})}
    )
    settings = Evaluation(small="withhold")
    assert (withheld_counts(run, settings), withheld_counts(both, settings)) == (
        {},
        {("d", "g"): {"a", "b"}},
    )


def test_a_column_too_fine_to_look_at_with_the_others_is_withheld_whole(tmp_path: Path) -> None:
    visits = MOST_CELLS // 6 + 1  # by sex and site these make more joint values than are looked at
    n = 12 * visits
    rows = np.arange(n)
    groups = {
        "sex": np.where(rows % 2 == 0, "f", "m"),
        "site": np.array(["north", "south", "west"])[rows // 2 % 3],
        "visit": (rows // 6 % visits).astype(str),
    }
    run = run_with(tmp_path, groups, n)
    slices = (("sex",), ("site",), ("visit",), ("sex", "visit"))
    found = withheld(evaluated(run, 0), Evaluation(small="withhold", slices=slices))
    assert {columns: len(hidden) for columns, hidden in found.items()} == {
        ("sex",): 0,
        ("site",): 0,
        ("visit",): visits,
        ("sex", "visit"): 2 * visits,
    }
