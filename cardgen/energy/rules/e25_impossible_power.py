"""E25: more power than any computer draws, such as joules in a column of kWh."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import JOULES, NAMES, Case, Part
from cardgen.energy.rules import Claim

ID = "E25"
TITLE = "More power than any computer draws"
ADVICE = "Look for another unit in the tool's column, such as joules where kWh are expected."
MOST_W: dict[Part, float] = {"cpu": 10_000.0, "gpu": 100_000.0, "ram": 5_000.0}
"""Watts of one host, several times those of the largest ones."""
SHORTEST_S = 0.001
"""Shorter times, and none at all, are taken to be this long."""


def judge(case: Case) -> Iterator[Claim]:
    seconds = _seconds(case)
    if seconds is None:
        return
    for part, most_w in MOST_W.items():
        kwh = case.kwh(part)
        watts = None if kwh is None else kwh * JOULES / max(seconds, SHORTEST_S)
        if watts is not None and watts > most_w:
            yield Claim(part, f"The tool's energy for {NAMES[part]} is {watts:.3g} W in the mean.")


def _seconds(case: Case) -> float | None:
    told, whole = case.record.reported, case.whole()
    if told is not None and told.duration_s is not None:
        return told.duration_s
    return None if whole is None else whole.seconds()
