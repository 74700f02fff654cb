"""Calibration: bins, errors, slices, and words."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import EXTREMES, bins, calibration_error, only_chart, svg, texts

OWN = ((0.1, 0.05, 0.02, 0.1, 900), (0.5, 0.7, 0.6, 0.8, 100), (None, None, None, None, 0))


def test_the_words_give_the_error_and_the_bin_farthest_from_the_diagonal() -> None:
    assert only_chart(bins(*OWN), calibration_error(0.03)).alt == (
        "Calibration (names, test, model). ECE 0.030 (0.020–0.040), n = 1,000; farthest from the"
        " diagonal: mean score 0.500, observed 0.70 (0.60–0.80)."
    )


def test_the_picture_gives_error_and_examples() -> None:
    written = texts(only_chart(bins(*OWN), calibration_error(0.03)))
    assert "ECE 0.030 (0.020–0.040), n = 1,000" in written


def test_slices_of_a_group_share_a_chart_the_largest_first_and_at_most_six() -> None:
    facts = [
        bins((0.5, 0.5, 0.4, 0.6, 10 + index), group="race", slice=f"s{index}")
        for index in range(8)
    ]
    chart = only_chart(*facts)
    assert [t for t in texts(chart) if t.startswith("s") and t[1:].isdigit()] == [
        f"s{index}" for index in (7, 6, 5, 4, 3, 2)
    ]
    assert "2 smaller slices are not drawn." in chart.alt


def test_all_examples_and_each_group_have_charts_of_their_own() -> None:
    facts = [bins(*OWN), *(bins(*OWN, group=g, slice="a") for g in ("sex", "race"))]
    assert [chart.name for chart in charts_for(facts, "card")] == [
        "calibration.names.test.model",
        "calibration.sex.names.test.model",
        "calibration.race.names.test.model",
    ]


def test_without_a_bin_with_examples_there_is_no_chart() -> None:
    facts = [bins((None, None, None, None, 0)), calibration_error(0.1)]
    assert charts_for(facts, "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    rows = [(0.5, 0.5, first, second, 3), (first, second, 0.1, 0.2, 3), (0.2, 0.3, 0.1, 0.4, first)]
    assert svg(only_chart(bins(*OWN, *rows))).startswith("<svg")
