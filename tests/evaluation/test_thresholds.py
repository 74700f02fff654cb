"""Rates at other thresholds than the one in use."""

from pathlib import Path

import numpy as np
import pytest
from sklearn import metrics as reference

from cardgen.values import Table
from tests.evaluation.test_results import find
from tests.runs import CLASSES, make_run, save_evaluation


def test_the_table_has_a_row_for_the_threshold_in_use_as_scikit_learn_has_it(
    tmp_path: Path,
) -> None:
    random = np.random.RandomState(0)
    label = random.randint(0, 2, 500)
    score = random.beta(1 + label, 2 - label)
    arrays = {"label": label, "prediction": (score >= 0.37).astype(np.int64), "score": score}
    saved = save_evaluation(tmp_path, arrays, task="binary", classes=CLASSES[:2])
    record = saved.model_copy(update={"positive": CLASSES[1], "threshold": 0.37})
    table = find(make_run(tmp_path, evaluations=(record,)), "res.thresholds").value
    assert isinstance(table, Table)
    (row,) = (row for row in table.rows if row[0] == 0.37)
    precision, recall, f1, _ = reference.precision_recall_fscore_support(
        label, arrays["prediction"], average="binary"
    )
    fpr = arrays["prediction"][label == 0].mean()
    share = arrays["prediction"].mean()
    assert row[1:] == pytest.approx((precision, recall, f1, fpr, share))
    assert len(table.rows) == 22
