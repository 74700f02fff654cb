"""Label balance: order, what is left out, and words."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import PAIRS, classes, only_chart, svg, texts


def test_the_words_give_the_largest_and_the_smallest_class_of_each_split() -> None:
    fact = classes(["train", "test", "new"], {"a": [10, 5, None], "b": [30, 5, None]})
    assert only_chart(fact).alt == (
        "Label balance (names). 2 classes. train: from 10 instances (a) to 30 (b). test: 5 instances"
        " of every class. new: not counted by class."
    )


def test_classes_stand_by_their_size_the_largest_first() -> None:
    written = texts(only_chart(classes(["train"], {"a": [1], "b": [0], "c": [7]})))
    assert [text for text in written if text in "abc"] == ["c", "a", "b"]


def test_of_many_classes_the_largest_and_the_smallest_are_drawn() -> None:
    chart = only_chart(classes(["train"], {f"c{i}": [i] for i in range(200)}))
    drawn = [text for text in texts(chart) if text.startswith("c")]
    said = "181 classes between the 12 largest and the 7 smallest are not drawn"
    assert drawn == [f"c{i}" for i in (*range(199, 187, -1), *range(6, -1, -1))]
    assert (said in texts(chart), said in chart.alt) == (True, True)


def test_splits_that_are_not_drawn_are_named() -> None:
    chart = only_chart(classes(["s1", "s2", "s3", "s4"], {"a": [1, 2, 3, 4]}))
    drawn = [text.strip() for text in texts(chart) if text.strip().startswith("s")]
    assert (drawn, chart.alt[-14:]) == (["s1", "s2", "s3"], "Not drawn: s4.")


@pytest.mark.parametrize(
    "counts", [{}, {"a": [None]}, {"a": ["x"]}, {"a": [-1]}, {"a": []}], ids=str
)
def test_without_counts_there_is_no_chart(counts: dict[str, list[Any]]) -> None:
    assert charts_for([classes(["train"], counts)], "card") == []


@pytest.mark.parametrize(("first", "second"), [*PAIRS, (10**400, 1), (None, 0)])
def test_any_count_can_be_drawn(first: Any, second: Any) -> None:
    chart = only_chart(classes(["train"], {"a": [first], "b": [second], "c": [1]}))
    assert svg(chart).startswith("<svg")
