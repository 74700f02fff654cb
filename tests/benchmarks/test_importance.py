"""How often noise has an importance, and how often a setting that matters is found (`-m benchmark`)."""

import sys

import numpy as np
import pytest

from cardgen.evaluation.importance import MINIMUM, learn

pytestmark = pytest.mark.benchmark

ROUNDS = 100


def settings(random: np.random.RandomState, n: int, count: int) -> dict[str, list[float]]:
    return {f"x{index}": random.rand(n).tolist() for index in range(count)}


def told(given: dict[str, list[float]], scores: list[float]) -> set[str]:
    """What the fact would call important: nothing where the forest explains nothing."""
    learnt = learn(given, scores)  # type: ignore[arg-type]
    return {name for name, _, low, _ in learnt.rows if low > 0 and learnt.explained > 0}


@pytest.mark.parametrize("count", [2, 5])
@pytest.mark.parametrize("n", [MINIMUM, 50])
def test_noise_is_seldom_important_and_what_matters_is_mostly_found(n: int, count: int) -> None:
    random = np.random.RandomState(n + count)
    false = found = 0
    for _ in range(ROUNDS):
        given = settings(random, n, count)
        false += told(given, random.randn(n).tolist()) != set()
        # Two thirds of the variance are of the first setting.
        signal = 1.5 * np.array(given["x0"]) + 0.3 * random.randn(n)
        found += "x0" in told(given, signal.tolist())
    sys.stdout.write(f"n = {n}, {count} settings: noise {false}, signal {found} of {ROUNDS}\n")
    assert false <= 0.1 * ROUNDS
    assert found >= 0.8 * ROUNDS
