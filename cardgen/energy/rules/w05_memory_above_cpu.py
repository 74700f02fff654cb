"""W5: more energy for the memory than for a busy CPU."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case, short
from cardgen.energy.rules import Claim

ID = "W5"
TITLE = "More energy for memory than for a busy CPU"
ADVICE = "One of the two figures is wrong, mostly that of the memory, which most trackers model."
LEAST_LOAD = 0.25
"""The run's own share of all CPUs."""


def judge(case: Case) -> Iterator[Claim]:
    cpu, ram, load = case.watts("cpu"), case.watts("ram"), case.load()
    if cpu is not None and ram is not None and load is not None and load > LEAST_LOAD and ram > cpu:
        yield Claim(
            "ram",
            f"The tool has {short(ram)} W for memory and {short(cpu)} W for the CPU, at a load of {load:.0%}"
            f"{case.cpu_source()}.",
        )
