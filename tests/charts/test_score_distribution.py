"""Distribution of scores: order, boxes and words."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import EXTREMES, only_chart, scores, svg, texts

ROWS = (
    ("a", 100, 0.5, 0.1, 0.1, 0.4, 0.5, 0.6, 0.9),
    ("b", 2000, 0.3, 0.1, 0.0, 0.1, 0.2, 0.4, 0.8),
    ("few", 3, None, None, None, None, None, None, None),
)


def test_the_words_give_the_lowest_and_the_highest_median() -> None:
    assert only_chart(scores(*ROWS)).alt == (
        "Distribution of scores (sex, names, test, model). 3 slices, the lowest median first. Lines"
        " go from the 5% to the 95% quantile; boxes hold the middle half, bars are medians, diamonds"
        " means. b: median 0.200, middle half 0.100–0.400. a: median 0.500, middle half 0.400–0.600."
    )


def test_slices_stand_by_their_median_with_n_and_those_without_scores_last() -> None:
    written = texts(only_chart(scores(*ROWS)))
    names = [text for text in written if text in {"a", "b", "few", "2,000", "no value"}]
    assert names == ["b", "2,000", "a", "few", "no value"]


def test_all_examples_are_a_line_across_their_groups_and_a_box_where_there_is_no_group() -> None:
    whole = scores(("(all)", 2100, *ROWS[0][2:]), group=None)
    beside, alone = only_chart(scores(*ROWS), whole), only_chart(whole)
    assert beside.alt.endswith("All examples: median 0.500.")
    assert ("All examples: median 0.500" in texts(beside), "(all)" in texts(alone)) == (True, True)


def test_without_a_median_there_is_no_chart() -> None:
    assert charts_for([scores(ROWS[2])], "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    rows = [("x", first, *([first, second] * 4)[:7]), ("y", 1, *([second, first] * 4)[:7])]
    assert svg(only_chart(scores(*ROWS, *rows))).startswith("<svg")
