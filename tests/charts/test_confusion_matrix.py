"""Confusion matrix: shades, numbers, names and words."""

from itertools import pairwise
from typing import Any

import pytest

from cardgen.charts import charts_for
from cardgen.charts._style import FIRST_DARK, PAPER, PRINT, SHADES
from tests.charts.facts import matrix, only_chart, svg, texts


def many(count: int, *, density: int = 1) -> tuple[list[str], list[list[int]]]:
    names = [f"c{i}" for i in range(count)]
    return names, [
        [(a * b) % 7 if (a + b) % density == 0 else 0 for b in range(count)] for a in range(count)
    ]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_words_give_the_diagonal_the_largest_confusions_and_the_extremes() -> None:
    fact = matrix(["a", "b", "c"], [[8, 1, 0], [3, 7, 0], [0, 0, 0]], where={"split": "test"})
    assert only_chart(fact).alt == (
        "Confusion matrix (test). 3 classes; rows are labels, columns predictions, shades the share"
        " of a label's examples. 15 of 19 examples are on the diagonal. Most frequent confusions: b"
        " taken for a 3 times, a taken for b once. The share on the diagonal is lowest for b"
        " (70%) and highest for a (89%). 1 class is the label of no example."
    )


def test_few_classes_have_their_numbers_in_the_cells() -> None:
    written = texts(only_chart(matrix(["a", "b"], [[1234, 0], [5, 6]])))
    assert written[:4] == ["1,234", "0", "5", "6"]


def test_numbers_that_do_not_fit_are_left_to_the_shades() -> None:
    names, counts = many(15)
    counts[0][0] = 123_456_789
    assert [t for t in texts(only_chart(matrix(names, counts))) if t.isdigit()] == ["0"]


def test_of_many_classes_each_fourth_is_named() -> None:
    written = texts(only_chart(matrix(*many(200, density=50))))
    names = [text for text in written if text.startswith("c")]
    assert names == [f"c{i}" for i in range(0, 200, 4) for _ in "xy"]


def test_shades_darken_step_by_step_and_their_numbers_can_be_read() -> None:
    light = [luminance(shade) for shade in SHADES]
    inks = [PRINT if i < FIRST_DARK else PAPER for i in range(len(SHADES))]
    pairs = [sorted((luminance(i), s)) for i, s in zip(inks, light, strict=True)]
    contrasts = [(high + 0.05) / (low + 0.05) for low, high in pairs]
    assert (light == sorted(light, reverse=True), min(contrasts) >= 4.5) == (True, True)


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        ([], []),
        (["a", "b"], [[1, 2], [3, None]]),
        (["a", "b"], [[1, 2], [3, "x"]]),
        (["a", "b"], [[1, 2], [3, -1]]),
        (["a", "b"], [[1, 2], [3]]),
        many(201),
    ],
    ids=["empty", "gap", "word", "negative", "short row", "too many"],
)
def test_what_is_no_matrix_of_counts_is_left_to_its_table(names: list[str], counts: Any) -> None:
    assert charts_for([matrix(names, counts)], "card") == []


@pytest.mark.parametrize(("first", "second"), list(pairwise([0, 0.0, 1, 0.5, 5e-324, 1e14, 0])))
def test_any_count_can_be_drawn(first: float, second: float) -> None:
    assert svg(only_chart(matrix(["a", "b"], [[first, second], [0, 0]]))).startswith("<svg")


def test_each_evaluation_has_a_chart_of_its_own() -> None:
    facts = [
        matrix(["a"], [[1]], where={"data": "d", "split": split}) for split in ("dev", "a b", "a-b")
    ]
    charts = charts_for(facts, "card")
    assert len({chart.name for chart in charts}) == len(facts)


def test_of_several_splits_that_called_test_is_drawn() -> None:
    facts = [matrix(["a"], [[1]], where={"split": split}) for split in ("train", "test")]
    assert only_chart(*facts).name == "confusion-matrix.test"


def test_matrices_of_one_evaluation_that_differ_in_another_key_have_names_of_their_own() -> None:
    facts = [matrix(["a"], [[1]], where={"split": "test", "label": name}) for name in "ab"]
    assert [chart.name for chart in charts_for(facts, "card")] == [
        "confusion-matrix.test.a",
        "confusion-matrix.test.b",
    ]
