"""Runs that are the trials of a search, for the tests of what is told of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from cardgen.run import Run
from tests.runs import make_run, save_evaluation


def trial(folder: Path, number: int, right: float, **changes: Any) -> Run:
    """A trial whose validation accuracy is *right* of 100 examples and whose last loss is 1 - *right*."""
    name = f"trial-{number}"
    label = np.zeros(100, dtype=np.int64)
    prediction = (np.arange(100) >= round(100 * right)).astype(np.int64)
    arrays = {"label": label, "prediction": prediction}
    fields: dict[str, Any] = {
        "id": name,
        "config": {"lr": 0.1 * (number + 1), "seed": number},
        "metrics": {"loss": [9.0, 1 - right]},
        "evaluations": (save_evaluation(folder / name, arrays, split="validation"),),
        "energy": (),
    }
    return make_run(folder / name, **fields | changes)
