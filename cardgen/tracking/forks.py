"""What a worker that was forked off inside a run leaves to its parent."""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class Shared(Protocol):
    """Something of a run that a forked worker gets a copy of."""

    def leave_to_parent(self) -> None:
        """Let go of it in the worker, whatever locks were held when it was forked off."""


_shared: weakref.WeakSet[Shared] = weakref.WeakSet()


def share(thing: Shared) -> None:
    """Have *thing* left to this process in each worker that it forks off from now on."""
    _shared.add(thing)


def _leave_to_parent() -> None:
    for thing in list(_shared):
        thing.leave_to_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
