"""Several records of one computer at one time, such as two trackers': no energy is counted twice.

Of a component that is read of the whole machine (a counter, a GPU, a battery) one record's figure
counts; those of single processes, which hold different energy, are summed where no such figure is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cardgen.energy.case import Case, Component
from cardgen.energy.readings import ORDER, Reading
from cardgen.energy.readings import readings as judged_alone
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord
from cardgen.values import Method

SLACK = 0.05
"""Share of their time by which two trackers of one stretch may differ in its ends."""


def readings(
    run: Run, record: EnergyRecord, component: Component, phase: str | None
) -> Iterator[Reading]:
    """The component's energy by this record; without a figure where another record's holds it."""
    other = _counted(run, record, component)
    if other is record:
        yield from judged_alone(run, record, component, phase)
        return
    is_inside = _is_inside(Case(run, record), Case(run, other))
    tracker = other.tracker if other.tracker is not None else "another record"
    words = f"not counted: {tracker} was on the same machine at the same time"
    for reading in judged_alone(run, record, component, phase):
        if reading.kwh is not None:
            yield Reading(
                record,
                component,
                Method.NOT_MEASURED,
                words=words,
                rejected=words,
                is_elsewhere=is_inside,
            )
        elif not is_inside:
            yield reading


def _counted(run: Run, record: EnergyRecord, component: Component) -> EnergyRecord:
    """The record whose figure counts for this one's computer and time: mostly its own."""
    place, own = (record.host, record.segment), Case(run, record)
    same = [r for r in run.energy if (r.host, r.segment) == place and not r.shares_host]
    rivals = [r for r in same if r is record or _overlap(own, Case(run, r))]
    if len(rivals) == 1:
        return record
    ranks = [_rank(run, rival, component) for rival in rivals]
    best = max(ranks)
    are_processes = not best.is_machine and _rank(run, record, component).has_figure
    return record if are_processes else rivals[ranks.index(best)]


class _Rank(NamedTuple):
    """What makes a record's figure the one that counts, the weightiest first."""

    has_figure: bool
    is_machine: bool
    """Whether it is of the whole machine, so that it holds what any process used."""
    strength: int
    has_phases: bool
    seconds: float


def _rank(run: Run, record: EnergyRecord, component: Component) -> _Rank:
    case = Case(run, record)
    known = [r for r in judged_alone(run, record, component, None) if r.kwh is not None]
    # What is worked out from CPU seconds is of the process that kept all records of this place.
    is_own = any(reading.is_own for reading in known)
    begin, end = _span(case)
    weakest = max((ORDER.index(reading.status) for reading in known), default=len(ORDER))
    return _Rank(
        has_figure=known != [],
        is_machine=known != [] and (is_own or _is_of_machine(case, component)),
        strength=-weakest,
        has_phases=record.phases != (),
        seconds=end - begin,
    )


def _is_of_machine(case: Case, component: Component) -> bool:
    how = case.method(component)
    is_counted = how is not None and how.method == "counter"
    return component in {"gpu", "machine"} or is_counted or case.is_machine_scope()


def _span(case: Case) -> tuple[float, float]:
    """When the record begins and ends; without any sample it has no length."""
    whole, begin_s = case.whole(), case.record.before_s
    return begin_s, begin_s if whole is None else whole.end.time_s


def _overlap(own: Case, other: Case) -> bool:
    """Whether both are of one stretch of time, and do not merely meet; one of no length always is."""
    (begin, end), (others_begin, others_end) = _span(own), _span(other)
    shorter_s = min(end - begin, others_end - others_begin)
    both_s = min(end, others_end) - max(begin, others_begin)
    return both_s > SLACK * shorter_s or not shorter_s > 0


def _is_inside(own: Case, other: Case) -> bool:
    """Whether the other record is of all the time of this one."""
    (begin, end), (others_begin, others_end) = _span(own), _span(other)
    outside_s = max(0.0, others_begin - begin) + max(0.0, end - others_end)
    return outside_s <= SLACK * (end - begin)
