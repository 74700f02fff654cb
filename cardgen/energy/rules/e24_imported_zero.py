"""E24: a tool's 0 for the CPU of a run that took longer than a moment.

A bare row of CodeCarbon's has no CPU seconds, load or mode, so that E1 to E3 cannot judge it.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "E24"
TITLE = "A CPU that is on uses something"
ADVICE = "The CPU was not measured: state its TDP and how many CPUs were busy."
LONGEST_S = 1.0
"""Over so short a time a counter may not have moved."""


def judge(case: Case) -> Iterator[Claim]:
    told = case.record.reported
    if told is None or told.cpu_kwh is None or told.duration_s is None:
        return
    if told.cpu_kwh == 0 and told.duration_s > LONGEST_S:
        yield Claim("cpu", f"The tool has 0 kWh for the CPU over {told.duration_s:,.1f} s.")
