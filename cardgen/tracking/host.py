"""One energy tracker per host: the first of a run's processes on a host holds a lock of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from cardgen.tracking.lock import FileLock


class HostLock:
    """A lock on this host for one run."""

    def __init__(self, run_id: str) -> None:
        self._lock = FileLock(Path(tempfile.gettempdir()) / f"cardgen-{run_id}.lock", 0o600)

    def take(self) -> bool:
        """Take the lock if no other process of the run on this host has it."""
        return self._lock.take()

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._lock.held:
            self._lock.path.unlink(missing_ok=True)
            self._lock.release()
