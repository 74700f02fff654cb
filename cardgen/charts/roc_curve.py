"""ROC curve: true against false positive rate over all decision thresholds."""

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

TITLE = "ROC curve"
CURVE, AREA = "res.roc", "ROC AUC"
READ_AT = (0.01, 0.05, 0.1)
"""False positive rates for which the words give the true positive rate."""


def groups(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Each curve with its area and the threshold in use."""
    return curve_groups(facts, CURVE, AREA)


def about(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The evaluation."""
    return evaluation(facts[0])


def at_threshold(facts: Sequence[Fact]) -> tuple[float, float]:
    """False and true positive rate at the threshold in use; NaN where they are not known."""
    row = results_in_use(facts)
    return share(row.get("FPR")), share(row.get("recall"))


def words(facts: tuple[Fact, ...]) -> str:
    """The area, the true positive rate at small false positive rates, and at the threshold."""
    curve = rising(facts[0])
    said, area = [], area_text(facts)
    if area != "":
        said.append(say("The area under the curve is {area}; guessing has 0.5.", area=area))
    for most in READ_AT:
        best = _best(curve, most)
        if best is not None:
            said.append(
                say(
                    "With at most {fpr}% false positives {tpr}% of the positives are found.",
                    fpr=number_text(round(most * 100)),
                    tpr=number_text(best * 100),
                )
            )
    x, y = at_threshold(facts)
    if math.isfinite(x) and math.isfinite(y):
        said.append(
            say(
                "At the threshold in use, {threshold}, these rates are {fpr}% and {tpr}%.",
                threshold=exact_text(in_use(facts)),
                fpr=number_text(x * 100),
                tpr=number_text(y * 100),
            )
        )
    return " ".join(said)


def _best(curve: Points, most: float) -> float | None:
    """The highest true positive rate with a false positive rate of at most *most*."""
    return max((y for x, y in curve if x <= most), default=None)


def draw(canvas: Figure, facts: tuple[Fact, ...]) -> None:
    """The curve, the diagonal of guessing, and the threshold in use."""
    axes = panel(canvas, say("false positive rate"), say("true positive rate"))
    area = area_text(facts)
    label = say("area {area}", area=area) if area != "" else say("model")
    draw_curve(axes, rising(facts[0]), label)
    axes.plot((0, 1), (0, 1), label=f" {say('guessing')}", **REFERENCE)
    mark_in_use(axes, facts, *at_threshold(facts))
    key_beside(axes)
