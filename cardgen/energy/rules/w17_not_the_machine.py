"""W17: counters and sizes that are the host's, seen from inside a virtual machine or a container."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W17"
TITLE = "The run had a part of a computer"
ADVICE = "Counters, TDP and memory may be the host's; ask who runs it for the share of this run."


def judge(case: Case) -> Iterator[Claim]:
    own = case.run.record.environment
    found = []
    if own.hypervisor:
        found.append("in a virtual machine")
    if own.container:
        found.append("in a container")
    if (
        own.cpu_quota is not None
        and own.cpu_logical is not None
        and own.cpu_quota < own.cpu_logical
    ):
        found.append(f"with {own.cpu_quota:g} of {own.cpu_logical} CPUs")
    if found != [] and (case.kwh("cpu") is not None or case.kwh("ram") is not None):
        yield Claim("all", f"The run was {', '.join(found)}.")
