"""One thread that ticks once a second while a run goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable

TICK_S = 1.0


class Sampler:
    """Calls a function each second; the function keeps its own errors."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cardgen-sampler", daemon=True)

    def start(self) -> None:
        """Begin to tick."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the tick that is under way."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10 * TICK_S)

    def _run(self) -> None:
        while not self._stop.wait(TICK_S):
            self._tick()
