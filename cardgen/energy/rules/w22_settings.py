"""W22: settings of the tool that replace what it would have found."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W22"
TITLE = "Settings replaced what the tool would have found"
ADVICE = "Look at the tracker's configuration files and its variables in the environment."


def judge(case: Case) -> Iterator[Claim]:
    if case.record.settings != ():
        yield Claim("all", f"These were set: {', '.join(case.record.settings)}.")
