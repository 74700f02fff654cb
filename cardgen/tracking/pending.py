"""The hot path: rows of host values are written at once, rows of device values when they are ready.

No `float(x)`, `device_get` or blocking here: a device value is kept as it is. Each tick of the
sampler, and `log` where the last look is 10 ms past, writes the rows whose values have arrived
(`jax.Array.is_ready`): asking after each short step for what cannot be there yet would slow it down.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from cardgen.tracking.clock import Clock
from cardgen.tracking.problems import Problems, Refused
from cardgen.tracking.rowfile import RowFile
from cardgen.tracking.scalars import (
    all_scalars,
    checked,
    host,
    on_device,
    own_copy,
    ready,
    unwrapped,
    whole_number,
)

MAX_PENDING = 4096
LOOK_S = 0.01
"""How long `log` does not ask again whether device values have arrived."""
WIDE = 64
"""Bits of a step that is looked at: no reader holds one beyond all floats."""
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
        self._looked_s = 0.0
        self._file: RowFile | None = None

    def open(self, file: RowFile) -> None:
        """Write to *file* from now on."""
        self._file = file

    def add(self, step: Any, metrics: dict[str, Any]) -> None:
        """Take one row, which is the caller's no more; host values alone are on disk at the end."""
        time_s = self._clock.now()
        if type(step) is int and step.bit_length() < WIDE:
            for value in metrics.values():
                if type(value) is not float:
                    break
            else:
                self._lock.acquire()  # `with` takes twice as long
                try:
                    self._opened().append({"s": step, "t": time_s, "v": metrics})
                finally:
                    self._lock.release()
                return
        self._add_any(step, time_s, metrics)

    def _add_any(self, step: Any, time_s: float, metrics: dict[str, Any]) -> None:
        """Take one row of whatever was given."""
        empty = not metrics
        waiting = metrics if all_scalars(metrics.values()) else self._take_stock(metrics)
        step = unwrapped(step)
        if on_device(step):
            waiting = {**waiting, STEP: own_copy(step)}
            index = 0  # until the device gives it
        else:
            index = whole_number(step)
        with self._lock:
            if waiting:
                self._rows.append((index, time_s, metrics, waiting))
            elif metrics or empty:
                self._opened().append({"s": index, "t": time_s, "v": metrics})
            if time_s - self._looked_s >= LOOK_S or len(self._rows) > MAX_PENDING:
                self._looked_s = time_s
                self.drain()

    def _take_stock(self, row: dict[str, Any]) -> dict[Any, Any]:
        """Make the host's numbers in *row* plain and take what is none out; what lies on a device."""
        waiting: dict[Any, Any] = {}
        refused = []
        for name, given in row.items():
            try:
                if on_device(given) or on_device(given := unwrapped(given)):
                    waiting[name] = checked(given)
                else:
                    row[name] = host(given)
            except Exception as error:
                refused.append(name)
                self._problems.add(f"run.log: {name}", error)
        for name in refused:
            del row[name]
        return waiting

    def drain(self) -> None:
        """Write the oldest rows whose values are ready; waits for a device only beyond the cap."""
        self._write_while(lambda: len(self._rows) > MAX_PENDING or ready(self._rows[0][3].values()))

    def flush(self) -> None:
        """Write all rows, waiting for their values."""
        self._write_while(lambda: True)

    def _write_while(self, wanted: Callable[[], bool]) -> None:
        with self._lock:
            read: list[dict[str, Any]] = []
            try:
                while self._rows and wanted():
                    read += self._read(*self._rows.popleft())
            finally:  # what was read is written, also when the user interrupts
                if read != []:
                    self._opened().append_all(read)

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

    def _read(
        self, step: int, time_s: float, row: dict[str, Any], waiting: dict[Any, Any]
    ) -> list[dict[str, Any]]:
        """The row as the file has it, none where nothing of it can be read."""
        from cardgen.tracking.arrival import read, read_together

        if STEP in waiting:
            try:
                step = whole_number(read(waiting.pop(STEP)))
            except Exception as error:
                self._problems.add("run.log: step", error)
                return []
        numbers = read_together(waiting.values())
        if numbers is None:
            self._read_each(row, waiting)
        else:
            row.update(zip(waiting, numbers, strict=True))
        return [{"s": step, "t": time_s, "v": row}] if row else []

    def _read_each(self, row: dict[str, Any], waiting: dict[Any, Any]) -> None:
        """Read what can be read of *waiting*, and take the rest out of the row."""
        from cardgen.tracking.arrival import read

        for name, value in list(waiting.items()):  # which may be the row itself
            try:
                row[name] = read(value)
            except Exception as error:
                del row[name]
                self._problems.add(f"run.log: {name}", error)

    def _opened(self) -> RowFile:
        if self._file is None:
            message = "the run has ended, or this is a worker forked off inside it; nothing is logged here"
            raise Refused(message)
        return self._file
