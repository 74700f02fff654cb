"""What benchmarks of whole processes share: CPU seconds of a child, and interleaved medians."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
from collections.abc import Mapping, Sequence


def cpu_seconds(command: Sequence[str]) -> float:
    """CPU time of a child process and its own children: other work on the machine counts little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(commands: Mapping[str, Sequence[str]], base: str, rounds: int) -> dict[str, float]:
    """The median of each command's CPU time over that of *base* in the same round."""
    taken = [{name: cpu_seconds(c) for name, c in commands.items()} for _ in range(rounds)]
    return {name: statistics.median(t[name] / t[base] for t in taken) for name in commands}
