"""Precision-recall curve over all decision thresholds, with the share of positives as a line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cardgen.charts._axes import share
from cardgen.charts._facts import Points, evaluation
from cardgen.charts._square import (
    REFERENCE,
    area_text,
    curve_groups,
    draw_curve,
    key_beside,
    mark_in_use,
    panel,
    rising,
)
from cardgen.charts._threshold import in_use, results_in_use
from cardgen.language import say
from cardgen.numbers import exact_text, number_text
from cardgen.values import Fact

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Precision-recall curve"
CURVE, AREA = "res.pr", "average precision"
READ_AT = (0.5, 0.8, 0.9)
"""Recalls for which the words give the precision."""


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Each curve with its area and the threshold in use."""
    return curve_groups(facts, CURVE, AREA)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The evaluation."""
    return evaluation(facts[0])


def at_threshold(facts: Sequence[Fact]) -> tuple[float, float]:
    """Recall and precision at the threshold in use; NaN where they are not known."""
    row = results_in_use(facts)
    return share(row.get("recall")), share(row.get("precision"))


def base_rate(curve: Points) -> float:
    """The share of positives: the precision where every example is predicted positive, at the end."""
    recall, precision = curve[-1]
    return precision if math.isclose(recall, 1.0) else math.nan


def words(facts: tuple[Fact, ...]) -> str:
    """The area, the share of positives, the precision at some recalls, and at the threshold."""
    curve = rising(facts[0])
    said, area, rate = [], area_text(facts), base_rate(curve)
    if area != "":
        said.append(say("The average precision is {area}.", area=area))
    if math.isfinite(rate):
        said.append(say("{rate}% of the examples are positive.", rate=number_text(rate * 100)))
    for least in READ_AT:
        best = max((y for x, y in curve if x >= least), default=None)
        if best is not None:
            said.append(
                say(
                    "Where at least {recall}% of the positives are found, the precision reaches {precision}%.",
                    recall=number_text(round(least * 100)),
                    precision=number_text(best * 100),
                )
            )
    x, y = at_threshold(facts)
    if math.isfinite(x) and math.isfinite(y):
        said.append(
            say(
                "At the threshold in use, {threshold}, recall is {recall}% and precision {precision}%.",
                threshold=exact_text(in_use(facts)),
                recall=number_text(x * 100),
                precision=number_text(y * 100),
            )
        )
    return " ".join(said)


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """The curve in steps, since no line between two of its points can be had; the share of positives."""
    axes = panel(canvas, say("recall"), say("precision"))
    curve, area = rising(facts[0]), area_text(facts)
    label = say("average precision\n {area}", area=area) if area != "" else say("model")
    draw_curve(axes, curve, label, "steps-pre")
    rate = base_rate(curve)
    if math.isfinite(rate):
        label = say("share of positives: {rate}", rate=number_text(rate))
        axes.plot((0, 1), (rate, rate), label=f" {label}", **REFERENCE)
    mark_in_use(axes, facts, *at_threshold(facts))
    key_beside(axes)
