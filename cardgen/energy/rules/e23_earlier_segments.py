"""E23: a resumed run whose earlier energy is not there."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "E23"
TITLE = "Earlier segments of the run are missing"
ADVICE = "Read the figure as this segment's only, or add the earlier energy records."


def judge(case: Case) -> Iterator[Claim]:
    own = case.record
    before = {r.segment for r in case.run.energy if r.host == own.host and r.segment < own.segment}
    first = before == set() and (own.segment > 1 or own.before_s > 0)
    missing = len(set(range(1, own.segment)) - before)
    if first or missing > 0:
        yield Claim("coverage", _lost(own.before_s, missing))


def _lost(before_s: float, missing: int) -> str:
    if missing > 1:
        return f"Nothing is recorded of the energy of {missing} earlier segments."
    if before_s > 0:
        return f"Nothing is recorded of the energy of the {before_s:,.0f} s before."
    return "Nothing is recorded of the energy of the earlier segment."
