"""Call a model on one batch again and again, and time each call until its result is ready.

JAX computes in the background: a call is over when its arrays are. Without JAX in the process, a
call is over when it returns.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any, NamedTuple

CALLS = 100
WARM_UP = 3
SHORTEST_S = 2.0
"""At least so long is measured: counters of energy need some seconds to be of use."""
MOST_CALLS = 100_000


class Timed(NamedTuple):
    """Seconds of each timed call, and when the first began (ISO 8601, UTC)."""

    latencies_s: tuple[float, ...]
    started: str


def warm_up(function: Callable[[Any], Any], batch: Any, calls: int) -> None:
    """Call *function* on *batch* so often without timing: the first call compiles."""
    for _ in range(calls):
        ready(function(batch))


def timed(function: Callable[[Any], Any], batch: Any, calls: int | None) -> Timed:
    """Call *function* on *batch* so often; None: at least 100 times and for two seconds."""
    started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    begin = time.perf_counter()
    latencies: list[float] = []
    while not _is_enough(len(latencies), time.perf_counter() - begin, calls):
        start = time.perf_counter()
        ready(function(batch))
        latencies.append(time.perf_counter() - start)
    return Timed(tuple(round(seconds, 9) for seconds in latencies), started)


def _is_enough(done: int, seconds: float, wanted: int | None) -> bool:
    if wanted is not None:
        return done >= wanted
    return done >= MOST_CALLS or (done >= CALLS and seconds >= SHORTEST_S)


def ready(result: Any) -> None:
    """Wait until the arrays in *result* are computed."""
    jax = sys.modules.get("jax")
    if jax is not None:
        jax.block_until_ready(result)


def batch_size(batch: Any) -> int:
    """Length of the first axis of the first array in *batch*, whatever containers it lies in.

    Raises:
        ValueError: There is no array with an axis.
    """
    shape = getattr(batch, "shape", None)
    if shape is not None and len(shape) > 0:
        return int(shape[0])
    inner = list(batch.values()) if isinstance(batch, dict) else batch
    for item in inner if isinstance(inner, (list, tuple)) else ():
        with contextlib.suppress(ValueError):
            return batch_size(item)
    message = "the batch has no array whose first axis counts its examples: give size="
    raise ValueError(message)


def free(name: str, taken: Collection[str]) -> str:
    """*name*, or with the first number behind it that none of *taken* has."""
    numbered = (name if i == 1 else f"{name} ({i})" for i in itertools.count(1))
    return next(one for one in numbered if one not in taken)
