"""The own light sampler: CPU seconds of this process and of the computer, and threads."""

import threading
import time
from types import SimpleNamespace

import psutil
import pytest

from cardgen.tracking import own


def test_own_seconds_are_within_those_of_the_computer() -> None:
    work = own.OwnWork()
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    row = work.sample()
    process, system = row["process_cpu_s"] or 0.0, row["system_cpu_s"] or 0.0
    # The system counts in ticks of 10 ms a CPU.
    assert 0.3 <= process <= system + 0.01 * (psutil.cpu_count() or 1)


def test_a_thread_more_is_counted() -> None:
    work, done = own.OwnWork(), threading.Event()
    before = work.sample()["threads"]
    thread = threading.Thread(target=done.wait)
    thread.start()
    during = work.sample()["threads"]
    done.set()
    thread.join()
    assert before is not None and during == before + 1


def test_idle_and_waiting_are_not_busy_but_steal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    times = SimpleNamespace(
        user=1.0, nice=2.0, system=4.0, idle=1e3, iowait=1e4, irq=8.0, steal=16.0
    )
    monkeypatch.setattr(psutil, "cpu_times", lambda: times)
    assert own.system_cpu_seconds() == 31.0


def test_threads_that_cannot_be_told_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: psutil.Process) -> int:
        raise psutil.AccessDenied(process.pid)

    work = own.OwnWork()
    monkeypatch.setattr(psutil.Process, "num_threads", refuse)
    assert work.sample()["threads"] is None
