"""What benchmarks of whole processes share: CPU seconds of a child, and interleaved medians."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
from collections.abc import Mapping, Sequence


def cpu_seconds(command: Sequence[str]) -> float:
    """CPU time of a child process and its own children: other work on the machine counts little.

    Every child finds bytecode, as what is installed has it: else cardgen alone, which is run from
    its source, would be compiled anew in each process.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=keeps_bytecode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def keeps_bytecode() -> dict[str, str]:
    """The environment without the switch that keeps Python from writing bytecode."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def ratios(commands: Mapping[str, Sequence[str]], base: str, rounds: int) -> dict[str, float]:
    """The median of each command's CPU time over that of *base* in the same round."""
    taken = [{name: cpu_seconds(c) for name, c in commands.items()} for _ in range(rounds)]
    return {name: statistics.median(t[name] / t[base] for t in taken) for name in commands}
