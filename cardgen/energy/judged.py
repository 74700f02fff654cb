"""Facts about what was doubted: the flags of the rules, and the tool's figures beside what is used."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.energy.case import Case, Component
from cardgen.energy.consumption import components, measuring
from cardgen.energy.overlap import readings
from cardgen.energy.readings import BOUNDARY
from cardgen.energy.readings import readings as judged_alone
from cardgen.energy.rules import Flag
from cardgen.energy.rules import flags as flags_of
from cardgen.measure import Function, fact_by
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord
from cardgen.values import Fact, Method, Table, number

VERSION = 2
USED, NOT_USED = "used", "reported by the tool, not used"
BLOCKED, PARTIAL, CARE = "figure blocked", "lower bound", "with care"


def facts(run: Run) -> Iterator[Fact]:
    """The tool's own figures where one was not used or it wrote a summary, and the flags."""
    told = any(record.reported is not None for record in measuring(run))
    if told or any(NOT_USED in row for row in tool(run).rows):
        yield _fact(tool, run, "en.tool", Method.IMPORTED)
    if flags(run).rows != ():
        yield _fact(flags, run, "en.flags", Method.COMPUTED)


def _fact(function: Function, run: Run, fact_id: str, method: Method) -> Fact:
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=f"run:{run.id}",
        method=method,
        derived_from=("/energy", "/record/environment"),
    )


def flags(run: Run) -> Table:
    """What the rules of plausibility found, each finding once, by the numbers of the rules."""
    found = [flag for record in measuring(run) for flag in flags_of(run, record)]
    found.sort(key=lambda flag: (int(flag.rule[1:]), flag.rule))
    rows = [(f.rule, _effect(f), f.title, f.text, f.advice) for f in found]
    columns = ("rule", "effect", "title", "finding", "advice")
    return Table(columns=columns, rows=tuple(dict.fromkeys(rows)))


def _effect(flag: Flag) -> str:
    """What the flag does to the figure that it is about."""
    if not flag.rule.startswith("E"):
        return CARE
    return PARTIAL if flag.about == "coverage" else BLOCKED


class _Told(NamedTuple):
    """One figure of a tool's, and what became of it."""

    what: str
    value: float
    unit: str
    why: str | None
    """Why it is not used; None where it is."""

    def cells(self) -> tuple[JsonValue, ...]:
        use = USED if self.why is None else NOT_USED
        return self.what, number(self.value), self.unit, use, self.why


def tool(run: Run) -> Table:
    """The tool's figure of each component, host by host, whether it is used, and if not, why."""
    several = len(measuring(run)) > 1
    rows = [
        (*((record.host, record.segment) if several else ()), *told.cells())
        for record in measuring(run)
        for told in _told(run, record)
    ]
    columns = ("component", "reported", "unit", "use", "why")
    return Table(columns=(*(("host", "segment") if several else ()), *columns), rows=tuple(rows))


def _told(run: Run, record: EnergyRecord) -> Iterator[_Told]:
    found = [own for component in components(run) for own in _component(run, record, component)]
    yield from found
    reported = record.reported
    if reported is not None and reported.total_kwh is not None:
        yield _Told("total", reported.total_kwh, "kWh", _why_no_total(found, reported.total_kwh))
    if reported is not None and reported.emissions_kg is not None:
        why = "emissions are worked out from the energy and a named carbon intensity"
        yield _Told("emissions", reported.emissions_kg, "kgCO2eq", why)


def _why_no_total(parts: list[_Told], total: float) -> str | None:
    """Why a tool's total is not used; None where it is the sum of parts that are."""
    if parts == []:
        return "it names no component, so what is in it is not known"
    if any(own.why is not None for own in parts):
        return "a part of it is not used"
    same = math.isclose(math.fsum(own.value for own in parts), total, rel_tol=1e-6)
    return None if same else "it is not the sum of its parts: overhead or idle power may be in it"


def _component(run: Run, record: EnergyRecord, component: Component) -> Iterator[_Told]:
    # As the tool wrote it, with the PUE that it multiplied with.
    kwh = Case(run, record.model_copy(update={"pue": 1.0})).kwh(component)
    if kwh is None:
        return
    judged = list(readings(run, record, component, None))
    if judged == []:  # what is not used here is in another record's
        judged = list(judged_alone(run, record, component, None))
    is_used = any(own.kwh is not None and not own.is_own for own in judged)
    why = judged[0].rejected if judged[0].rejected is not None else judged[0].words
    what = BOUNDARY[component] if judged[0].kwh is None else judged[0].boundary
    yield _Told(what, kwh, "kWh", None if is_used else why)
