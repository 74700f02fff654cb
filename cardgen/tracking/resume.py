"""Take up a run again: what its folder says of the time before."""

from __future__ import annotations

import json
from pathlib import Path

from cardgen.run import (
    RUN_FILE,
    FinishedRecord,
    RunRecord,
    energy_file,
    finished_file,
    metrics_file,
)


def earlier_record(folder: Path) -> RunRecord:
    """The record that `run.json` holds.

    Raises:
        OSError, ValueError: It cannot be read.
    """
    return RunRecord.model_validate_json((folder / RUN_FILE).read_bytes())


def seconds_before(folder: Path, process: int) -> float:
    """Seconds that the run had been going before, from its recorded end or its last rows."""
    finished = folder / finished_file(process)
    if finished.exists():
        return FinishedRecord.model_validate_json(finished.read_bytes()).duration_s
    names = (metrics_file(process), energy_file(process))
    return max(_last_time(folder / name) for name in names)


def _last_time(path: Path) -> float:
    """Seconds of the run at the last whole row of a file of rows; 0 without one."""
    if not path.exists():
        return 0.0
    t0 = before_s = last = 0.0
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            row = json.loads(line)
            if "t0" in row:
                t0, before_s = row["t0"], row["before_s"]
            elif "t" in row:
                last = before_s + row["t"] - t0
    return round(last, 6)
