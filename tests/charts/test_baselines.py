"""Baselines: systems by their value, the model across them, and words."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from tests.charts.facts import EXTREMES, only_chart, svg, table, texts

COLUMNS = ("system", "value", "low", "high", "difference", "low ", "high ", "verdict")
MODEL = ("model", 0.9, 0.85, 0.94, None, None, None, None)
OTHERS = (
    ("rules", 0.8, 0.74, 0.85, 0.1, 0.05, 0.15, "better"),
    ("majority class", 0.4, 0.34, 0.46, 0.5, 0.4, 0.6, "better"),
)


def systems(*rows: Any) -> Any:
    return table("res.baseline", COLUMNS, *rows, metric="accuracy")


def test_the_words_give_each_system_and_the_verdict_about_the_model() -> None:
    assert only_chart(systems(MODEL, *OTHERS)).alt == (
        "Baselines (accuracy, names, test, model). model: 0.90 (0.85–0.94); rules: 0.80 (0.74–0.85),"
        " better; majority class: 0.40 (0.34–0.46), better."
    )


def test_systems_stand_by_their_value_and_the_model_is_a_line_across() -> None:
    written = texts(only_chart(systems(MODEL, *OTHERS)))
    own = [text for text in written if text in {"rules", "majority class", "model"}]
    assert (own, "model: 0.90 (0.85–0.94)" in written) == (["majority class", "rules"], True)


def test_one_other_system_is_left_to_the_table() -> None:
    assert charts_for([systems(MODEL, OTHERS[0])], "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    own = ("model", second, first, first, *[None] * 4)
    chart = only_chart(systems(own, *OTHERS, ("x", first, second, 0.1, *[None] * 4)))
    assert svg(chart).startswith("<svg")
