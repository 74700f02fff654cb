"""What tests of whole projects share: a small project with a real tracked run."""

from pathlib import Path

import numpy as np

import cardgen

PROJECT = """\
schema: cardgen.project/1
model: Review model
version: 1.0.0
date: 2026-11-01
documents:
  - type: model_card
  - type: datasheet
    data: reviews
  - type: data_statement
    data: reviews
data:
  reviews: {}
"""


def write_project(folder: Path, **answers: str) -> Path:
    """A project in *folder* with the answers' files given as text, the others empty."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cardgen.yaml").write_text(PROJECT, encoding="utf-8")
    for kind in ("model_card", "datasheet", "data_statement"):
        (folder / f"{kind}.yaml").write_text(answers.get(kind, ""), encoding="utf-8")
    return folder


def record_run(project: Path, run_id: str | None = None) -> str:
    """A tracked run of a few steps with an evaluation of 60 examples; returns its id."""
    label = np.arange(60) % 2
    prediction = np.where(np.arange(60) < 45, label, 1 - label)
    with cardgen.track(project / "runs", run_id=run_id, energy=False) as run:
        run.config({"learning_rate": 0.0, "shuffle": False, "note": "", "limit": None})
        run.seeds(init=0)
        run.data("reviews", "test", arrays={"x": np.zeros((60, 3)), "y": label}, label="y")
        for step in range(5):
            run.log(step, loss=1.0 / (step + 1), always_zero=0, broken=float("nan"))
        run.evaluation(
            "reviews", "test", task="binary", classes=("bad", "good"), label=label,
            prediction=prediction, groups={"source": np.where(label == 0, "web", "shop")},
        )  # fmt: skip
    return run.id


def file_names(folder: Path) -> set[str]:
    """Paths of all files below *folder*, relative to it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
