"""Spread over seeds: each run's value, the mean with its interval, and words."""

import re
from typing import Any

import pytest

from cardgen.charts import charts_for
from cardgen.charts.seeds import MOST_STRIPS
from tests.charts.facts import EXTREMES, only_chart, over_seeds, seeds, svg, texts


def test_the_words_give_the_runs_their_mean_and_both_extremes() -> None:
    facts = seeds([0.9, 0.8, None, 0.85]), over_seeds(0.85, 0.7, 0.98)
    assert only_chart(*facts).alt == (
        "Spread over seeds (names, test, model). accuracy: 3 runs, mean 0.85 (0.70–0.98), lowest 0.800"
        " (r1), highest 0.900 (r0). Lines are 95% intervals."
    )


def test_metrics_of_an_evaluation_share_a_chart_of_which_the_first_are_drawn() -> None:
    chart = only_chart(*(seeds([1, 2], f"m{i}") for i in range(MOST_STRIPS + 2)))
    assert [t for t in texts(chart) if t.startswith("m")] == [f"m{i}" for i in range(MOST_STRIPS)]
    assert any("2 more metrics are not drawn." in text for text in texts(chart))


def test_equal_values_are_seen_apart() -> None:
    picture = svg(only_chart(seeds([1.0, 1.0, 1.0, 2.0])))
    circles = re.findall(r'<use xlink:href="[^"]*" x="([^"]*)" y="([^"]*)" [^>]*#0072b2', picture)
    assert len(set(circles)) == 4


@pytest.mark.parametrize("values", [[], [0.5], [0.5, None], [0.5, "x"]], ids=str)
def test_one_run_alone_has_no_chart(values: list[Any]) -> None:
    assert charts_for([seeds(values)], "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    mean = over_seeds(float(first), float(second), 0.5)
    assert svg(only_chart(seeds([0.5, first, second, 0.1]), mean)).startswith("<svg")
