"""Results by slice: order, what is left out, slices without a value, and words."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from cardgen.charts.slice_plot import MOST_CHARTS
from cardgen.values import Fact
from tests.charts.facts import EXTREMES, ends, only_chart, overall, slices, svg, table, texts

SEXES = {"Female": (0.92, 0.91, 0.93, 5421), "Male": (0.81, 0.79, 0.84, 10860)}


def many(count: int) -> dict[str, float]:
    return {f"s{index}": (index * 37 % count) / count for index in range(count)}


def test_the_words_give_both_extremes_with_n_their_gap_the_whole_and_who_has_no_value() -> None:
    facts = [*slices({**SEXES, "other": (None, None, None, 3)}), overall(0.85)]
    assert only_chart(*facts).alt == (
        "Results by slice (accuracy, sex, names, test, model). 3 slices, the lowest value first."
        " Lowest: Male 0.81 (0.79–0.84) (n = 10,860). Highest: Female 0.92 (0.91–0.93) (n = 5,421)."
        " The gap between them is 0.110. All examples: 0.850. Lines are 95% intervals. Without a"
        " value: other (n = 3)."
    )


def test_slices_stand_by_their_value_the_lowest_first_and_those_without_last() -> None:
    values = {"a": 0.5, "few": (None, None, None, 2), "b": 0.1, "c": 0.9}
    written = texts(only_chart(*slices(values)))
    assert [text for text in written if text in values] == ["b", "a", "c", "few"]


def test_a_slice_without_a_value_says_why_and_has_no_point() -> None:
    def points(picture: str) -> int:
        return picture.count("<use")

    with_few = only_chart(*slices({"a": 0.5, "few": (None, None, None, 2)}))
    assert "Too few examples to tell" in texts(with_few)
    assert points(svg(with_few)) == points(svg(only_chart(*slices({"a": 0.5}))))


def test_slices_that_were_found_to_differ_are_marked_and_told() -> None:
    columns = ("metric", "group", "slice", "verdict")
    compared = table(
        "res.comparisons",
        columns,
        ("accuracy", "sex", "Male", "worse"),
        ("accuracy", "sex", "Female", "within noise"),
        ("accuracy", "age", "Female", "better"),
        ("F1", "sex", "Female", "better"),
    )
    plain, marked = (only_chart(*slices(SEXES), *others) for others in ((), (compared,)))
    foot = "* different from all other examples (Holm 1979)"
    assert {"Male *", "Female", foot} <= set(texts(marked))
    assert "Different from all other examples: Male (worse)." in marked.alt
    assert [text for text in texts(plain) if "*" in text] == []


def test_n_stands_beside_each_slice() -> None:
    assert {"n", "5,421", "10,860"} <= set(texts(only_chart(*slices(SEXES))))


@pytest.mark.parametrize("count", [1, 30, 31, 60])
def test_up_to_sixty_slices_are_all_drawn(count: int) -> None:
    written = texts(only_chart(*slices(many(count))))
    drawn = [text for text in written if text.startswith("s")]
    assert drawn == sorted(many(count), key=lambda name: many(count)[name])


def test_of_more_the_lowest_and_highest_twenty_are_drawn_and_the_rest_counted() -> None:
    written = texts(only_chart(*slices(many(101))))
    drawn = [text for text in written if text.startswith("s")]
    by_value = sorted(many(101), key=lambda name: many(101)[name])
    assert drawn == [*by_value[:20], *by_value[-20:]]
    assert "61 more in between" in written


def test_of_many_slices_without_a_value_the_first_are_named_and_the_rest_counted() -> None:
    values: dict[str, Any] = {f"f{index}": (None, None, None, 1) for index in range(30)}
    written = texts(only_chart(*slices({"a": 0.5, **values})))
    assert [text for text in written if text.startswith("f")] == [f"f{i}" for i in range(7)]
    assert "23 more without a value" in written


def test_only_results_on_test_are_drawn_where_there_are_some() -> None:
    def on(split: str) -> list[Fact]:
        return [
            fact.model_copy(update={"where": {**fact.where, "split": split}})
            for fact in slices({"a": 0.5})
        ]

    names = [
        [chart.name.rpartition("names.")[2] for chart in charts_for(facts, "card")]
        for facts in ([*on("train"), *on("test")], [*on("train"), *on("dev")])
    ]
    assert names == [["test.model"], ["train.model", "dev.model"]]


def test_each_group_of_the_first_metric_comes_before_the_second_metric() -> None:
    facts = [
        fact
        for group in ("sex", "age", "region", "size")
        for metric in ("accuracy", "F1")
        for fact in slices({"a": 0.5}, metric, group)
    ]
    about = [
        chart.caption.partition(" (")[2].partition(", names")[0]
        for chart in charts_for(facts, "card")
    ]
    assert about == [
        "accuracy, sex",
        "accuracy, age",
        "accuracy, region",
        "accuracy, size",
        "F1, sex",
        "F1, age",
    ]


def test_each_metric_and_group_has_a_chart_and_of_many_the_first() -> None:
    facts = [
        fact
        for metric in ("accuracy", "log loss", "F1")
        for group in ("sex", "age", "region")
        for fact in slices({"a": 0.5}, metric, group)
    ]
    names = [chart.name for chart in charts_for(facts, "card")]
    assert (len(names), names[0]) == (MOST_CHARTS, "slice-plot.accuracy.sex.names.test.model")


def test_crossed_groups_have_a_chart_too() -> None:
    facts = slices({"Female × Black": 0.5}, group="sex × race", id="res.intersect")
    assert "Female × Black" in texts(only_chart(*facts))


def test_the_whole_of_another_metric_or_evaluation_is_not_drawn() -> None:
    others = (
        overall(0.3, "log loss"),
        overall(0.4).model_copy(update={"where": {**overall(0.4).where, "split": "train"}}),
    )
    (chart,) = charts_for([*slices({"a": 0.5}), *others], "card")
    assert [text for text in texts(chart) if "All" in text] == []


def test_slices_without_any_value_have_no_chart() -> None:
    assert charts_for(slices({"a": (None, None, None, 2)}), "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_value_can_be_drawn(first: Any, second: Any) -> None:
    values = {"a": 0.5, "b": (first, first, second, 40), "c": (0.1, second, first, 0)}
    whole = overall(first, interval=ends(float(first), float(second)))
    assert svg(only_chart(*slices(values), whole)).startswith("<svg")
