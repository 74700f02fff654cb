"""Results at each threshold: what is drawn, the highest F1, and the threshold in use."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import EXTREMES, only_chart, svg, texts, threshold, thresholds


def test_the_words_give_the_highest_f1_and_the_results_at_the_threshold_in_use() -> None:
    assert only_chart(thresholds(), threshold(0.5)).alt == (
        "Results at each threshold (names, test, model). Thresholds from 0 to 1. F1 is highest,"
        " 0.700, at 0.500. At the threshold in use, 0.5: precision 0.600, recall 0.800, F1 0.700, FPR"
        " 0.200."
    )


def test_each_measure_has_a_line_and_the_threshold_in_use_another() -> None:
    written = [text.strip() for text in texts(only_chart(thresholds(), threshold(0.25)))]
    keys = ("precision", "recall", "F1", "FPR", "in use: 0.25")
    assert [text for text in written if text in keys] == list(keys)


def test_lines_are_told_apart_without_colours() -> None:
    picture = svg(only_chart(thresholds()))
    assert picture.count("stroke-dasharray") >= 3


@pytest.mark.parametrize("rows", [((0.5, 1, 1, 1, 1, 1),), (("x",) * 6, (None,) * 6)], ids=str)
def test_without_two_thresholds_there_is_no_chart(rows: Any) -> None:
    assert charts_for([thresholds(*rows)], "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    rows = [(0.1, 0.2, 0.3, 0.4, 0.5, 6), (0.2, 0.2, first, second, 0.5, 6)]
    others = [(first, 0.1, 0.2, 0.3, 0.4, 5), (second, 0.3, 0.2, 0.3, 0.4, second)]
    assert svg(only_chart(thresholds(*rows, *others))).startswith("<svg")
