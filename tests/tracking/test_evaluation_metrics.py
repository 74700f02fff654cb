"""A run's own metrics: values or a function's, what a person says of them, and what errors cost."""

import itertools
import json
import time
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import cardgen
from cardgen import evaluation
from cardgen.run import EvaluationRecord
from cardgen.run_evaluation import MetricRecord, SliceValue, WholeMetric
from cardgen.sources import read_run
from cardgen.tracking import track, whole
from cardgen.tracking.evaluation import save_evaluation
from cardgen.tracking.problems import Problems, TrackingWarning
from tests.tracking.runs import only_run

RANDOM = np.random.RandomState(3)
N = 120
LABEL = RANDOM.randint(0, 2, N)
SCORE = np.round(0.5 * LABEL + RANDOM.rand(N), 3)
SEX = np.array(["f", "m"])[RANDOM.randint(0, 2, N)]
AGE = np.array(["old", "young", "rare"])[np.where(np.arange(N) < 5, 2, RANDOM.randint(0, 2, N))]
GIVEN: dict[str, Any] = {
    "task": "binary", "label": jnp.asarray(LABEL), "prediction": SCORE > 0.75, "score": SCORE,
}  # fmt: skip


def auc(label: Any, score: Any) -> float:
    """The area under the ROC curve: how often a positive example's score is the higher."""
    positive, negative = score[label == 1][:, None], score[label == 0]
    return float(np.mean(positive > negative) + np.mean(positive == negative) / 2)


def save(folder: Path, **given: Any) -> tuple[EvaluationRecord, dict[str, Any], tuple[str, ...]]:
    problems = Problems()
    record = save_evaluation(folder, "d", "test", problems=problems, **{**GIVEN, **given})
    with np.load(folder / record.file, allow_pickle=False) as arrays:
        return record, dict(arrays), problems.texts


def of_function(
    folder: Path, function: Any, **given: Any
) -> tuple[WholeMetric, list[float], tuple[str, ...]]:
    record, arrays, problems = save(folder, metrics={"m": function}, **given)
    assert record.metrics[0].whole is not None
    return record.metrics[0].whole, arrays["resamples.m"].tolist(), problems


def test_what_a_person_says_of_a_metric_is_recorded(tmp_path: Path) -> None:
    said: dict[str, Any] = {
        "unit": "s", "direction": "lower is better", "definition": "seconds to answer",
        "judge": "toxic-bert@1.2", "shows": "speed", "does_not_show": "that answers are right",
    }  # fmt: skip
    metric = cardgen.Metric(values=jnp.arange(N, dtype=jnp.bfloat16), **said)
    record, arrays, problems = save(tmp_path, metrics={"a": metric, "b": [0.5] * N})
    assert record.metrics == (MetricRecord(name="a", **said), MetricRecord(name="b"))
    assert arrays["metric.a"].tolist() == list(range(N))
    assert problems == ()


def test_a_function_may_give_a_value_of_each_example(tmp_path: Path) -> None:
    brier = jax.jit(lambda label, score: (label - score) ** 2)
    record, arrays, problems = save(tmp_path, metrics={"Brier": brier})
    assert (record.metrics, problems) == ((MetricRecord(name="Brier"),), ())
    assert arrays["metric.Brier"] == pytest.approx((LABEL - SCORE) ** 2, rel=1e-5)


def test_a_function_of_the_whole_is_called_on_slices_and_pairs_of_30_or_more(
    tmp_path: Path,
) -> None:
    found, _, problems = of_function(tmp_path, auc, groups={"sex": SEX, "age": AGE})
    expected = {}
    for columns in ({"sex": SEX}, {"age": AGE}, {"sex": SEX, "age": AGE}):
        for values in itertools.product(*(sorted(set(column)) for column in columns.values())):
            rows = np.all([c == v for c, v in zip(columns.values(), values, strict=True)], axis=0)
            if rows.sum() >= 30:
                key = (tuple(columns), tuple(map(str, values)))
                expected[key] = (int(rows.sum()), auc(LABEL[rows], SCORE[rows]))
    slices = {(one.groups, one.values): (one.n, one.value) for one in found.slices}
    assert slices == expected
    assert (found.value, found.minimum, found.complete) == (auc(LABEL, SCORE), 30, True)
    assert (len(slices) > 4, problems) == (True, ())


def test_its_resamples_are_those_of_the_recorded_seed(tmp_path: Path) -> None:
    found, resamples, _ = of_function(tmp_path, lambda score: np.float32(score.mean()))
    random = np.random.RandomState(found.seed)
    expected = [SCORE[random.randint(0, N, N, np.int64)].mean() for _ in range(200)]
    assert resamples == pytest.approx(expected, rel=1e-6)
    assert found.resampled == "examples"


