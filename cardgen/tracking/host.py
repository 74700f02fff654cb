"""One energy tracker per host: the first of a run's processes on a host holds a lock of its own."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cardgen.tracking.lock import FileLock


class HostLock:
    """A lock on this host for the run in one folder; other projects may use the same run id."""

    def __init__(self, folder: Path) -> None:
        place = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
        name = f"cardgen-{folder.name}-{place}.lock"
        self._lock = FileLock(Path(tempfile.gettempdir()) / name, 0o600)

    def take(self) -> bool:
        """Take the lock if no other process of the run on this host has it."""
        try:
            return self._lock.take()
        except OSError:  # a file that somebody else left there tells nothing about this run
            return True

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._lock.held:
            with suppress(OSError):  # Windows keeps a file that is open
                self._lock.path.unlink()
            self._lock.release()
