"""Learning curves: what the words say, what is drawn, and which step was kept."""

import re

import pytest

from cardgen.charts import charts_for
from cardgen.charts.learning_curves import MOST_PANELS, panels
from cardgen.values import Evidence, Fact, Method, Quantity
from tests.charts.facts import NUMBERS, PAIRS, curves, fact, only_chart, svg, texts

LOSS = [(0, 2.0), (7, 0.5), (9, "NaN")]


def kept(step: float | None, why: str | None = "Selected by: lowest loss.") -> Fact:
    evidence = Evidence(method=Method.RECORDED, note=why)
    value = Quantity(value=step, unit="steps")
    return fact("tr.kept", value, subject="run:r1", evidence=evidence)


def test_the_words_give_first_last_lowest_highest_and_the_kept_step() -> None:
    assert only_chart(curves({"loss": LOSS}), kept(7)).alt == (
        "Learning curves. loss: from 2 at step 0 to 0.500 at step 7, lowest 0.500, highest 2; 0.500"
        " at the kept step; 1 not finite. A vertical line marks the parameters that were kept: step"
        " 7. Selected by: lowest loss."
    )


@pytest.mark.parametrize(
    ("facts", "marks"), [((), []), ((kept(7),), ["kept: step 7"]), ((kept(0),), ["kept: step 0"])]
)
def test_only_a_step_that_the_run_names_is_marked(
    facts: tuple[Fact, ...], marks: list[str]
) -> None:
    written = texts(only_chart(curves({"loss": LOSS}), *facts))
    assert [text.strip() for text in written if "kept" in text] == marks


def test_each_line_has_a_mark_at_the_kept_step_where_it_was_logged() -> None:
    def marks(step: float) -> list[str]:
        picture = svg(only_chart(curves({"train/loss": LOSS, "val/loss": LOSS}), kept(step)))
        return re.findall(r'<use[^>]*style="fill: (#(?!1a1a1a)\w+)', picture)

    assert [marks(7), marks(8)] == [["#0072b2", "#d55e00"], []]


def test_metrics_of_several_splits_come_first() -> None:
    found = panels([curves(dict.fromkeys(("aux", "train/loss", "val/loss"), LOSS))])
    assert [panel.title for panel in found] == ["loss", "aux"]


def test_metrics_of_different_scale_have_panels_of_their_own() -> None:
    names = ("train/loss", "validation/loss", "validation/accuracy")
    found = panels([curves(dict.fromkeys(names, LOSS))])
    assert [(panel.title, list(panel.series)) for panel in found] == [
        ("loss", ["train/loss", "validation/loss"]),
        ("accuracy", ["validation/accuracy"]),
    ]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_any_number_can_be_drawn(first: float | str, second: float | str) -> None:
    assert svg(only_chart(curves({"loss": [(0, first), (1, second)]}))).startswith("<svg")


@pytest.mark.parametrize("step", [n for n in NUMBERS if isinstance(n, float)])
def test_any_step_can_be_drawn(step: float) -> None:
    chart = only_chart(curves({"loss": [(step, 1.0), (-step, 2.0)]}), kept(step))
    assert svg(chart).startswith("<svg")


def test_many_panels_are_cut_and_the_chart_says_so() -> None:
    written = texts(only_chart(curves({f"m{i}": LOSS for i in range(MOST_PANELS + 3)})))
    assert ("3 more panels are not drawn." in written, f"m{MOST_PANELS}" in written) == (
        True,
        False,
    )


def test_curves_without_a_point_have_no_chart() -> None:
    assert charts_for([curves({"loss": []}), kept(3)], "card") == []
