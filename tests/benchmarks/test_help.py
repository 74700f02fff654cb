"""How soon the command line answers, beside a bare Python."""

import statistics
import subprocess
import sys
import time

import pytest

ROUNDS = 15


def _seconds(*arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


@pytest.mark.benchmark
def test_help_costs_at_most_eight_times_a_bare_start(capsys: pytest.CaptureFixture[str]) -> None:
    """100 ms where bare Python takes 12; measured in turn, as the median of paired ratios."""
    ratios = [_seconds("-m", "cardgen", "--help") / _seconds("-c", "pass") for _ in range(ROUNDS)]
    ratio = statistics.median(ratios)
    with capsys.disabled():
        print(f"\ncardgen --help / python -c pass: {ratio:.1f} (median of {ROUNDS} pairs)")
    assert ratio <= 100 / 12
