"""The hot path: rows of host values are written at once, rows of device values when they are ready.

No `float(x)`, `device_get` or blocking here: a device value is kept as it is, and each later `log`
and each tick of the sampler writes the rows whose values have arrived (`jax.Array.is_ready`).
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from cardgen.tracking.clock import Clock
from cardgen.tracking.problems import Problems
from cardgen.tracking.rowfile import RowFile
from cardgen.tracking.scalars import (
    PLAIN,
    checked,
    host,
    on_device,
    own_copy,
    read,
    ready,
    unwrapped,
    whole,
    whole_number,
)

MAX_PENDING = 4096
STEP = None
"""The key of a step on a device among the values waited for; metrics' names are text."""


class Pending:
    """Rows on their way to the metrics file of one process."""

    def __init__(self, clock: Clock, problems: Problems) -> None:
        self._clock = clock
        self._problems = problems
        self._rows: deque[tuple[int, float, dict[str, Any], dict[Any, Any]]] = deque()
        # Re-entrant: a signal handler may log while the main thread is logging.
        self._lock = threading.RLock()
        self._file: RowFile | None = None

    def open(self, file: RowFile) -> None:
        """Write to *file* from now on."""
        self._file = file

    def add(self, step: Any, metrics: dict[str, Any]) -> None:
        """Take one row; with host values alone, it is in the file when this returns."""
        time_s = self._clock.now()
        row, waiting = self._sorted(metrics)
        index = whole(step) if type(step) is int else self._index(unwrapped(step), waiting)
        with self._lock:
            if waiting:
                self._rows.append((index, time_s, row, waiting))
            elif row or not metrics:
                self._write(index, time_s, row)
            self.drain()
            while len(self._rows) > MAX_PENDING:
                self._write_oldest()

    def _index(self, step: Any, waiting: dict[Any, Any]) -> int:
        """A step on the host; one on a device is a value more to wait for, and 0 until then."""
        if not on_device(step):
            return whole_number(step)
        waiting[STEP] = own_copy(step)
        return 0

    def _sorted(self, metrics: dict[str, Any]) -> tuple[dict[str, Any], dict[Any, Any]]:
        """The row as far as it is known now, in the order given, and what a device still owes."""
        row: dict[str, Any] = {}
        waiting: dict[Any, Any] = {}
        for name, given in metrics.items():
            if type(given) in PLAIN:
                row[name] = given
                continue
            try:
                value = given if on_device(given) else unwrapped(given)
                if on_device(value):
                    waiting[name] = checked(value)
                    row[name] = None
                else:
                    row[name] = host(value)
            except Exception as error:
                self._problems.add(f"run.log: {name}", error)
        return row, waiting

    def drain(self) -> None:
        """Write the oldest rows whose values are ready; never blocks on a device."""
        with self._lock:
            while self._rows:
                for value in self._rows[0][3].values():
                    if not ready(value):
                        return
                self._write_oldest()

    def flush(self) -> None:
        """Write all rows, waiting for their values."""
        with self._lock:
            while self._rows:
                self._write_oldest()

    def finish(self) -> None:
        """Write all rows, waiting for their values, and close the file."""
        with self._lock:
            self.flush()
            if self._file is not None:
                self._file.close()
                self._file = None

    def sync(self) -> None:
        """Bring what is written to the disk itself."""
        file = self._file
        if file is not None:
            file.sync()

    def _write_oldest(self) -> None:
        step, time_s, row, waiting = self._rows.popleft()
        if STEP in waiting:
            try:
                step = whole_number(read(waiting.pop(STEP)))
            except Exception as error:
                self._problems.add("run.log: step", error)
                return
        for name, value in waiting.items():
            try:
                row[name] = read(value)
            except Exception as error:
                del row[name]
                self._problems.add(f"run.log: {name}", error)
        if row:
            self._write(step, time_s, row)

    def _write(self, step: int, time_s: float, row: dict[str, Any]) -> None:
        if self._file is None:
            message = "the metrics file is not open"
            raise RuntimeError(message)
        self._file.append({"s": step, "t": round(time_s, 6), "v": row})
