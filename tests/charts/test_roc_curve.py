"""ROC curve: area, rates, and the threshold in use."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import (
    EXTREMES,
    ROC,
    curve,
    ends,
    only_chart,
    overall,
    svg,
    texts,
    threshold,
    thresholds,
)

AREA = overall(0.91, "ROC AUC", ends(0.89, 0.93))


def roc(points: Any = ROC) -> Any:
    return curve("res.roc", "ROC", points)


def test_the_words_give_the_area_and_the_rates_at_few_false_positives_and_at_the_threshold() -> (
    None
):
    assert only_chart(roc(), AREA, threshold(0.5)).alt == (
        "ROC curve (names, test, model). The area under the curve is 0.91 (0.89–0.93); guessing has"
        " 0.5. With at most 1% false positives 0% of the positives are found. With at most 5% false"
        " positives 50% of the positives are found. With at most 10% false positives 50% of the"
        " positives are found."
    )


def test_the_threshold_in_use_is_marked_where_its_rates_are_known() -> None:
    charts = charts_for([roc(), threshold(0.5), thresholds()], "card")
    (chart,) = [chart for chart in charts if chart.kind == "roc_curve"]
    said = "At the threshold in use, 0.5, these rates are 20% and 80%."
    assert (said in chart.alt, " threshold in use: 0.5" in texts(chart)) == (True, True)
    unknown = only_chart(roc(), threshold(0.4))
    assert [text for text in texts(unknown) if "in use" in text] == []


def test_a_curve_may_come_from_the_right() -> None:
    assert svg(only_chart(roc(ROC))) == svg(only_chart(roc(ROC[::-1])))


@pytest.mark.parametrize("points", [[], [(0.0, 0.0)], [("x", 0.1), (2.0, 0.5), (0.5, "NaN")]])
def test_without_two_points_there_is_no_chart(points: Any) -> None:
    known = [p for p in points if not isinstance(p[0], str)]
    assert charts_for([roc(known)], "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    chart = only_chart(roc([*ROC, (0.5, first), (0.6, second)]), AREA)
    assert svg(chart).startswith("<svg")


@pytest.mark.parametrize("value", [-1e308, 1e-310, 1e308])
def test_any_threshold_can_be_drawn(value: Any) -> None:
    facts = [roc(), threshold(value), thresholds((value, 0.5, value, 0.5, value, 3))]
    charts = charts_for(facts, "card")
    assert all(svg(chart).startswith("<svg") for chart in charts)
