"""One energy tracker per host: the first of a run's processes on a host holds a lock of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class HostLock:
    """A lock on this host for one run; freed by the system however the process ends."""

    def __init__(self, run_id: str) -> None:
        self._path = Path(tempfile.gettempdir()) / f"cardgen-{run_id}.lock"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take the lock if no other process of the run on this host has it."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self._path, flags, 0o600)
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
                return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._descriptor is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None
