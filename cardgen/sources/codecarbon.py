"""Read CodeCarbon's `emissions.csv`, of versions 1 to 3, and its log beside it.

Each row is the sum of a run so far, so the last row of a run is the run; rows are never added. The
file does not say how a figure was obtained. Where the tool looked the place up by the network
address, or guessed it, neither address nor coordinates are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cardgen.errors import InputError
from cardgen.findings import Finding
from cardgen.run import Part
from cardgen.sources._codecarbon_log import Log, fits, read_log
from cardgen.sources._codecarbon_row import Chosen, Row
from cardgen.sources._csv import header, table
from cardgen.sources._foreign import finished_record, note, number

FILE = "emissions.csv"
COLUMNS = frozenset({"timestamp", "duration", "emissions", "energy_consumed"})
"""What every version wrote."""
RUNS_COUNTED = 100_000
"""Runs of a file that are told apart."""
TOGETHER_S = 2.0
"""Times are whole seconds, so two runs one after the other may seem to overlap by so much."""
COMPUTER = ("os", "cpu_model", "cpu_count", "gpu_model", "ram_total_size")
"""Columns by which two rows may be of one computer."""
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?", re.ASCII)


def matches(path: Path) -> bool:
    """Whether it is a folder with an `emissions.csv`, or such a file under any name."""
    if path.is_dir():
        return (path / FILE).is_file()
    if path.name == FILE:
        return path.is_file()
    try:
        return path.suffix == ".csv" and set(header(path, path.name)) >= COLUMNS
    except InputError:
        return False


def read(path: Path) -> Part:
    """The newest run of the file.

    Raises:
        InputError: It is no such file, or its newest run has no time or duration.
    """
    file = path / FILE if path.is_dir() else path
    name = f"{path.name}/{FILE}" if path.is_dir() else path.name
    missing = sorted(COLUMNS - set(header(file, name)))
    if missing != []:
        raise InputError([f"{name}: no CodeCarbon file: there is no column {', '.join(missing)}"])
    row = Row(_newest(file, name), name)
    log, unused = _log(file.parent, row)
    return Part(
        record=row.record(),
        finished=finished_record(row.started, row.duration_s),
        energy=(row.energy(log),),
        findings=(*_about(row, name), *unused),
    )


def _newest(file: Path, name: str) -> Chosen:
    """The last row of the newest run; the file is gone through twice, and never held."""
    newest, newest_key, last_key = "", "", ""
    keys: set[int] = set()
    for row in table(file, name):
        key = None if row.cells is None else _key(row.cells)
        if row.cells is None or key is None:
            continue
        if len(keys) <= RUNS_COUNTED:
            keys.add(hash(key))
        time = row.cells["timestamp"].replace(" ", "T")
        last_key = key
        if time >= newest:
            newest, newest_key = time, key
    last: tuple[int, dict[str, str]] | None = None
    rows = 0
    broken: list[int] = []
    for row in table(file, name):
        key = None if row.cells is None else _key(row.cells)
        if row.cells is None or key is None:
            broken = [*broken, row.line][:2]
        elif key == newest_key:
            last, rows = (row.line, row.cells), rows + 1
    if last is None:
        where = (
            f"{name}:{broken[0]}: no row that can be read" if broken != [] else f"{name}: no row"
        )
        raise InputError([f"{where}; give the file as CodeCarbon wrote it"])
    parallel = _parallel(file, name, newest_key, last[1])
    is_last = last_key == newest_key
    return Chosen(*last, rows, len(keys) - 1, tuple(broken), parallel, is_last)


def _parallel(file: Path, name: str, key: str, cells: dict[str, str]) -> int:
    """Other runs of the file that went on while the one with *key* did, on a computer like its own."""
    own = _span(cells)
    found: set[int] = set()
    if own is None:
        return 0
    begin = own[0].isoformat()
    for row in table(file, name):
        # Most rows of a long file ended before; their text says so, as ISO 8601 sorts.
        if row.cells is None or row.cells["timestamp"].replace(" ", "T") <= begin:
            continue
        other = _key(row.cells)
        if other is None or other == key or len(found) > RUNS_COUNTED:
            continue
        span = _span(row.cells) if _is_same_computer(row.cells, cells) else None
        if span is None:
            continue
        if min(own[1], span[1]) - max(own[0], span[0]) > timedelta(seconds=TOGETHER_S):
            found.add(hash(other))
    return len(found)


def _span(cells: dict[str, str]) -> tuple[datetime, datetime] | None:
    """From when to when the row's run was watched, by its own clock."""
    try:
        ended = datetime.fromisoformat(cells["timestamp"])
        seconds = number(cells["duration"])
        return None if seconds is None else (ended - timedelta(seconds=seconds), ended)
    except (ValueError, OverflowError):
        return None


def _is_same_computer(one: dict[str, str], other: dict[str, str]) -> bool:
    return all(one.get(name) == other.get(name) for name in COMPUTER)


def _key(cells: dict[str, str]) -> str | None:
    """What tells the row's run from others; None where the columns cannot be what they are called.

    CodeCarbon 3.3.0 and 3.3.1 wrote rows whose values stand in other columns than their own.
    """
    time = cells["timestamp"]
    scope = cells.get("tracking_mode", "")
    if _TIME.fullmatch(time) is None or scope not in {"", "machine", "process"}:
        return None
    run_id = cells.get("run_id", "").strip()
    return run_id if run_id != "" else f"{cells.get('project_name', '')} {time}"


def _about(row: Row, name: str) -> Iterator[Finding]:
    """What a reader should know of the file and of the row."""
    others, broken = row.chosen.others, row.chosen.broken
    if others > 0:
        many = f"{others} or more" if others == RUNS_COUNTED else str(others)
        message = f"{name} holds {many} other run{'s' if others != 1 else ''}; the newest was taken"
        # Times have no zone, so where a clock was put back the newest row may not be the last.
        message += "." if row.chosen.is_last else " by its time, though it is not the last there."
        advice = "Keep the rows of one run in a file of its own to take that one."
        yield note("S107", row.id, message, advice, name=name, line=row.chosen.line)
    if broken != ():
        more = " and others" if len(broken) > 1 else ""
        message = f"Line {broken[0]}{more} of {name} cannot be read by its columns."
        advice = "It was left out; if it was the run's last, the figures are too low."
        yield note("S108", row.id, message, advice, name=name, line=broken[0])
    if row.bad != []:
        message = f"Line {row.chosen.line} of {name}: {'; '.join(row.bad)}."
        advice = "These count as not recorded."
        yield note("S109", row.id, message, advice, name=name, line=row.chosen.line)


def _log(folder: Path, row: Row) -> tuple[Log | None, tuple[Finding, ...]]:
    """The log of the same run in the folder; a log of CodeCarbon's that is another run's."""
    strangers = []
    for path in sorted(folder.glob("*.log")):
        try:
            log = read_log(path, path.name)
        except InputError:  # some program's log in some encoding
            continue
        if log is not None and fits(log, row.duration_s, row.ended.time(), row.reported):
            return log, ()
        if log is not None:
            strangers.append(path.name)
    if strangers == []:
        return None, ()
    message = f"{strangers[0]} is a log of CodeCarbon, but its end is not that of the run."
    advice = "It was not used."
    return None, (note("S110", row.id, message, advice, name=strangers[0]),)
