"""Which JAX process this is, found without touching a device before the first `log`.

`jax.process_index()` starts the backend, after which `jax.distributed.initialize()` fails.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from cardgen.errors import InputError
from cardgen.tracking.ids import PROCESS_VARIABLE

ADVICE = "set CARDGEN_PROCESS to 0, 1, 2, … in each of them"


class Process:
    """The index of this process, unknown (None) until it can be asked for safely."""

    def __init__(self, index: int | str | None) -> None:
        self._index = _from_environment() if index is None else _checked(str(index), "process")
        self._declared = self._index is not None

    def known(self) -> int | None:
        """The index, if it can be told without starting a backend."""
        if self._index is None and (backend_started() or _distributed_index() is not None):
            self._index = self.resolve()
        return self._index

    def resolve(self) -> int:
        """The index; starts JAX's backend when JAX is loaded and nothing else tells."""
        if self._index is None:
            self._index = _distributed_index()
        if self._index is None:
            jax = sys.modules.get("jax")
            self._index = int(jax.process_index()) if jax is not None else 0
        return self._index

    def doubts(self, index: int, *, shared: bool, locked: bool) -> Iterator[str]:
        """What is doubtful of writing rows as process *index*, a sentence each.

        *shared* says whether other processes may use the same run id, *locked* whether the file
        system has locks, so that they would be seen.
        """
        wanted = self.resolve()
        if index != wanted:
            yield (
                f"another process writes this run as process {wanted}; this one writes its "
                f"rows as process {index}: {ADVICE}"
            )
        if shared and not locked and not self._declared and _distributed_index() is None:
            yield (
                "this file system has no locks, so another process of this run would not be seen; "
                f"where there is one: {ADVICE}"
            )
        if index != 0 and not shared:
            yield (
                f"this is JAX process {index}, and the run id is its own: give every process "
                "the same id (run_id=, or CARDGEN_RUN_ID) to record one run"
            )


def _from_environment() -> int | None:
    declared = os.environ.get(PROCESS_VARIABLE, "").strip()
    return None if declared == "" else _checked(declared, PROCESS_VARIABLE)


def _checked(declared: str, name: str) -> int:
    if not (declared.isascii() and declared.isdigit()):
        message = f"{name}={declared}: set it to the process's number: 0, 1, 2, …"
        raise InputError([message])
    return int(declared)


def backend_started() -> bool:
    """Whether JAX has started a backend, so that asking for devices changes nothing."""
    bridge = sys.modules.get("jax._src.xla_bridge")
    started = getattr(bridge, "backends_are_initialized", None)
    return bool(started()) if started is not None else False


def _distributed_index() -> int | None:
    distributed = sys.modules.get("jax._src.distributed")
    state = getattr(distributed, "global_state", None)
    if state is None or getattr(state, "client", None) is None:
        return None
    index = getattr(state, "process_id", None)
    return int(index) if index is not None else None


def loaded_devices() -> set[tuple[str, str]]:
    """Platform and kind of JAX's devices on this host; empty while no backend is started."""
    jax = sys.modules.get("jax")
    if jax is None or not backend_started():
        return set()
    return {(device.platform, device.device_kind) for device in jax.local_devices()}