def test_resamples_of_a_ranking_are_of_whole_queries(tmp_path: Path) -> None:
    query = np.repeat(np.array(["q3", "q1", "q2", "q0"]), [5, 2, 7, 3])
    order = np.random.RandomState(0).permutation(len(query))  # rows of a query need not be together
    query, relevance = query[order], np.arange(len(query)) % 3
    score = np.random.RandomState(1).rand(len(query))

    def top(label: Any, score: Any, query: Any) -> float:
        parts = [query == one for one in np.unique(query)]
        return float(np.mean([label[rows][score[rows].argmax()] for rows in parts]))

    given = {"label": relevance, "prediction": None, "score": score, "query": query}
    found, resamples, problems = of_function(tmp_path, top, task="ranking", **given)
    one_each = {q: top(relevance[query == q], score[query == q], query[query == q]) for q in query}
    values = list(one_each.values())  # in the order in which queries first occur
    random = np.random.RandomState(found.seed)
    expected = [np.mean([values[i] for i in random.randint(0, 4, 4, np.int64)]) for _ in range(200)]
    assert resamples == pytest.approx(expected)
    assert (found.value, found.resampled) == (pytest.approx(np.mean(values)), "queries")
    # A function that does not ask for queries is called on the same rows.
    rows = of_function(tmp_path, lambda score: len(score), task="ranking", **given)[1]
    lengths = {q: int((query == q).sum()) for q in query}
    random = np.random.RandomState(0)
    assert rows == [
        sum([*lengths.values()][i] for i in random.randint(0, 4, 4, np.int64)) for _ in rows
    ]
    assert problems == ()


def test_a_function_cannot_change_what_is_recorded(tmp_path: Path) -> None:
    def sorts(label: Any, score: Any) -> float:
        score.sort()
        return auc(label, score)

    with pytest.warns(TrackingWarning, match="read-only"):
        record, arrays, _ = save(tmp_path, metrics={"m": sorts})
    assert (record.metrics, arrays["score"].tolist()) == ((), SCORE.tolist())


def test_a_function_gets_what_it_takes_by_name(tmp_path: Path) -> None:
    seen = []

    def all_of(label: Any, *, weight: Any = None, other: int = 0, **more: Any) -> float:
        seen.append((type(label), weight is None, other, sorted(more)))
        return 0.0

    def some_of(score: Any, query: Any = None) -> float:
        seen.append((type(score), query is None))
        return 0.0

    save(tmp_path, metrics={"a": all_of, "b": some_of}, example_id=range(N))
    assert seen[0] == (np.ndarray, True, 0, ["example_id", "prediction", "score"])
    assert seen[-1] == (np.ndarray, True)


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ([[1.0]] * N, "give one value for each of the 120 examples"),
        ([1.0], "give one value for each of the 120 examples"),
        (1.0, "give one value for each of the 120 examples"),
        ([object()] * N, "Python objects"),
        (None, "give either values or a function"),
        (cardgen.Metric(), "give either values or a function"),
        (cardgen.Metric(values=SCORE, function=auc), "give either values or a function"),
        (lambda label: None, "gave nothing"),
        (lambda label: label[:3], "give one value for each of the 120 examples"),
        (lambda weight: 0.0, "its function takes weight; it is called by name"),
        (lambda: 0.0, "its function takes nothing"),
        (lambda label: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_a_metric_that_cannot_be_costs_only_itself_and_is_told_once(
    tmp_path: Path, metric: Any, words: str
) -> None:
    with pytest.warns(TrackingWarning, match="run.evaluation: metric m: ") as caught:
        record, arrays, problems = save(tmp_path, metrics={"m": metric, "fine": SCORE})
    assert [one.name for one in record.metrics] == ["fine"]
    assert list(arrays) == ["label", "prediction", "score", "metric.fine"]
    assert (len(caught), len(problems)) == (1, 1)
    assert words in problems[0]


def test_a_word_that_cannot_be_recorded_costs_only_itself(tmp_path: Path) -> None:
    metric = cardgen.Metric(values=SCORE, direction="up", unit="kg", shows=3)  # type: ignore[arg-type]
    with pytest.warns(TrackingWarning) as caught:
        record, _, problems = save(tmp_path, metrics={"m": metric})
    assert record.metrics == (MetricRecord(name="m", unit="kg"),)
    assert "'higher is better' or 'lower is better'" in problems[0]
    assert (len(problems), len(caught)) == (2, 2)


def test_secrets_in_words_are_masked(tmp_path: Path) -> None:
    metric = cardgen.Metric(values=SCORE, definition="see https://me:secret@example.org")
    assert "secret" not in str(save(tmp_path, metrics={"m": metric})[0].metrics)


def test_a_function_that_fails_on_a_part_has_no_value_there(tmp_path: Path) -> None:
    def strict(label: Any) -> float:
        if len(label) == N:
            return float("nan") if label.sum() % 2 else 1.0
        message = "too few"
        raise ValueError(message)

    with pytest.warns(
        TrackingWarning, match="metric m of a part of the examples: .*too few"
    ) as caught:
        found, resamples, problems = of_function(tmp_path, strict, groups={"sex": SEX})
    assert [one.value for one in found.slices] == [None, None]
    assert np.isnan(resamples).any() and 1.0 in resamples
    assert (len(caught), len(problems)) == (1, 1)


def test_time_has_an_end_and_what_was_reached_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "SECONDS", 0.2)

    def slow(score: Any) -> float:
        time.sleep(0.03)
        return float(score.mean())

    with pytest.warns(TrackingWarning, match=r"metric m: its function took 0\.2 seconds") as caught:
        found, resamples, _ = of_function(tmp_path, slow, groups={"sex": SEX, "age": AGE})
    assert (found.value, found.complete, len(caught)) == (SCORE.mean(), False, 1)
    assert 0 < len(resamples) < 200
    assert {len(one.groups) for one in found.slices} == {1}


