"""What `log` costs, beside a loop that logs nothing and beside other trackers (`-m benchmark`).

All are measured in turn in one run, 21 rounds; ratios are medians of the pairs of a round.
"""

import importlib
import os
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count, islice
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from pydantic_core import to_json

from cardgen.tracking import track

pytestmark = [pytest.mark.benchmark, pytest.mark.filterwarnings("ignore")]

ROUNDS = 21
NOISE = 1.1
"""What two medians of one run may differ by."""
Log = Callable[..., None]


@contextmanager
def cardgen_log(folder: Path, *, energy: bool = False) -> Iterator[Log]:
    with track(folder, energy=energy) as run:
        yield run.log


@contextmanager
def cardgen_log_with_energy(folder: Path) -> Iterator[Log]:
    with cardgen_log(folder, energy=True) as log:
        yield log


@contextmanager
def tensorboardx_log(folder: Path) -> Iterator[Log]:
    writer = importlib.import_module("tensorboardX").SummaryWriter(str(folder))

    def log(step: int, **metrics: float) -> None:
        for name, value in metrics.items():
            writer.add_scalar(name, float(value), step)

    yield log
    writer.close()


@contextmanager
def mlflow_log(folder: Path) -> Iterator[Log]:
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    mlflow = importlib.import_module("mlflow")
    mlflow.set_tracking_uri(folder.as_uri())
    with mlflow.start_run():
        yield lambda step, **metrics: mlflow.log_metrics(
            {name: float(value) for name, value in metrics.items()}, step=step
        )


@contextmanager
def wandb_log(folder: Path) -> Iterator[Log]:
    wandb = importlib.import_module("wandb")
    folder.mkdir()
    settings = wandb.Settings(silent=True, console="off")
    run = wandb.init(mode="offline", dir=str(folder), project="benchmark", settings=settings)
    yield lambda step, **metrics: run.log(
        {name: float(value) for name, value in metrics.items()}, step=step
    )
    run.finish()


@contextmanager
def reading_alone(folder: Path) -> Iterator[Log]:
    """No tracker: each 10 ms, those arrays that are ready are copied to the host, and no more.

    Ten arrays a step are asked and read one by one, which is what a tracker cannot leave out.
    """
    kept: deque[dict[str, jax.Array]] = deque()
    looked = 0.0

    def log(step: int, **metrics: jax.Array) -> None:
        nonlocal looked
        kept.append(metrics)
        if time.perf_counter() - looked < 0.01:
            return
        looked = time.perf_counter()
        while kept and all(value.is_ready() for value in kept[0].values()):
            b"".join(kept.popleft().values())

    yield log


OURS = {"cardgen": cardgen_log, "cardgen, energy on": cardgen_log_with_energy}
PEERS = {"tensorboardX": tensorboardx_log, "mlflow": mlflow_log, "wandb": wandb_log}


def opened(stack: ExitStack, folder: Path) -> dict[str, Log]:
    """The `log` of each tracker that is installed."""
    logs: dict[str, Log] = {}
    for name, make in {**OURS, **PEERS}.items():
        try:
            logs[name] = stack.enter_context(make(folder / name.replace(", ", "-")))
        except ImportError as error:
            print(f"{name}: not measured ({error})")
    return logs


def quiet(step: int, **metrics: object) -> None:
    """Log nothing."""


def seconds(loop: Callable[[Log], None], log: Log) -> float:
    begin = time.perf_counter()
    loop(log)
    return time.perf_counter() - begin


def table(loop: Callable[[Log], None], logs: dict[str, Log]) -> dict[str, list[float]]:
    """Seconds of the loop with each log and with none ("nothing"), in turn, for each round."""
    every = {"nothing": quiet, **logs}
    taken: dict[str, list[float]] = {name: [] for name in every}
    for number in range(ROUNDS + 1):
        names = list(every) if number % 2 == 0 else list(reversed(every))
        for name in names:
            spent = seconds(loop, every[name])
            if number > 0:  # the first round compiles and warms
                taken[name].append(spent)
    return taken


def ratios(taken: dict[str, list[float]]) -> dict[str, float]:
    return {
        name: statistics.median(a / b for a, b in zip(spent, taken["nothing"], strict=True))
        for name, spent in taken.items()
    }


@pytest.mark.parametrize(
    ("hidden", "batch", "steps", "limit"), [(64, 32, 600, 1.10), (256, 192, 60, 1.05)]
)
def test_ten_device_scalars_a_step(
    tmp_path: Path, hidden: int, batch: int, steps: int, limit: float
) -> None:
    """A training step of two layers, about 150 µs and 3 ms where nothing else runs."""

    @jax.jit
    def train(weights: list[jax.Array], x: jax.Array) -> tuple[list[jax.Array], list[jax.Array]]:
        def loss(weights: list[jax.Array]) -> jax.Array:
            inner = jnp.tanh(jnp.tanh(x @ weights[0]) @ weights[1])
            return jnp.mean((inner @ weights[2]) ** 2)

        value, grads = jax.value_and_grad(loss)(weights)
        weights = [w - 1e-3 * g for w, g in zip(weights, grads, strict=True)]
        return weights, [value * index for index in range(10)]

    draw = np.random.default_rng(0).normal
    shapes = [(64, hidden), (hidden, hidden), (hidden, 10)]
    start = [jnp.asarray(draw(size=shape) / 10, jnp.float32) for shape in shapes]
    x = jnp.asarray(draw(size=(batch, 64)), jnp.float32)
    names = [f"m{index}" for index in range(10)]

    def loop(log: Log) -> None:
        weights = start
        for step in range(steps):
            weights, metrics = train(weights, x)
            log(step, **dict(zip(names, metrics, strict=True)))
        jax.block_until_ready(weights)

    with ExitStack() as stack:
        alone = stack.enter_context(reading_alone(tmp_path))
        taken = table(loop, {"reading alone": alone, **opened(stack, tmp_path)})
    step_us = statistics.median(taken["nothing"]) / steps * 1e6
    for name, ratio in ratios(taken).items():
        print(f"step of {step_us:.0f} µs, ten device scalars: {name} {ratio:.2f} (at most {limit})")
    # Where two cores have no time left beside a short step, reading alone is beyond the limit.
    assert ratios(taken)["cardgen"] <= max(limit, 1.25 * ratios(taken)["reading alone"])


def test_ten_floats(tmp_path: Path) -> None:
    """At most 5 µs more than a call that does nothing, where `to_json` of the values takes 1.8 µs."""
    calls = 200
    values = {f"m{index}": 0.1 * index for index in range(10)}

    numbers = count()

    def loop(log: Log) -> None:
        for step in islice(numbers, calls):
            log(step, **values)

    def serialise(step: int, **metrics: float) -> None:
        to_json(metrics, inf_nan_mode="strings")

    with ExitStack() as stack:
        taken = table(loop, {"to_json": serialise, **opened(stack, tmp_path)})
    micros = {name: statistics.median(spent) / calls * 1e6 for name, spent in taken.items()}
    for name, spent in micros.items():
        print(f"ten floats: {name} {spent:.1f} µs a call")
    serialising = micros["to_json"] - micros["nothing"]
    print(f"to_json of the values alone: {serialising:.2f} µs")
    assert micros["cardgen"] - micros["nothing"] <= 5 / 1.8 * serialising * NOISE
