"""Which metrics and groupings are reported when the project names none."""

from pathlib import Path

import numpy as np

from cardgen import evaluation
from cardgen.values import Table
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


def test_a_column_of_ids_is_counted_and_not_reported(tmp_path: Path) -> None:
    rows = np.arange(3000)
    arrays = {"label": rows % 3, "prediction": rows % 3, "group.id": rows.astype(str)}
    run = make_run(tmp_path, evaluations=(save_evaluation(tmp_path, arrays, classes=()),))
    facts = {fact.id: fact for fact in evaluation.facts(run)}
    assert "res.unitary" not in facts and "res.small" not in facts
    factors = facts["ev.factors"]
    assert isinstance(factors.value, Table) and factors.value.rows[0][2:] == ("id", 3000)
    assert factors.evidence.note == (
        "Groups of more than 1,000 values are counted, and not reported."
    )


def test_many_classes_have_error_rates_and_no_matrix(tmp_path: Path) -> None:
    label = np.arange(3000) % 1500
    arrays = {"label": label, "prediction": np.where(label == 7, 8, label)}
    run = make_run(tmp_path, evaluations=(save_evaluation(tmp_path, arrays, classes=()),))
    facts = {fact.id: fact for fact in evaluation.facts(run)}
    assert "res.confusion" not in facts
    rates = facts["res.error_rates"].value
    assert isinstance(rates, Table)
    by_class = {row[0]: row[1:] for row in rates.rows}
    assert by_class["7"] == (2, 0, 0.0, 1.0, None, 2 / 3000)
    assert by_class["8"] == (2, 4, 2 / 2998, 0.0, 0.5, 0.0)
