"""Results over several training runs: pooled only where the runs differ in nothing but seeds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from cardgen.evaluation import doubts, seeds
from cardgen.measure import rederive
from cardgen.run import GitState, Outcome, Run
from cardgen.values import Fact, Method, Quantity, Scalar, Table
from tests.runs import classification, data_records, make_run, save_evaluation

COMMIT = GitState(commit="a" * 40, dirty=False)


def made(folder: Path, number: int, *, labels: int = 0, **changes: Any) -> Run:
    """A run with seed *number* whose model is right on other examples of the same test set."""
    arrays = classification(seed=labels)
    wrong = np.random.default_rng(number).random(len(arrays["label"])) < 0.1 + 0.02 * number
    arrays["prediction"] = np.where(wrong, (arrays["label"] + 1) % 3, arrays["label"])
    name = f"run-{number}"
    fields: dict[str, Any] = {
        "id": name,
        "seeds": {"init": number},
        "config": {"lr": 0.1, "init_seed": number},
        "git": COMMIT,
    }
    record = save_evaluation(folder / name, arrays)
    return make_run(folder / name, evaluations=(record,), **fields | changes)


def facts(runs: Sequence[Run], *more: str) -> list[Fact]:
    return list(seeds.facts(runs, runs[0], [*(run.id for run in runs[1:]), *more]))


def of(found: Sequence[Fact], fact_id: str, metric: str | None = "accuracy") -> Fact:
    return next(f for f in found if f.id == fact_id and f.where.get("metric") == metric)


def accuracies(runs: Sequence[Run]) -> list[float]:
    found = []
    for run in runs:
        arrays = np.load(run.folder / run.record.evaluations[0].file)
        found.append(float((arrays["label"] == arrays["prediction"]).mean()))
    return found


def test_runs_that_differ_in_seeds_alone_have_a_mean_with_scipys_t_interval(tmp_path: Path) -> None:
    runs = [made(tmp_path, number) for number in range(5)]
    values = accuracies(runs)
    pooled = of(facts(runs), "res.over_seeds").value
    assert isinstance(pooled, Quantity) and pooled.interval is not None
    expected = stats.t.interval(0.95, 4, loc=np.mean(values), scale=stats.sem(values))
    assert (pooled.value, pooled.n) == (pytest.approx(np.mean(values)), 5)
    assert (pooled.interval.low, pooled.interval.high) == pytest.approx(expected)
    deviation = float(np.std(values, ddof=1))
    note = of(facts(runs), "res.over_seeds").evidence.note
    assert note is not None and f"between runs (n - 1) {deviation:.2}" in note


def test_each_run_is_a_row_with_its_seed_and_value(tmp_path: Path) -> None:
    runs = [made(tmp_path, number) for number in range(3)]
    table = of(facts(runs), "res.seeds").value
    rows = zip(("run-0", "run-1", "run-2"), "012", accuracies(runs), strict=True)
    assert table == Table(columns=("run", "seed", "value"), rows=tuple(rows))


def test_a_single_run_says_that_it_is_one(tmp_path: Path) -> None:
    (fact,) = facts([made(tmp_path, 0)])
    assert (fact.id, fact.value, fact.evidence.note) == (
        "ev.nruns",
        Scalar(value=1),
        "One run: how results vary between training runs is not known.",
    )


def test_two_runs_rest_on_two_and_unfound_ones_are_told(tmp_path: Path) -> None:
    fact = of(facts([made(tmp_path, 0), made(tmp_path, 1)], "gone"), "ev.nruns", None)
    assert (fact.value, fact.evidence.note) == (
        Scalar(value=2),
        "Training runs that differ only in their seeds, the main one included. "
        "Named runs that were not found: 1.",
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"config": {"lr": 0.2, "init_seed": 1}}, "configuration (lr)"),
        ({"config": {"lr": 0.1, "deep": {"on": True}}}, "configuration (deep.on)"),
        ({"git": GitState(commit="b" * 40, dirty=False)}, "code (commit)"),
        ({"git": GitState(commit="a" * 40, dirty=True, diff_sha256="1")},
         "code (uncommitted changes)"),
        ({"data": tuple(one.model_copy(update={"digest": "0" * 64}) for one in data_records())},
         "data (animals test, animals train)"),
        ({"labels": 1}, "evaluated examples (animals test)"),
        ({"seeds": {"init": 0}}, "no seed (the same as in run-0)"),
    ],
)  # fmt: skip
def test_runs_that_differ_in_more_are_not_pooled_and_it_is_told_in_what(
    tmp_path: Path, changes: dict[str, Any], what: str
) -> None:
    runs = [made(tmp_path, 0), made(tmp_path, 1, **changes)]
    found = facts(runs)
    messages = [finding.message for finding in doubts.of_repetitions(runs, runs[0], ["run-1"])]
    why = f"run-1 differs in {what}"
    assert messages == [f"The runs named as repetitions are none: {why}."]
    assert [fact.value for fact in found if fact.id == "ev.nruns"] == [Scalar(value=1)]
    assert [fact for fact in found if fact.id == "res.over_seeds"] == []
    told = f"The runs are no repetitions of one another, so nothing is pooled: {why}."
    assert of(found, "res.seeds").evidence.note == told


def test_other_software_does_not_keep_runs_apart(tmp_path: Path) -> None:
    one, other = made(tmp_path, 0), made(tmp_path, 1)
    record = other.record
    newer = record.environment.model_copy(update={"packages": {"flax": "99"}, "os": "Plan 9"})
    moved = record.model_copy(update={"environment": newer})
    runs = [one, other.model_copy(update={"record": moved})]
    assert list(doubts.of_repetitions(runs, one, [other.id])) == []


def test_what_is_not_recorded_is_not_compared_and_that_is_told(tmp_path: Path) -> None:
    runs = [made(tmp_path, n, git=None, seeds={}, config={"lr": 1}) for n in range(2)]
    note = of(facts(runs), "ev.nruns", None).evidence.note
    assert note is not None
    assert note.endswith("Not compared, because not every run recorded it: seeds, code.")


def test_seeds_are_found_among_the_settings_where_none_were_recorded(tmp_path: Path) -> None:
    runs = [made(tmp_path, number, seeds={}) for number in range(2)]
    table = of(facts(runs), "res.seeds").value
    assert isinstance(table, Table)
    assert [row[1] for row in table.rows] == ["0", "1"]


def test_a_run_without_a_value_is_a_row_but_not_in_the_mean(tmp_path: Path) -> None:
    runs = [made(tmp_path, number) for number in range(3)]
    lost = make_run(
        tmp_path / "lost", outcome=Outcome.FAILED, evaluations=(), id="lost", seeds={"init": 9},
        config={"lr": 0.1}, git=COMMIT,
    )  # fmt: skip
    (runs[2].folder / runs[2].record.evaluations[0].file).unlink()
    found = facts([*runs, lost])
    pooled = of(found, "res.over_seeds")
    assert isinstance(pooled.value, Quantity)
    assert pooled.value.n == 2
    assert str(pooled.evidence.note).endswith("runs without a value 2.")
    table = of(found, "res.seeds").value
    assert isinstance(table, Table)
    assert [row[2] is None for row in table.rows] == [False, False, True, True]


def test_values_too_large_to_square_are_none(tmp_path: Path) -> None:
    runs = []
    for number, value in enumerate((1.0, 3.0, 1e200)):
        arrays = {"label": [0, 1], "metric.loss": [value, value]}
        evaluations = (save_evaluation(tmp_path / str(number), arrays),)
        run = make_run(tmp_path / str(number), evaluations=evaluations, id=f"run-{number}",
                       seeds={"init": number}, config={})  # fmt: skip
        runs.append(run)
    pooled = of(facts(runs), "res.over_seeds", "loss").value
    assert isinstance(pooled, Quantity)
    assert (pooled.value, pooled.n) == (2.0, 2)


def test_all_facts_over_seeds_are_derived_again_from_the_runs(tmp_path: Path) -> None:
    runs = [made(tmp_path, number) for number in range(3)]
    found = facts(runs)
    stored = [Fact.model_validate_json(fact.model_dump_json()) for fact in found]
    assert [rederive(fact, runs) for fact in stored] == [fact.value for fact in found]
    assert {fact.evidence.method for fact in found} == {Method.COMPUTED}
    assert len({fact.address for fact in found}) == len(found)
