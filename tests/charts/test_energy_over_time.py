"""Energy and power over time: gaps, absent components, and what is measured."""

import math
import re

import pytest

from cardgen.charts import charts_for
from cardgen.charts.energy_over_time import lines
from cardgen.values import Fact, Table
from tests.charts.facts import PAIRS, energy, fact, only_chart, svg, texts

KWH_OF_10_W = 10 / 3.6e6
"""What 10 W use in a second."""


def steady(seconds: int) -> list[tuple[float, float | str]]:
    return [(float(s), s * KWH_OF_10_W) for s in range(seconds)]


def test_the_words_give_energy_and_power_and_what_was_not_measured() -> None:
    facts = (energy("cpu", {"measured": steady(11)}), energy("gpu", {}))
    assert only_chart(*facts).alt == (
        "Energy and power over time. CPU package, measured: 2.8 × 10⁻⁵ kWh after 10 seconds; power"
        " from 10 W to 10 W, 10 W on average. Not measured, so not drawn: GPU board."
    )


def test_a_component_without_a_reading_is_named_in_the_picture_and_has_no_line() -> None:
    facts = (energy("cpu", {"measured": steady(11)}), energy("gpu", {}))
    found = [line.component for line in lines(facts)]
    written = "Not measured, so not drawn: GPU board." in texts(only_chart(*facts))
    assert (found, written) == (["cpu"], True)


def test_measured_lines_are_solid_and_estimated_ones_dashed() -> None:
    def dashed(how: str) -> bool:
        picture = svg(only_chart(energy("cpu", {how: steady(9)})))
        style = re.search(r'style="fill: none; ([^"]*)stroke: #0072b2', picture)
        assert style is not None
        return "stroke-dasharray" in style[1]

    assert (dashed("measured"), dashed("estimated")) == (False, True)


def test_power_is_the_mean_between_readings_and_unknown_across_a_gap() -> None:
    points = [*steady(3), (3.0, "NaN"), *[(s + 4, e) for s, e in steady(3)]]
    (line,) = lines([energy("cpu", {"measured": points})])
    watts = [(t, None if math.isnan(w) else round(w, 6)) for t, w in line.power]
    assert watts == [(0, 10), (1, 10), (2, 10), (2, None), (4, 10), (5, 10), (6, 10)]


def test_readings_close_on_another_make_no_power_of_their_own() -> None:
    points = [*steady(4), (3.001, 3 * KWH_OF_10_W)]
    (line,) = lines([energy("cpu", {"measured": points})])
    assert [t for t, _ in line.power] == [0, 1, 2, 3.001]


def test_energy_that_goes_back_makes_no_power() -> None:
    (line,) = lines([energy("cpu", {"measured": [(0.0, 1.0), (5.0, 0.5)]})])
    assert [math.isnan(watts) for _, watts in line.power] == [True, True]


@pytest.mark.parametrize("series", [{}, {"measured": []}, {"measured": [(1.0, 1.0)]}], ids=str)
def test_without_readings_at_two_times_there_is_no_chart(
    series: dict[str, list[tuple[float, float | str]]],
) -> None:
    assert charts_for([energy("cpu", series)], "card") == []


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_any_reading_can_be_drawn(first: float | str, second: float | str) -> None:
    points = [(0.0, 0.0), (1.0, first), (2.0, second), (9.0, 1.0)]
    assert svg(only_chart(energy("cpu", {"measured": points}))).startswith("<svg")


@pytest.mark.parametrize("last", [5e-324, 1e-310, 100.0, 1e5, 1e308])
def test_any_time_can_be_drawn(last: float) -> None:
    chart = only_chart(energy("cpu", {"measured": [(-last, 0.0), (last, 1.0)]}))
    assert svg(chart).startswith("<svg")


def phases(*rows: tuple[str, int, float, float]) -> Fact:
    columns = ("phase", "times", "from (s)", "to (s)")
    return fact("en.activity", Table(columns=columns, rows=rows), subject="run:r1")


def test_phases_that_follow_each_other_are_shaded_named_and_told() -> None:
    own = (energy("cpu", {"measured": steady(11)}), phases(("train", 1, 0, 8), ("test", 1, 8, 10)))
    chart = only_chart(*own)
    assert {" train ", " test "} <= set(texts(chart))
    assert "Phase train: from 0 to 8 seconds. Phase test: from 8 to 10 seconds." in chart.alt


def test_phases_that_overlap_or_are_many_are_left_to_their_table() -> None:
    line = energy("cpu", {"measured": steady(11)})
    mixed = phases(("train", 9, 0, 9), ("test", 9, 1, 10))
    many = phases(*((f"p{n}", 1, float(n), n + 1.0) for n in range(9)))
    told = ["Phase" in only_chart(line, table).alt for table in (mixed, many)]
    assert told == [False, False]
