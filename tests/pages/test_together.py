"""Tables of several metrics of one evaluation are one table, and no row is lost."""

from typing import Any

from cardgen.pages.together import together
from cardgen.values import Evidence, Fact, Method, Table


def fact(fact_id: str, metric: str, *rows: tuple[Any, ...], split: str = "test") -> Fact:
    columns = ("run", "seed", "value") if fact_id == "res.seeds" else ("system", "value")
    return Fact(
        id=fact_id,
        subject="model",
        where={"split": split, "metric": metric},
        value=Table(columns=columns, rows=rows),
        evidence=Evidence(method=Method.COMPUTED),
    )


def test_runs_are_rows_and_metrics_are_columns() -> None:
    facts = [
        fact("res.seeds", "accuracy", ("a", "0", 0.5), ("b", "1", None)),
        fact("res.seeds", "F1", ("a", "0", 0.0), ("b", "1", 0.25)),
        fact("res.seeds", "accuracy", ("a", "0", 0.75), split="validation"),
    ]
    assert list(together(facts)) == [
        (
            facts[:2],
            Table(
                columns=("run", "seed", "accuracy", "F1"),
                rows=(("a", "0", 0.5, 0.0), ("b", "1", None, 0.25)),
            ),
        ),
        (facts[2:], facts[2].value),
    ]


def test_metrics_of_other_runs_stay_apart() -> None:
    facts = [fact("res.seeds", "accuracy", ("a", "0", 1)), fact("res.seeds", "F1", ("b", "0", 1))]
    assert list(together(facts)) == [([one], one.value) for one in facts]


def test_baselines_stand_below_each_other_with_their_metric() -> None:
    facts = [fact("res.baseline", "accuracy", ("model", 1)), fact("res.baseline", "F1", ("x", 0))]
    ((shown, table),) = together(facts)
    rows = (("accuracy", "model", 1), ("F1", "x", 0))
    assert (shown, table) == (facts, Table(columns=("metric", "system", "value"), rows=rows))


def test_other_tables_stay_as_they_are() -> None:
    facts = [fact("res.small", "accuracy", ("x", 1)), fact("res.small", "F1", ("x", 1))]
    assert list(together(facts)) == [([one], one.value) for one in facts]
