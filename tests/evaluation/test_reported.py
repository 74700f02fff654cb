"""Which metrics and groupings are reported when the project names none."""

from pathlib import Path

import numpy as np

from cardgen import evaluation
from tests.runs import make_run, save_evaluation


def groups(folder: Path, **columns: np.ndarray) -> set[tuple[str, str]]:
    label = np.arange(600) % 3
    arrays = {"label": label, "prediction": np.roll(label, 1)}
    given = {f"group.{name}": values.astype(str) for name, values in columns.items()}
    run = make_run(folder, evaluations=(save_evaluation(folder, arrays | given, classes=()),))
    facts = [f for f in evaluation.facts(run) if f.id in {"res.unitary", "res.intersect"}]
    return {(fact.where["group"], fact.where["metric"]) for fact in facts}


def test_a_mean_over_classes_is_not_told_by_class(tmp_path: Path) -> None:
    rows = np.arange(600)
    found = groups(tmp_path, label=rows % 3, side=rows % 2)
    assert found == {
        ("label", "accuracy"),
        ("side", "accuracy"),
        ("side", "macro-F1"),
        ("label × side", "accuracy"),
    }


def test_only_columns_that_make_few_slices_are_crossed_unasked(tmp_path: Path) -> None:
    rows = np.arange(600)
    found = groups(tmp_path, many=rows % 13, few=rows // 3 % 2, two=rows // 6 % 2)
    assert {group for group, _ in found} == {"few", "many", "two", "few × two"}
