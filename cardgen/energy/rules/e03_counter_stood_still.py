"""E3: a counter that does not move while the CPU computes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby

from cardgen.energy.case import Case, Stretch
from cardgen.energy.rules import Claim

ID = "E3"
TITLE = "The CPU's counter stood still"
ADVICE = "Check that the counter can be read and moves: virtual machines and drivers freeze it."
CONSECUTIVE = 2
"""Intervals in a row: a single one may fall between two updates of the counter."""
ADVANCES_S = 0.1
"""CPU seconds in an interval by which the counter must have moved."""


def judge(case: Case) -> Iterator[Claim]:
    method = case.method("cpu")
    if method is None or method.method != "counter":
        return
    busy = [own for own in case.readings("cpu") if _is_busy(case, own)]
    runs = [list(group) for still, group in groupby(busy, _stood_still) if still]
    longest = max((len(group) for group in runs), default=0)
    seconds = math.fsum(own.seconds() for own in busy)
    if longest >= CONSECUTIVE:
        moved = math.fsum(own.seconds() for own in busy if not _stood_still(own)) / seconds
        yield Claim(
            "cpu",
            f"The counter did not move in {longest} intervals in a row while the CPU computed; it covers "
            f"{moved:.0%} of that time.",
        )


def _is_busy(case: Case, own: Stretch) -> bool:
    cpu_s = case.cpu_s_of(own)
    return cpu_s is not None and cpu_s > ADVANCES_S and own.seconds() > 0


def _stood_still(own: Stretch) -> bool:
    return own.kwh("cpu") == 0
