"""E1: no energy of a CPU that computed."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case, short
from cardgen.energy.rules import Claim

ID = "E1"
TITLE = "The CPU computed and used nothing"
ADVICE = "Let the tracker read the CPU's counter, or state its TDP and how many CPUs were busy."


def judge(case: Case) -> Iterator[Claim]:
    kwh, cpu_s, of = case.kwh("cpu"), case.cpu_s("cpu"), case.of_readings("cpu")
    was_busy = of is not None and case.was_busy([of]) is True
    if kwh is not None and cpu_s is not None and kwh <= 0 and was_busy:
        yield Claim(
            "cpu",
            f"The tool has {kwh:g} kWh for the CPU while it computed {short(cpu_s)} CPU seconds"
            f"{case.cpu_source()}.",
        )
