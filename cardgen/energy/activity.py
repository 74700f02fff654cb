"""What a run did when: its phases, to which energy is counted apart."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.consumption import measuring
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Table

VERSION = 2
COLUMNS = ("phase", "times", "from (s)", "to (s)")


def facts(run: Run) -> Iterator[Fact]:
    """One table, where phases were marked."""
    if spans(run).rows != ():
        yield fact_by(
            spans,
            run,
            id="en.activity",
            subject=f"run:{run.id}",
            method=Method.RECORDED,
            derived_from=("/energy",),
            note="Seconds since the start of the run; a phase may have been gone through several times.",
        )


def spans(run: Run) -> Table:
    """Each phase by name: how often it was gone through, its first begin and its last end, in seconds.

    On several hosts the earliest begin and the latest end count, and the most times of one host.
    """
    rows = []
    names = dict.fromkeys(phase.name for record in measuring(run) for phase in record.phases)
    for name in names:
        found = [Case(run, record).stretches(name) for record in measuring(run)]
        times = [stretch for own in found for stretch in own]
        if times == []:  # not one sample was kept
            continue
        begin_s = min(stretch.begin.time_s for stretch in times)
        end_s = max(stretch.end.time_s for stretch in times)
        by_segment: dict[tuple[int, int], int] = {}
        for record, own in zip(measuring(run), found, strict=True):
            # Several trackers on one host saw the same.
            place = (record.host, record.segment)
            by_segment[place] = max(by_segment.get(place, 0), len(own))
        by_host: dict[int, int] = {}
        for (host, _), count in by_segment.items():
            by_host[host] = by_host.get(host, 0) + count
        rows.append((name, max(by_host.values()), round(begin_s, 1), round(end_s, 1)))
    return Table(columns=COLUMNS, rows=tuple(sorted(rows, key=lambda row: row[2])))
