"""Locks between processes; the system frees them however their process ends."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from cardgen.run import metrics_file
from cardgen.tracking.forks import share
from cardgen.tracking.rowfile import FILE_MODE

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class FileLock:
    """A lock on a file, through a descriptor of its own. Where a system has none, it is free."""

    def __init__(self, path: Path, mode: int) -> None:
        self.path = path
        self._mode = mode
        self._descriptor: int | None = None
        self.certain = True
        """False after `take` where the file system has no locks: somebody else may have it too."""

    @property
    def held(self) -> bool:
        """Whether this process holds the lock."""
        return self._descriptor is not None

    def take(self) -> bool:
        """Make the file where there is none and lock it; False when somebody else holds it.

        Raises:
            OSError: The file cannot be made or opened.
        """
        while True:
            descriptor = self._open()
            try:
                if fcntl is not None:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            except OSError:  # a file system without locks
                self.certain = False
            if self._is_there(descriptor):
                self._descriptor = descriptor
                share(self)
                return True
            os.close(descriptor)

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        return os.open(self.path, flags, self._mode)

    def _is_there(self, descriptor: int) -> bool:
        """Whether others meet this lock: who held it before may have removed its file meanwhile."""
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat(follow_symlinks=False))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the lock back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def leave_to_parent(self) -> None:
        """A worker that was forked off and outlives the run must not keep the run's locks."""
        self.release()


def claim_rows(folder: Path, wanted: int) -> tuple[int, FileLock]:
    """The process index whose metrics file this process alone writes, and the lock on that file.

    It is *wanted*, or a free one while another live process holds that.

    Raises:
        OSError: The file cannot be made.
    """
    index = wanted
    while True:
        lock = FileLock(folder / metrics_file(index), FILE_MODE)
        if lock.take():
            return index, lock
        index = next(free for free in count() if not (folder / metrics_file(free)).exists())
