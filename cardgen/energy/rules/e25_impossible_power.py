"""E25: more power than any computer draws, such as joules in a column of kWh, or energy of no time."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import JOULES, NAMES, Case, Part, short
from cardgen.energy.rules import Claim

ID = "E25"
TITLE = "More power than any computer draws"
ADVICE = "Look for another unit in the tool's column, such as joules where kWh are expected."
MOST_W: dict[Part, float] = {"cpu": 10_000.0, "gpu": 100_000.0, "ram": 5_000.0}
"""Watts of one host, several times those of the largest ones."""
NO_TIME_S = 0.001
"""What a time of 0 s is taken for: clocks are coarse."""


def judge(case: Case) -> Iterator[Claim]:
    for part, most_w in MOST_W.items():
        watts = case.watts(part)
        if watts is None:
            watts = _at_once(case, part)
        if watts is not None and watts > most_w:
            yield Claim(
                part, f"The tool's energy for {NAMES[part]} is {short(watts)} W in the mean."
            )


def _at_once(case: Case, part: Part) -> float | None:
    """Power of an energy that the tool has for a time of 0 s."""
    kwh, of = case.kwh(part), case.of_readings(part)
    if kwh is None or of is None or of.seconds() != 0:
        return None
    return kwh * JOULES / NO_TIME_S
