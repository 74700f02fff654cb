"""What one sample of cardgen's own light sampler costs, beside an empty call (`-m benchmark`).

CPU time of this process, in turn in one run; medians of the rounds.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cardgen.tracking.battery import Battery
from cardgen.tracking.own import OwnWork
from cardgen.tracking.power import PowerTracker

pytestmark = [pytest.mark.benchmark, pytest.mark.filterwarnings("ignore")]

ROUNDS = 21
CALLS = 200


def cpu_us(call: Callable[[], object]) -> float:
    """CPU µs of one call."""
    begin = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - begin) / CALLS * 1e6


def laptop(folder: Path) -> Battery:
    """A battery in a fake tree; reading the kernel's own files costs about as much."""
    supply = folder / "BAT0"
    supply.mkdir()
    for name, text in {"status": "Discharging", "power_now": "7200000"}.items():
        (supply / name).write_text(f"{text}\n")
    return Battery(folder)


def test_a_sample_costs_some_microseconds(tmp_path: Path) -> None:
    tracker = PowerTracker(None)
    battery = laptop(tmp_path)
    calls: dict[str, Callable[[], object]] = {
        "an empty call": lambda: None,
        "own CPU seconds, the computer's, threads": OwnWork().sample,
        "battery": lambda: battery.sample(time.perf_counter()),
        f"{tracker.name}, all that it finds": tracker.sample,
    }
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(ROUNDS + 1):
        for name, call in calls.items():
            spent = cpu_us(call)
            if number > 0:  # the first round warms
                taken[name].append(spent)
    tracker.stop()
    for name, spent_us in taken.items():
        each = statistics.median(spent_us)
        print(f"{name}: {each:.1f} µs of CPU a sample, {each / 1e4:.4f} % of one CPU each second")
    own, _, whole = (statistics.median(spent_us) for spent_us in list(taken.values())[1:])
    assert own < whole  # it is the light one
