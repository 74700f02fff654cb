"""What `log` costs, measured side by side with the same loop without it (`-m benchmark`)."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from cardgen.tracking import track

pytestmark = pytest.mark.benchmark

ROUNDS = 15


def paired(without: Callable[[], None], with_log: Callable[[], None]) -> tuple[float, float]:
    """Median ratio of wall time and of process CPU time over interleaved rounds."""
    walls, cpus = [], []
    for number in range(ROUNDS + 1):
        order = (without, with_log) if number % 2 == 0 else (with_log, without)
        taken = {}
        for loop in order:
            wall, cpu = time.perf_counter(), time.process_time()
            loop()
            taken[loop] = (time.perf_counter() - wall, time.process_time() - cpu)
        if number > 0:  # the first round compiles and warms
            walls.append(taken[with_log][0] / taken[without][0])
            cpus.append(taken[with_log][1] / taken[without][1])
    return statistics.median(walls), statistics.median(cpus)


@pytest.mark.parametrize(("width", "steps", "limit"), [(128, 300, 1.8), (1024, 40, 1.15)])
def test_ten_device_scalars_a_step(tmp_path: Path, width: int, steps: int, limit: float) -> None:
    @jax.jit
    def step(x: jax.Array) -> tuple[jax.Array, dict[str, jax.Array]]:
        x = jnp.tanh(x @ x)
        return x, {f"m{index}": x.mean() * index for index in range(10)}

    start = jnp.asarray(np.random.default_rng(0).normal(size=(width, width)) / width, jnp.float32)

    def without() -> None:
        x = start
        for _ in range(steps):
            x, _metrics = step(x)
        x.block_until_ready()

    with track(tmp_path, energy=False) as run:

        def with_log() -> None:
            x = start
            for index in range(steps):
                x, metrics = step(x)
                run.log(index, **metrics)
            x.block_until_ready()

        wall, cpu = paired(without, with_log)
    sys.stdout.write(f"width {width}: wall {wall:.2f}, CPU {cpu:.2f} times without log\n")
    assert wall < limit


def test_ten_floats_take_microseconds(tmp_path: Path) -> None:
    metrics = {f"m{index}": 0.1 * index for index in range(10)}
    taken = []
    with track(tmp_path, energy=False) as run:
        for step in range(20_000):
            begin = time.perf_counter()
            run.log(step, **metrics)
            taken.append(time.perf_counter() - begin)
    median = statistics.median(taken) * 1e6
    high = np.quantile(taken, 0.99) * 1e6
    sys.stdout.write(f"log of 10 floats: median {median:.1f} us, 99th percentile {high:.1f} us\n")
    assert median < 50
