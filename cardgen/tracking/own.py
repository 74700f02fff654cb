"""What this process can tell of its own work and of the computer's, whether or not there is a tracker.

It costs some microseconds a sample, and makes a tracker's figures checkable: energy without CPU
seconds, or CPU seconds without energy, is wrong.
"""

from __future__ import annotations

import os
import time

import psutil

# Steal counts: the processor was busy, for another guest of its host, and CodeCarbon's model of load
# takes it as busy too. The time of this computer's own guests is in user and nice already.
BUSY = ("user", "nice", "system", "irq", "softirq", "steal")


class OwnWork:
    """CPU seconds since a start, of this process and of all, and the threads of this process."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._process_s = own_cpu_seconds()
        self._system_s = system_cpu_seconds()

    def sample(self) -> dict[str, float | int | None]:
        """Columns of a row of energy."""
        return {
            "process_cpu_s": round(own_cpu_seconds() - self._process_s, 6),
            "system_cpu_s": round(system_cpu_seconds() - self._system_s, 6),
            "threads": self._threads(),
        }

    def _threads(self) -> int | None:
        try:
            return self._process.num_threads()
        except (psutil.Error, OSError):
            return None


def own_cpu_seconds() -> float:
    """CPU seconds of this process, of its threads, and of the children that it has reaped.

    Those of a living child come when it is reaped: to find it, each process of the computer would have
    to be looked at, each second.
    """
    times = os.times()  # in clock ticks of 10 ms, too coarse for this process's own seconds
    return time.process_time() + times.children_user + times.children_system


def system_cpu_seconds() -> float:
    """Busy seconds of all CPUs of the computer since it was started, whoever used them."""
    times = psutil.cpu_times()
    return float(sum(getattr(times, name, 0.0) for name in BUSY))
