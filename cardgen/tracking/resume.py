"""Take up a run again: what its folder says of the time before.

Read leniently, as the run's readers do: what cannot be read is told of and kept beside, and never
keeps the rows to come from being written.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import reduce
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from cardgen.run import RUN_FILE, RunRecord, finished_file, metrics_file
from cardgen.run_energy import energy_file
from cardgen.tracking.problems import Problems

# What a record holds before the training has told it anything.
UNASKED = frozenset(
    {"schema_", "id", "writer", "started", "command", "git", "environment", "country", "problems"}
)


class Past(NamedTuple):
    """What the run folder says of the time before this process."""

    resumed: bool
    before_s: float
    record: RunRecord | None
    """The record to go on with; None where another process has it, or there is none."""


NONE = Past(resumed=False, before_s=0.0, record=None)


def past(folder: Path, process: int, problems: Problems) -> Past:
    """What *process* goes on with; its metrics file exists, and is empty when it is new."""
    resumed = (folder / metrics_file(process)).stat().st_size > 0
    record = None
    if process == 0 and (resumed or (folder / RUN_FILE).exists()):
        record = _earlier_record(folder, problems)
        if not resumed and (record is None or not _holds_more_than_a_start(record)):
            return NONE
    elif not resumed:
        return NONE
    before_s = 0.0
    with problems.guard("resume"):
        before_s = _seconds_before(folder, process)
    return Past(resumed=True, before_s=before_s, record=record)


def _earlier_record(folder: Path, problems: Problems) -> RunRecord | None:
    """The record that `run.json` holds; None when it cannot be read.

    A file that was not understood whole is kept as `run.json.1`, as a problem then says.
    """
    path = folder / RUN_FILE
    try:
        record, unknown = _record(path.read_bytes())
    except Exception as error:
        problems.add(f"resume: {RUN_FILE} of the time before{_kept(path)}", error)
        return None
    if unknown:
        what = f"resume: {RUN_FILE} of the time before{_kept(path)}"
        problems.add(what, f"this version of cardgen does not know {', '.join(unknown)}")
    return record


def _holds_more_than_a_start(record: RunRecord) -> bool:
    """Whether training told the record anything: a process of this start may have offered it."""
    return any(
        getattr(record, name) != field.get_default()
        for name, field in RunRecord.model_fields.items()
        if name not in UNASKED
    )


def _seconds_before(folder: Path, process: int) -> float:
    """Seconds that the run had been going before, from its recorded end or its last rows."""
    duration = _recorded_duration(folder / finished_file(process))
    if duration is not None:
        return duration
    names = (metrics_file(process), energy_file(process))
    return max(_last_time(folder / name) for name in names)


def _record(data: bytes) -> tuple[RunRecord, list[str]]:
    """The record without keys that a later version may have added, and their paths."""
    value = json.loads(data)
    try:
        return RunRecord.model_validate_json(data), []
    except ValidationError as error:
        unknown = [e["loc"] for e in error.errors() if e["type"] == "extra_forbidden"]
    for *inside, key in unknown:
        del reduce(lambda place, step: place[step], inside, value)[key]
    paths = [".".join(str(step) for step in place) for place in unknown]
    return RunRecord.model_validate_json(json.dumps(value)), paths


def _kept(path: Path) -> str:
    """Rename a file that is about to be written anew; how a message goes on to say so."""
    if not path.exists():
        return ""
    free = (path.with_name(f"{path.name}.{number}") for number in count(1))
    target = next(target for target in free if not target.exists())
    try:
        path.rename(target)
    except OSError:
        return ""
    return f" (kept as {target.name})"


def _recorded_duration(path: Path) -> float | None:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    duration: Any = value.get("duration_s") if isinstance(value, dict) else None
    return float(duration) if _is_time(duration) else None


def _last_time(path: Path) -> float:
    """Seconds of the run at the last whole row of a file of rows; 0 without one."""
    t0 = before_s = last = 0.0
    for row in _rows(path):
        if _is_time(row.get("t0")) and _is_time(row.get("before_s")):
            t0, before_s = row["t0"], row["before_s"]
        elif _is_time(row.get("t")):
            last = before_s + row["t"] - t0
    return round(last, 6)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Lines that can be read; the run's reader tells of the others."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(row, dict) and line.endswith(b"\n"):
                yield row


def _is_time(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and value >= 0
