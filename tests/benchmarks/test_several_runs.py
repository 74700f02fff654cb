"""Five seeds and a random search of 30 trials, trained for real on the digits (`-m benchmark`)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from cardgen.build import build
from cardgen.evaluation.expected import SERIES, expected_best
from tests.benchmarks.digits_runs import SEEDS, TRIALS

pytestmark = pytest.mark.benchmark

PROJECT = f"""\
schema: cardgen.project/1
model: Digits
documents:
  - type: model_card
runs:
  main: seed-0
  seeds: {SEEDS[1:]}
  search: {TRIALS}
  baselines: [trial-00]
search:
  method: random
  criterion:
    metric: accuracy
    split: validation
  space:
    learning_rate: log-uniform 1e-4..3e-1
    weight_decay: log-uniform 1e-5..1e-1
    network.dropout: uniform 0..0.6
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("several")
    (folder / "cardgen.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "model_card.yaml").write_text("", encoding="utf-8")
    # A script of its own: the runs' code is then in no repository that others work in.
    script = folder / "train.py"
    script.write_text("from tests.benchmarks.digits_runs import main\nmain()\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, str(script)], cwd=folder, env=environment, check=True)
    return folder


def accuracy(project: Path, name: str, split: str) -> float:
    arrays = np.load(project / "runs" / name / "evaluation" / f"digits.{split}.npz")
    return float((arrays["label"] == arrays["prediction"]).mean())


def test_five_seeds_and_thirty_trials_are_on_the_card(project: Path) -> None:
    built = build(project, formats=("md", "html", "json"))
    assert [finding.code for finding in built.loaded.findings] == []
    facts = json.loads((built.folder / "model_card.json").read_text("utf-8"))["facts"]

    def value(fact_id: str, **where: str) -> Any:
        found = (f for f in facts if f["id"] == fact_id and where.items() <= f["where"].items())
        return next(found)["value"]

    seeds = [accuracy(project, name, "test") for name in SEEDS]
    pooled = value("res.over_seeds", metric="accuracy", split="test")
    expected = stats.t.interval(0.95, 4, np.mean(seeds), stats.sem(seeds))
    ends = (pooled["interval"]["low"], pooled["interval"]["high"])
    assert (pooled["value"], *ends) == pytest.approx((np.mean(seeds), *expected))
    assert value("ev.nruns") == {"value": 5}

    trials = [accuracy(project, name, "validation") for name in TRIALS]
    curve = value("res.expected")["series"][SERIES]
    assert [y for _, y in curve] == pytest.approx(
        [expected_best(trials, n, higher=True) for n in range(1, 31)]
    )
    assert curve[-1] == [30, max(trials)]
    best = dict(value("tr.search")["rows"])
    assert (best["best value"], best["trials"]) == (max(trials), 30)
    important = value("tr.importance")["rows"]
    assert important[0][0] == "learning_rate" and important[0][2] > 0
    systems = [row[0] for row in value("res.baseline", metric="accuracy", split="test")["rows"]]
    assert systems == ["model", "majority class", "trial-00"]
