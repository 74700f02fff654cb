"""Learning curves, thinned so that a page can show them without losing what matters."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cardgen.run import MetricPoint, Run
from cardgen.values import Curve, number

VERSION = 1


def curves(run: Run, *, most: int) -> Curve:
    """Every logged series over steps, each with at most *most* points (see `thin`)."""
    series = {
        name: tuple((float(p.step), number(p.value)) for p in thin(run.metrics[name], most))
        for name in sorted(run.metrics)
        if len(run.metrics[name]) > 0
    }
    return Curve(x="step", series=series)


def thin(points: Sequence[MetricPoint], most: int) -> list[MetricPoint]:
    """At most *most* (>= 4) of *points*, in order: the first, last, lowest, highest, then even ones.

    Points that are NaN or infinite come before even ones; when there are too many of them, they are
    thinned evenly too, the first and the last of them kept.
    """
    if len(points) <= most:
        return list(points)
    keep = {0, len(points) - 1}
    finite = [i for i, point in enumerate(points) if math.isfinite(point.value)]
    if finite != []:
        keep.add(min(finite, key=lambda i: points[i].value))
        keep.add(max(finite, key=lambda i: points[i].value))
    for candidates in (_odd(points), finite):
        rest = [i for i in candidates if i not in keep]
        keep.update(_even(rest, most - len(keep)))
    return [points[i] for i in sorted(keep)]


def _odd(points: Sequence[MetricPoint]) -> list[int]:
    return [i for i, point in enumerate(points) if not math.isfinite(point.value)]


def _even(indices: Sequence[int], room: int) -> list[int]:
    """At most *room* of *indices*, spread evenly, the first and last kept."""
    if len(indices) <= room:
        return list(indices)
    if room <= 1:
        return list(indices[:room])
    return [indices[i * (len(indices) - 1) // (room - 1)] for i in range(room)]
