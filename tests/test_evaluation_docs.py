"""What docs/evaluation.md says is so."""

import re
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import cardgen
from cardgen import evaluation
from cardgen.evaluation import doubts, expected, importance, named, sameness
from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.majority import TRAINING
from cardgen.evaluation.measures import MOST_RESAMPLED
from cardgen.evaluation.measures.ranked import ORDERS
from cardgen.evaluation.metrics import catalogue
from cardgen.evaluation.settings import NOTHING_STATED, Evaluation
from cardgen.evaluation.slices import MOST_CROSSED, MOST_SLICES
from cardgen.evaluation.stated import Criterion, SearchEntry
from cardgen.evaluation.statistics import bootstrap
from cardgen.evaluation.statistics.verdict import Verdict
from cardgen.evaluation.withholding import MOST_CELLS
from cardgen.fill.outcomes import MOST_TEXT
from cardgen.project import read_project
from cardgen.run_evaluation import Direction
from cardgen.sources import read_run

TEXT = (Path(__file__).parents[1] / "docs" / "evaluation.md").read_text(encoding="utf-8")
LINE = re.sub(r"\s+", " ", TEXT)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, flags=re.DOTALL | re.MULTILINE)


def test_the_examples_of_a_project_file_are_read_and_name_every_key(tmp_path: Path) -> None:
    example = "".join(blocks("yaml"))
    (tmp_path / "cardgen.yaml").write_text(f"schema: cardgen.project/1\n{example}", "utf-8")
    project = read_project(tmp_path)
    told = {name for name, value in project.evaluation if value != getattr(NOTHING_STATED, name)}
    rows = set(re.findall(r"^\| `(\w+)`", TEXT, flags=re.MULTILINE))
    assert told == set(Evaluation.model_fields) == rows & set(Evaluation.model_fields)
    assert project.runs.baselines == ("release-1",)
    assert project.search == SearchEntry(
        method="random",
        criterion=Criterion(metric="accuracy", split="validation"),
        space={"learning_rate": "log-uniform 1e-4..1e-1", "network.dropout": "uniform 0..0.6"},
    )


def test_the_judged_metric_is_an_estimate_of_its_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, Any] = {}
    (code,) = blocks("python")
    exec(code, known)
    monkeypatch.chdir(tmp_path)
    with cardgen.track("runs", energy=False) as run:
        run.evaluation("d", "test", task="generation", metrics={"helpful": known["helpful"]})
    (found,) = (fact for fact in evaluation.facts(read_run(run.folder)) if fact.id == "res.overall")
    note = str(found.evidence.note)
    assert (found.evidence.method, "example-judge@2" in note, "whether they are true" in note) == (
        "estimated",
        True,
        True,
    )


def test_metrics_are_the_catalogues_by_task(tmp_path: Path) -> None:
    half, ids = np.arange(40) % 2, np.arange(40)
    both = np.stack([half, 1 - half], axis=1)
    scores = {"score": np.where(half == 1, 0.7, 0.2), "prediction": half}
    arrays: dict[str, dict[str, Any]] = {
        "binary": {"label": half, "classes": ("a", "b"), **scores},
        "multiclass": {
            "label": ids % 3, "prediction": ids % 3, "classes": ("a", "b", "c"),
            "score": np.full((40, 3), 1 / 3),
        },
        "multilabel": {"label": both, "prediction": both, "classes": ("a", "b")},
        "regression": {"label": half, "prediction": half},
        "ranking": {"label": half, "score": half, "query": ids // 4},
    }  # fmt: skip
    with cardgen.track(tmp_path / "runs", energy=False) as run:
        for task, given in arrays.items():
            run.evaluation("d", task, task=task, **given)
    recorded = read_run(run.folder)
    told = re.findall(r"^\| (\w+) \| ([^|]*) \| ([^|]*?) ?\|$", TEXT, flags=re.MULTILINE)
    found = []
    for index, task in enumerate(arrays):
        known = catalogue(evaluated(recorded, index)).values()
        of_task = [[one.name for one in known if one.usual is usual] for usual in (True, False)]
        found.append((task, *map(sorted, of_task)))
    said = [
        (
            task,
            sorted(re.split(r"[,;] (?:with \w+ )?", usual)),
            sorted(filter(None, more.split(", "))),
        )
        for task, usual, more in told
        if task in arrays
    ]
    assert said == found


def test_methods_directions_and_verdicts_are_all_named() -> None:
    methods = [
        one
        for part in get_args(SearchEntry.model_fields["method"].annotation)[:1]
        for one in get_args(part)
    ]
    words = [f"`{word}`" for word in (*methods, *get_args(Direction))]
    rows = "".join(re.findall(r"^\|[^|]*\|", TEXT, flags=re.MULTILINE))
    assert [word for word in words if word not in TEXT] == []
    assert [verdict for verdict in Verdict if verdict.value not in rows] == []


def test_numbers_and_codes_are_the_codes_own() -> None:
    source = Path(doubts.__file__).read_text(encoding="utf-8")
    assert ('"D111"' in source, '"D112"' in source) == (True, True)
    more = Path(named.__file__).read_text(encoding="utf-8")
    assert [code for code in ("D114", "D115", "D116") if code not in more or code not in LINE] == []
    assert f"longer than {MOST_TEXT:,} characters" in LINE
    assert f"{MOST_CELLS:,} joint values" in LINE
    assert f"{bootstrap.RESAMPLES:,} resamples, seed {bootstrap.SEED}" in LINE
    assert f"below {bootstrap.ENOUGH} examples" in LINE
    assert f"above {MOST_RESAMPLED:,} examples" in LINE
    assert f"every two that make {MOST_CROSSED} slices" in LINE
    assert f"average precision {ORDERS:,})" in LINE
    assert f"groups of more than {MOST_SLICES:,} values are counted" in LINE
    assert f"scikit-learn, {importance.TREES} trees" in LINE
    assert f"It needs {importance.MINIMUM} trials" in LINE
    assert (expected.MINIMUM, "from five values on" in LINE) == (5, True)
    assert [name for name in TRAINING if f"`{name}`" not in LINE] == []
    names = re.findall(r"is a seed if a word of its name is (\w+), (\w+), (\w+) or (\w+)", LINE)[0]
    assert [name for name in names if not sameness.is_seed(f"train.{name}")] == []
