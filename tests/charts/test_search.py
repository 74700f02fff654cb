"""Trials of a search: the best, what mattered most, scales, and words."""

from typing import Any

import pytest

from cardgen.charts import charts_for
from cardgen.values import Table
from tests.charts.facts import EXTREMES, fact, importance, only_chart, svg, texts, trials

FOUND = (
    ("t2", 2, 0.9, 1e-3, "adam"),
    ("t3", 3, 0.8, 1e-5, "sgd"),
    ("t1", 1, 0.7, 1e-1, "adam"),
    ("t4", 4, None, 1e-2, "sgd"),
)
SETTINGS = ("rate", "optimiser")


def test_the_words_give_the_spread_the_best_and_its_most_important_setting() -> None:
    facts = trials(SETTINGS, *FOUND), importance(optimiser=0.1, rate=0.8)
    assert only_chart(*facts).alt == (
        "Trials of the search (accuracy). 3 trials with a value, from 0.700 to 0.900, median 0.800."
        " The best is trial 2 (t2): 0.900. The hyper-parameter that mattered most is rate, in the"
        " best trial 0.00100."
    )


def test_without_importances_the_trials_stand_in_their_order_alone() -> None:
    alone, both = (
        texts(only_chart(trials(SETTINGS, *FOUND), *others))
        for others in ((), (importance(rate=0.8),))
    )
    assert ("rate" in alone, "rate" in both) == (False, True)


def test_an_importance_that_may_be_none_is_not_called_the_one_that_mattered() -> None:
    columns = ("hyper-parameter", "importance", "low", "high")
    unsure = Table(columns=columns, rows=(("rate", 0.3, -0.1, 0.7),))
    chart = only_chart(trials(SETTINGS, *FOUND), fact("tr.importance", unsure))
    assert "mattered" not in chart.alt


def test_a_setting_over_many_powers_of_ten_has_an_axis_of_them() -> None:
    written = texts(only_chart(trials(SETTINGS, *FOUND), importance(rate=0.8)))
    assert [text for text in written if text.startswith("10")] == [
        "10⁻⁵",
        "10⁻⁴",
        "10⁻³",
        "10⁻²",
        "10⁻¹",
    ]


def test_settings_that_are_no_numbers_are_named_on_their_axis() -> None:
    written = texts(only_chart(trials(SETTINGS, *FOUND), importance(optimiser=0.8)))
    assert [text for text in written if text in {"adam", "sgd"}] == ["adam", "sgd"]


@pytest.mark.parametrize("rows", [(), FOUND[:1], FOUND[2:]], ids=len)
def test_one_trial_with_a_value_makes_no_chart(rows: Any) -> None:
    assert charts_for([trials(SETTINGS, *rows)], "card") == []


@pytest.mark.parametrize(("first", "second"), EXTREMES)
def test_any_number_can_be_drawn(first: Any, second: Any) -> None:
    rows = [("x", 5, first, second, first), ("y", second, 0.5, first, second)]
    facts = trials(SETTINGS, *FOUND, *rows), importance(rate=first, optimiser=0.1)
    assert svg(only_chart(*facts)).startswith("<svg")
    assert svg(only_chart(facts[0], importance(rate=0.9))).startswith("<svg")