def test_slices_have_an_end_and_resamples_come_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MAX_SLICES", 3)
    with pytest.warns(TrackingWarning, match="metric m: there are more than 3 slices"):
        found, resamples, _ = of_function(tmp_path, auc, groups={"sex": SEX, "age": AGE})
    assert (len(found.slices), found.complete, len(resamples)) == (3, False, 200)


def test_columns_of_as_many_values_as_rows_cost_no_square_of_memory(tmp_path: Path) -> None:
    many = [str(i) for i in range(N)]
    found, _, _ = of_function(tmp_path, auc, groups={"a": many, "b": many, "sex": SEX})
    assert {one.groups for one in found.slices} == {("sex",)}


def test_without_examples_a_function_is_asked_once(tmp_path: Path) -> None:
    none = np.zeros(0)
    given = {"task": "t", "label": none, "prediction": none, "score": none}
    found, resamples, _ = of_function(tmp_path, lambda label: len(label), **given)
    assert (found.value, found.slices, resamples) == (0, (), [])


def test_a_run_with_all_of_it_is_read_and_measured(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.evaluation(
            "d", "test", **GIVEN, groups={"sex": SEX}, threshold=0.75, positive=1,
            metrics={"ROC AUC": auc, "Brier": cardgen.Metric(values=(LABEL - SCORE) ** 2)},
        )  # fmt: skip
        run.log(0, x=1.0)
    read = only_run(tmp_path)
    (record,) = read.record.evaluations
    assert (record.threshold, record.positive, record.n) == (0.75, "1", N)
    assert [metric.whole is None for metric in record.metrics] == [False, True]
    assert record.fingerprint is not None
    facts = list(evaluation.facts(read))
    assert {fact.where["metric"] for fact in facts if fact.id == "res.overall"} >= {"Brier"}
    assert read.record.problems == ()


@pytest.mark.parametrize(
    "changes", [{"values": ["f"]}, {"value": float("nan")}, {"n": -1}, {"groups": [], "values": []}]
)
def test_a_slice_that_cannot_be_is_not_read(changes: dict[str, Any]) -> None:
    fields = {"groups": ["sex", "age"], "values": ["f", "old"], "n": 30, "value": 0.5}
    assert SliceValue.model_validate(fields).value == 0.5
    with pytest.raises(ValueError, match="validation error"):
        SliceValue.model_validate({**fields, **changes})


def test_a_record_of_before_is_read_without_what_came_later(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.evaluation("d", "test", **GIVEN)
        run.log(0, x=1.0)
    path = run.folder / "run.json"
    text = json.loads(path.read_text())
    for name in ("metrics", "threshold", "positive", "fingerprint"):
        del text["evaluations"][0][name]
    del text["selections"]
    path.write_text(json.dumps(text))
    read = read_run(run.folder)
    (record,) = read.record.evaluations
    assert (record.metrics, record.threshold, record.positive, record.fingerprint) == (
        (),
        None,
        None,
        None,
    )
    assert (read.record.selections, read.findings) == ((), ())
