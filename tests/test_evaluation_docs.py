"""What docs/evaluation.md says of several runs is so."""

import re
from pathlib import Path
from typing import get_args

from cardgen.evaluation import doubts, expected, importance, sameness
from cardgen.evaluation.majority import TRAINING
from cardgen.evaluation.stated import Criterion, SearchEntry
from cardgen.evaluation.statistics.verdict import Verdict
from cardgen.project import read_project
from cardgen.run_evaluation import Direction

TEXT = (Path(__file__).parents[1] / "docs" / "evaluation.md").read_text(encoding="utf-8")
LINE = re.sub(r"\s+", " ", TEXT)


def test_the_example_of_a_project_file_is_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", TEXT, flags=re.DOTALL | re.MULTILINE)
    (tmp_path / "cardgen.yaml").write_text(f"schema: cardgen.project/1\n{example}", "utf-8")
    project = read_project(tmp_path)
    assert project.runs.baselines == ("release-1",)
    assert project.search == SearchEntry(
        method="random",
        criterion=Criterion(metric="accuracy", split="validation"),
        space={"learning_rate": "log-uniform 1e-4..1e-1", "network.dropout": "uniform 0..0.6"},
    )


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
    assert f"scikit-learn, {importance.TREES} trees" in LINE
    assert f"It needs {importance.MINIMUM} trials" in LINE
    assert (expected.MINIMUM, "from five values on" in LINE) == (5, True)
    assert [name for name in TRAINING if f"`{name}`" not in LINE] == []
    names = re.findall(r"is a seed if a word of its name is (\w+), (\w+), (\w+) or (\w+)", LINE)[0]
    assert [name for name in names if not sameness.is_seed(f"train.{name}")] == []
