"""What the readers of other trackers' files share: cells, names, times, and the run's parts.

Text in such files is anybody's: numbers are checked, names cut and stripped, places never kept.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cardgen.errors import InputError
from cardgen.findings import Finding, Severity
from cardgen.run import Environment, FinishedRecord, RunRecord
from cardgen.run_energy import EnergySample
from cardgen.units import convert

MAX_FILE = 1 << 30
"""Bytes of one file that is read line by line."""
MAX_LINE = 1 << 20
"""Bytes of one line."""
MAX_TEXT = 200
"""Characters of a name that are kept."""
LONGEST_S = 100 * 365.25 * 86400
"""Seconds that a run takes at most: more is no duration."""
NOT_RECORDED = "not recorded"
NOT_COVERED = ("storage", "network", "display", "cooling", "power supply losses")
"""What no software tracker measures."""
JOULES_PER_KWH = convert(1.0, "kWh", "J")
UNKNOWN_TIME = "(unknown)"
"""Where a tool wrote no time; it sorts before every date."""
MOST_SAMPLES = 20_000
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)


def text_lines(path: Path, name: str) -> Iterator[str]:
    """The lines of a text file with their ends, never more than one in memory.

    Raises:
        InputError: It is no regular file, cannot be read, is too large, has an endless line, or is
            no UTF-8.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe would never end, or never begin
            raise InputError([f"{name}: no regular file"])
        if size > MAX_FILE:
            raise InputError([f"{name}: {size} bytes; at most {MAX_FILE} are read"])
        with path.open(encoding="utf-8-sig", newline="") as file:
            number = 1
            while line := file.readline(MAX_LINE):
                if len(line) == MAX_LINE:
                    message = f"{name}:{number}: a line of {MAX_LINE} characters or more"
                    raise InputError([message])
                yield line
                number += 1
    except UnicodeDecodeError as error:
        raise InputError([f"{name}: not UTF-8 text; give the file as the tool wrote it"]) from error
    except OSError as error:
        raise InputError([f"{name}: cannot be read: {error.strerror}"]) from error


SMALLEST, LARGEST = 1e-30, 1e15
"""Beyond these a cell holds no quantity of this world, and sums of such cells would overflow."""


def number(cell: str) -> float | None:
    """The number that a cell holds; None where it is empty.

    Raises:
        ValueError: It is no number, or none that anything can be measured as.
    """
    text = cell.strip()
    if text == "":
        return None
    value = float(text) if _NUMBER.fullmatch(text) is not None else math.nan
    if not (value == 0 or SMALLEST <= abs(value) <= LARGEST):
        message = f"expected a number, found {text[:40]!r}"
        raise ValueError(message)
    return value


def words(cell: str) -> str | None:
    """The text of a cell on one line and not too long; None where it is empty."""
    text = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return text[:MAX_TEXT] if text != "" else None


def safe_name(cell: str) -> str:
    """What of a cell can be part of an id: letters, digits, `.`, `_` and `-`; maybe nothing."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", cell).strip("-.")[:64]


def run_record(
    run_id: str, writer: str, started: datetime | None, environment: Mapping[str, object]
) -> RunRecord:
    """The record of a run of which nothing but its energy is known.

    Most such files have times without a zone, and so has `started` then.
    """
    known = {key: value for key, value in environment.items() if value is not None}
    fields = {"python": NOT_RECORDED, "implementation": "Python", "os": NOT_RECORDED, **known}
    return RunRecord(
        schema="cardgen.run/1",
        id=run_id,
        writer=writer,
        started=UNKNOWN_TIME if started is None else _iso(started),
        environment=Environment.model_validate(fields),
    )


def finished_record(started: datetime | None, duration_s: float) -> FinishedRecord:
    """The end of a run whose tracker wrote one."""
    try:
        ended = None if started is None else started + timedelta(seconds=duration_s)
    except OverflowError:  # no calendar has that day
        ended = None
    return FinishedRecord(
        schema="cardgen.finished/1",
        ended=UNKNOWN_TIME if ended is None else _iso(ended),
        duration_s=duration_s,
        outcome="finished",
    )


def _iso(time: datetime) -> str:
    return time.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def keep(samples: list[EnergySample], sample: EnergySample) -> None:
    """Add a cumulative sample; where there are too many, every other is dropped, never an end."""
    samples.append(sample)
    if len(samples) > MOST_SAMPLES:
        del samples[1:-1:2]


def the_one(paths: Iterable[Path], folder: Path) -> Path:
    """The only one of a tool's files in a folder.

    Raises:
        InputError: There are several, which may be of several runs.
    """
    found = sorted(paths)
    if len(found) > 1:
        names = ", ".join(path.name for path in found[:3])
        raise InputError(
            [f"{folder.name}: several files of energy ({names}); name the one to read"]
        )
    return found[0]


def note(
    code: str, run_id: str, message: str, advice: str, *, name: str, line: int | None = None
) -> Finding:
    """A warning about a tracker's file."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        where=f"run:{run_id}#/energy",
        message=message,
        advice=advice,
        file=name,
        line=line,
    )
