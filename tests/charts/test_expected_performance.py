"""Expected best result: the curve and its words."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import EXTREMES, curve, only_chart, svg, texts

NAME = "expected best (unbiased, Tang et al. 2020)"


def expected(points: Any) -> Any:
    return curve("res.expected", NAME, points, metric="accuracy")


def test_the_words_give_the_expected_best_of_one_trial_of_half_and_of_all() -> None:
    chart = only_chart(expected([(1, 0.5), (2, 0.7), (3, 0.8), (4, 0.82)]))
    assert chart.alt == (
        "Expected best result of a search (accuracy, names, test, model). expected best (unbiased,"
        " Tang et al. 2020), by trials: 0.500 with 1, 0.700 with 2, 0.820 with 4."
    )


def test_the_picture_names_the_estimate() -> None:
    assert f" {NAME}" in texts(only_chart(expected([(1, 0.5), (2, 0.7)])))


@pytest.mark.parametrize("points", [[], [(1, 0.5)], [(1, 0.5), (2, "NaN")]], ids=str)
def test_one_point_makes_no_chart(points: Any) -> None:
    assert charts_for([expected(points)], "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    points = [(1, 0.5), (2, first), (3, second), (4, 0.1)]
    points += [(x, 0.5) for x in (first, second) if isinstance(x, float)]
    assert svg(only_chart(expected(points))).startswith("<svg")
