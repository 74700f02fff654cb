"""W8: a field of power that is not energy by time."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import JOULES, NAMES, PARTS, Case, Part, short
from cardgen.energy.rules import Claim
from cardgen.run_energy import Reported

ID = "W8"
TITLE = "The tool's power is not its energy by time"
ADVICE = "Use energy over time: the field of power is a mean of samples without their lengths."
MOST_SHARE = 0.1


def judge(case: Case) -> Iterator[Claim]:
    told = case.record.reported
    if told is None:
        return
    for part in PARTS:
        said, mean = getattr(told, f"{part}_w"), _mean(told, part)
        if said is not None and mean is not None and not abs(said - mean) <= MOST_SHARE * abs(mean):
            yield Claim(
                part,
                f"The tool says {short(said)} W for {NAMES[part]}; its energy by time is {short(mean)} W.",
            )


def _mean(told: Reported, part: Part) -> float | None:
    kwh: float | None = getattr(told, f"{part}_kwh")
    if kwh is None or told.duration_s is None or not told.duration_s > 0:
        return None
    return kwh * JOULES / told.duration_s
