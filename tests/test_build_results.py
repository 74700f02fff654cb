"""Runs that a project names for their seeds, its search and its baselines reach its card."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cardgen
from cardgen.build import Built, build
from cardgen.values import Fact, Table
from tests.projects import write_project

SEEDS, TRIALS = ["seed-1", "seed-2"], [f"trial-{number}" for number in range(6)]
NAMED = f"""\
runs: {{main: main, seeds: {SEEDS}, search: {TRIALS}, baselines: [old]}}
search:
  method: random
  criterion: {{metric: accuracy, split: validation}}
  space: {{rate: "uniform 0..1"}}
"""


def record(runs: Path, name: str, right: int, seed: int, **config: Any) -> None:
    """A run whose model is right on the first *right* of 100 examples."""
    label = np.arange(100) % 2
    prediction = np.where(np.arange(100) < right, label, 1 - label)
    with cardgen.track(runs, run_id=name, energy=False) as run:
        run.config(config)
        run.seeds(init=seed)
        for split in ("validation", "test"):
            run.evaluation("reviews", split, task="binary", label=label, prediction=prediction)
    # The test runner's code may be committed to meanwhile: these runs are not of it.
    file = runs / name / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"git": None}), "utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = write_project(tmp_path_factory.mktemp("results") / "project")
    with (folder / "cardgen.yaml").open("a", encoding="utf-8") as file:
        file.write(NAMED)
    for number, name in enumerate(["main", *SEEDS]):
        record(folder / "runs", name, 80 + number, number, rate=0.5)
    for number, name in enumerate(TRIALS):
        record(folder / "runs", name, 60 + 5 * number, 0, rate=number / 10)
    record(folder / "runs", "old", 50, 0, rate=0.9)
    return build(folder, formats=("md", "json"))


def facts(built: Built) -> dict[str, Fact]:
    (card,) = (one.document for one in built.loaded.documents if one.stem == "model_card")
    return {f.id: f for f in card.facts if f.where.get("metric", "accuracy") == "accuracy"}


def test_the_card_tells_of_seeds_search_and_baselines(built: Built) -> None:
    found = facts(built)
    assert [finding.code for finding in built.loaded.about_runs] == []
    rows = {
        name: [row[0] for row in found[name].value.rows]  # type: ignore[union-attr]
        for name in ("res.seeds", "tr.trials", "res.baseline", "tr.space")
    }
    assert rows == {
        "res.seeds": ["main", *SEEDS],
        "tr.trials": TRIALS[::-1],
        "res.baseline": ["model", "majority class", "old"],
        "tr.space": ["rate"],
    }
    assert {"ev.nruns", "res.over_seeds", "res.expected", "tr.importance"} <= found.keys()


def test_the_page_shows_each_where_it_is_asked_for(built: Built) -> None:
    text = (built.folder / "model_card.md").read_text(encoding="utf-8")
    shown = {
        "Training runs that the results rest on: 3": "Uncertainty and variability",
        "**Mean over training runs (": "Unitary results",
        "**Baselines": "Unitary results",
        "**Search space": "Hyper-parameter search",
        "Importance of hyper-parameters: not given": "Sensitivity to hyper-parameters",
    }
    sections = text.split("\n### ")[1:]
    titles = {words: [s.partition("\n")[0] for s in sections if words in s] for words in shown}
    assert {words: title[0].rpartition(">")[2] for words, title in titles.items()} == shown


def test_a_run_that_is_no_repetition_is_told(built: Built, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built.folder.parent, tmp_path / "copy"))
    project = folder / "cardgen.yaml"
    project.write_text(project.read_text("utf-8").replace(str(SEEDS), "[seed-1, old]"), "utf-8")
    again = build(folder, formats=("json",))
    assert [finding.code for finding in again.loaded.about_runs] == ["D111"]
    assert "res.over_seeds" not in facts(again)
    value = facts(again)["res.seeds"].value
    assert isinstance(value, Table)
    assert len(value.rows) == 3
