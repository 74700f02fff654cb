"""Charts of what a run may hold: any number is drawn or left to the words beside it."""

import pytest

from cardgen.charts._drawing import MOST_PANELS, Chart, Panel, chart_key, draw, svg_file
from cardgen.values import Curve


def chart(*curves: list[float], steps: tuple[float, ...] = (0.0, 1.0)) -> Chart:
    panels = tuple(
        Panel(f"p{i}", Curve(x="step", series={"": tuple(zip(steps, ys, strict=True))}))
        for i, ys in enumerate(curves)
    )
    return Chart("f", "f", "f", panels)


def drawn(made: Chart) -> str:
    return svg_file(made, draw(chart_key(made)))


@pytest.mark.parametrize(
    "ys", [[1e308, -1e308], [1e-320, 5e-324], [0.0, 1e308], [-0.0, 0.0]], ids=str
)
def test_any_float_can_be_drawn(ys: list[float]) -> None:
    assert drawn(chart(ys)).startswith("<svg")


def test_any_step_can_be_drawn() -> None:
    assert drawn(chart([1.0, 2.0], steps=(-1e308, 1e308))).startswith("<svg")


def test_many_panels_are_cut_and_the_chart_says_so() -> None:
    svg = drawn(chart(*[[1.0, 2.0]] * (MOST_PANELS + 3)))
    assert ("3 more are not drawn" in svg, f">p{MOST_PANELS}<" in svg) == (True, False)
