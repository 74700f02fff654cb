"""Time of a run: one wall-clock reading at the start, then a clock that is never set back."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Unix seconds since one reading of the wall clock, and seconds since the segment began."""

    def __init__(self) -> None:
        self.t0 = time.time()
        self._begin = time.perf_counter()

    def elapsed(self) -> float:
        """Seconds since the segment began."""
        return time.perf_counter() - self._begin

    def now(self) -> float:
        """Unix time in seconds."""
        return self.t0 + time.perf_counter() - self._begin


def iso(unix_s: float) -> str:
    """ISO 8601 in UTC with milliseconds, such as `2026-11-23T10:11:12.345Z`."""
    text = datetime.fromtimestamp(unix_s, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
