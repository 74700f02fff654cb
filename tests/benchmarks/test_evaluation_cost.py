"""What a million examples cost in 20 groups and their 190 crossings, beside plain NumPy.

Plain NumPy gives the same values of the same slices, and 200 resamples of the counts; what it needs
to read a group column, to cross two and to count is counted in.
"""

import sys
import time
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.estimates import estimated, slices_of
from cardgen.run import EvaluationRecord

pytestmark = pytest.mark.benchmark

N, K, GROUPS, RESAMPLES, ROUNDS = 1_000_000, 10, 20, 200, 3
METRICS = ("accuracy", "macro-F1", "log loss")
Array = NDArray[np.float64]
Values = dict[tuple[str, ...], Array]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def arrays() -> dict[str, NDArray[np.generic]]:
    stream = np.random.RandomState(0)
    label = stream.randint(0, K, N)
    prediction = np.where(stream.rand(N) < 0.8, label, stream.randint(0, K, N))
    score = stream.rand(N, K).astype(np.float32)
    score /= score.sum(axis=1, keepdims=True)
    groups = {
        f"group.g{i:02d}": np.array(["no", "yes"])[stream.randint(0, 2, N)] for i in range(GROUPS)
    }
    return {"label": label, "prediction": prediction, "score": score, **groups}


def groupings() -> list[tuple[str, ...]]:
    names = [f"g{i:02d}" for i in range(GROUPS)]
    return [(), *((name,) for name in names), *combinations(names, 2)]


def by_cardgen(given: dict[str, NDArray[np.generic]], took: Callable[[str], None]) -> Values:
    record = EvaluationRecord(
        data="d", split="test", file="f", sha256="", task="multiclass", n=N,
        classes=tuple(str(i) for i in range(K)),
    )  # fmt: skip
    evaluation = Evaluated(record, given)
    for columns in groupings():
        slices_of(evaluation, columns, {})
    took("slices")
    found: dict[str, list[list[float | None]]] = {}
    for metric in METRICS:
        found[metric] = [
            [one.value for one in estimated(evaluation, metric, columns).estimates]
            for columns in groupings()
        ]
        took(metric)
    return {
        columns: np.array([found[metric][at] for metric in METRICS])
        for at, columns in enumerate(groupings())
    }


def f1(confusion: Array) -> Array:
    hit = np.diagonal(confusion, axis1=-2, axis2=-1)
    return np.asarray((2 * hit / (confusion.sum(-1) + confusion.sum(-2))).mean(-1))


def accuracy(confusion: Array) -> Array:
    hit = np.diagonal(confusion, axis1=-2, axis2=-1)
    return np.asarray(hit.sum(-1) / confusion.sum((-2, -1)))


def by_numpy(given: dict[str, NDArray[np.generic]], took: Callable[[str], None]) -> Values:
    label, prediction = given["label"].astype(int), given["prediction"].astype(int)
    cell = label * K + prediction
    chosen = given["score"][np.arange(N), label]
    tiny = np.finfo(np.float32).eps
    loss = -np.log(np.clip(chosen.astype(float), tiny, 1 - float(tiny)))
    flags = {name[6:]: (given[name] == "yes").astype(int) for name in given if "group" in name}
    took("reading")
    stream = np.random.RandomState(0)
    found = {}
    for columns in groupings():
        codes = sum(
            (flags[name] * 2**at for at, name in enumerate(reversed(columns))), np.zeros(N, int)
        )
        count = 2 ** len(columns)
        took("slices")
        confusion = np.bincount(codes * K * K + cell, minlength=count * K * K).reshape(count, K, K)
        n = confusion.sum((1, 2))
        values = [accuracy(confusion), f1(confusion)]
        took("accuracy and macro-F1")
        for one in confusion:
            drawn = stream.multinomial(one.sum(), one.ravel() / one.sum(), RESAMPLES)
            for metric in (accuracy, f1):
                np.quantile(metric(drawn.reshape(-1, K, K)), [0.025, 0.975])
        took("resamples")
        mean = np.bincount(codes, loss, minlength=count) / n
        np.sqrt(np.bincount(codes, (loss - mean[codes]) ** 2, minlength=count) / n)
        found[columns] = np.array([*values, mean])
        took("log loss")
    return found


class Times:
    """Seconds of the processor by what they were for: what else the machine does is not in them."""

    def __init__(self) -> None:
        self.by: dict[str, float] = {}
        self._last = time.process_time()

    def took(self, what: str) -> None:
        now = time.process_time()
        self.by[what] = self.by.get(what, 0.0) + now - self._last
        self._last = now

    def __iter__(self) -> Iterator[str]:
        return (f"{what} {seconds:.2f}" for what, seconds in self.by.items())

    @property
    def whole(self) -> float:
        return sum(self.by.values())


def test_slices_of_a_million_examples_cost_at_most_three_times_plain_numpy() -> None:
    given, ratios = arrays(), []
    for _ in range(ROUNDS):
        ours = Times()
        found = by_cardgen(given, ours.took)
        plain = Times()
        expected = by_numpy(given, plain.took)
        for columns, values in expected.items():
            np.testing.assert_allclose(found[columns], values, rtol=1e-9)
        ratios.append(ours.whole / plain.whole)
        say(f"\ncardgen {ours.whole:.2f} s ({', '.join(ours)})")
        say(f"NumPy {plain.whole:.2f} s ({', '.join(plain)}); ratio {ratios[-1]:.2f}")
    assert sorted(ratios)[len(ratios) // 2] <= 3
