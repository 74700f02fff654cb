"""Read the samples of experiment-impact-tracker: `impacttracker/data.json`, one JSON a line.

It writes powers, so energy is power times the time since the sample before, as its own summary has
it; but after a hole between two samples no power is known for that time, and none is assumed. RAPL's
power is the whole package's, also where other programs used it. The power of GPUs stands there only
where `nvidia-smi` found some, and is the sum of what they draw, idle ones as well: 0 W is no reading.
What is known of the machine lies in a pickle beside it, which is never opened. Source:
`compute_tracker.py`, `data_info_and_router.py` and `gpu/nvidia.py` of
Breakend/experiment-impact-tracker.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path
from statistics import median_low
from typing import Any

from cardgen.errors import InputError
from cardgen.run import Part
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample
from cardgen.sources._foreign import (
    JOULES_PER_KWH,
    NOT_COVERED,
    finished_record,
    keep,
    run_record,
    text_lines,
)
from cardgen.sources._lines import unique

FILE = "data.json"
FOLDER = "impacttracker"
WRITER = "experiment-impact-tracker"
POWERS = {"cpu": "rapl_power_draw_absolute", "gpu": "nvidia_draw_absolute"}
DETAILS = {"cpu": "rapl", "gpu": "nvml"}
HOLE_TIMES = 2
"""Times the usual seconds between two samples; a longer time without one is a hole."""
LOOKED_AT = 10_000
"""Samples at the begin of a file by which the usual seconds are told."""


def matches(path: Path) -> bool:
    """Whether it is a folder in which the tracker wrote, or the file of its samples."""
    file = _file(path)
    if file.name != FILE or not file.is_file():
        return False
    if file.parent.name == FOLDER:
        return True
    try:
        return "timestamp" in _row(next(text_lines(file, file.name), ""))
    except (InputError, ValueError):
        return False


def read(path: Path) -> Part:
    """The run from its first to its last sample.

    Raises:
        InputError: A line other than a torn last one is broken, or there are fewer than two.
    """
    file = _file(path)
    name = f"{file.parent.name}/{file.name}"
    run = _Samples(_interval_s(file, name))
    for line, text in enumerate(text_lines(file, name), start=1):
        try:
            run.add(_row(text))
        except ValueError as error:
            if not text.endswith("\n"):
                break
            raise InputError([f"{name}:{line}: {error}"]) from error
    if run.start_s is None or len(run.samples) < 2:
        raise InputError([f"{name}: fewer than two samples, so no power lasted for any time"])
    started = datetime.fromtimestamp(run.start_s, UTC)
    record = run_record(f"{WRITER}-{started:%Y%m%dT%H%M%S}", WRITER, started, {})
    finished = finished_record(started, run.samples[-1].time_s)
    return Part(record=record, finished=finished, energy=(run.record(),))


def _file(path: Path) -> Path:
    if not path.is_dir():
        return path
    return path / FILE if path.name == FOLDER else path / FOLDER / FILE


def _row(text: str) -> dict[str, Any]:
    try:
        row = json.loads(text, object_pairs_hook=unique)
    except RecursionError as error:
        message = "nested too deeply"
        raise ValueError(message) from error
    if not isinstance(row, dict):
        message = "expected a JSON object"
        raise ValueError(message)
    return row


def _interval_s(file: Path, name: str) -> float | None:
    """The usual seconds between two samples; None where there are none or a line is broken."""
    times = []
    for text in islice(text_lines(file, name), LOOKED_AT):
        try:
            time_s = _number(_row(text).get("timestamp"))
        except ValueError:
            break
        if time_s is not None:
            times.append(time_s)
    return median_low(b - a for a, b in pairwise(times)) if len(times) > 1 else None


class _Samples:
    """Cumulative samples made of powers."""

    def __init__(self, interval_s: float | None) -> None:
        self._interval_s = interval_s
        self._unsampled_s = 0.0
        self.start_s: float | None = None
        self.samples: list[EnergySample] = []
        self._parts: dict[str, float | None] = {}
        self._cpu_s: dict[str, float] = {}

    def add(self, row: dict[str, Any]) -> None:
        """Take one line."""
        now = _number(row.get("timestamp"))
        if now is None or not 0 < now < 1e11:
            message = "expected a Unix time as `timestamp`"
            raise ValueError(message)
        if self.start_s is None:
            self.start_s = now
            self._parts = {part: 0.0 for part, key in POWERS.items() if key in row}
        before = self.samples[-1].time_s if self.samples != [] else 0.0
        seconds = now - self.start_s - before
        if seconds < 0:
            message = "`timestamp` is before the line above"
            raise ValueError(message)
        if self._is_hole(seconds):
            self._unsampled_s += seconds
            keep(self.samples, EnergySample(time_s=before + seconds / 2))  # nothing was read in it
            seconds_known = 0.0
        else:
            seconds_known = seconds
        for part, kwh in self._parts.items():
            watts = _watts(part, row)
            sound = kwh is not None and watts is not None
            self._parts[part] = kwh + watts * seconds_known / JOULES_PER_KWH if sound else None  # type: ignore[operator]
        self._count(row.get("cpu_time_seconds"))
        sums = {f"{part}_kwh": kwh for part, kwh in self._parts.items()}
        cpu_s = math.fsum(self._cpu_s.values()) if self._cpu_s != {} else None
        sample = EnergySample(time_s=before + seconds, process_cpu_s=cpu_s, **sums)
        keep(self.samples, sample)

    def _is_hole(self, seconds: float) -> bool:
        # With two samples there is nothing to tell what is usual.
        usual = self._interval_s
        return usual is not None and usual > 0 and seconds > HOLE_TIMES * usual

    def _count(self, by_process: object) -> None:
        """The most CPU seconds that each process was seen with; it may have ended since."""
        if not isinstance(by_process, dict) or len(self._cpu_s) > 10_000:
            return
        for process, times in by_process.items():
            if isinstance(times, dict):
                used = [_number(times.get(kind)) for kind in ("user", "system")]
                known = math.fsum(value for value in used if value is not None)
                self._cpu_s[process] = max(known, self._cpu_s.get(process, 0.0))

    def record(self) -> EnergyRecord:
        """What the samples say; there is no reading of RAM."""
        return EnergyRecord(
            tracker=WRITER,
            components=tuple(
                EnergyComponent.model_validate(
                    {"component": part, "method": "power_sampling", "detail": DETAILS[part]}
                )
                for part in self._parts
            ),
            samples=tuple(self.samples),
            interval_s=median_low(b.time_s - a.time_s for a, b in pairwise(self.samples)),
            unsampled_s=self._unsampled_s,
            not_covered=NOT_COVERED,
        )


def _watts(part: str, row: dict[str, Any]) -> float | None:
    watts = _number(row.get(POWERS[part]))
    return None if part == "gpu" and watts == 0 else watts


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
