"""E14: a tracker that ran and recorded nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import COMPONENTS, Case
from cardgen.energy.rules import Claim

ID = "E14"
TITLE = "The tracker recorded nothing"
ADVICE = "Look for the tracker's errors: it may have stopped, or found the lock of another run."


def judge(case: Case) -> Iterator[Claim]:
    record = case.record
    if record.tracker is None or record.shares_host:
        return
    summed = record.reported is not None and record.reported.total_kwh is not None
    if not summed and all(case.kwh(component) is None for component in COMPONENTS):
        yield Claim("all", f"{record.tracker} started and gave no energy.")
