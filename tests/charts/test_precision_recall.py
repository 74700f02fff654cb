"""Precision-recall curve: area, the share of positives, and the threshold in use."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import (
    EXTREMES,
    PRECISIONS,
    curve,
    ends,
    only_chart,
    overall,
    svg,
    texts,
    threshold,
    thresholds,
)


def precisions(points: Any = PRECISIONS) -> Any:
    return curve("res.pr", "precision", points)


def test_the_words_give_area_share_of_positives_and_precision_at_some_recalls() -> None:
    area = overall(0.7, "average precision", ends(0.65, 0.75))
    assert only_chart(precisions(), area).alt == (
        "Precision-recall curve (names, test, model). The average precision is 0.70 (0.65–0.75). 25%"
        " of the examples are positive. Where at least 50% of the positives are found, the precision"
        " reaches 90%. Where at least 80% of the positives are found, the precision reaches 60%."
        " Where at least 90% of the positives are found, the precision reaches 25%."
    )


def test_the_share_of_positives_is_a_line_only_where_the_curve_goes_to_its_end() -> None:
    def lines(points: Any) -> list[str]:
        return [text for text in texts(only_chart(precisions(points))) if "positives" in text]

    assert (lines(PRECISIONS), lines(PRECISIONS[:-1])) == ([" share of positives: 0.250"], [])


def test_the_threshold_in_use_is_marked() -> None:
    charts = charts_for([precisions(), threshold(0.5), thresholds()], "card")
    chart = next(chart for chart in charts if chart.kind == "precision_recall")
    said = "At the threshold in use, 0.5, recall is 80% and precision 60%."
    assert (said in chart.alt, " threshold in use: 0.5" in texts(chart)) == (True, True)


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    chart = only_chart(precisions([*PRECISIONS, (0.5, first), (0.6, second)]))
    assert svg(chart).startswith("<svg")
