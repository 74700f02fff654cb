"""How long a million examples take to be recorded."""

import time
from pathlib import Path

import numpy as np
import pytest

from cardgen.tracking.evaluation import save_evaluation
from cardgen.tracking.problems import Problems

N = 1_000_000


@pytest.mark.benchmark
def test_a_million_examples_with_three_metrics_take_two_seconds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In seconds of the processor: how long a disk takes is its own."""
    random = np.random.RandomState(0)
    label = random.randint(0, 10, N)
    given = {"label": label, "prediction": np.where(random.rand(N) < 0.9, label, 0)}
    groups = {"sex": np.array(["female", "male", "other"], object)[random.randint(0, 3, N)]}
    metrics = {"a": random.rand(N), "b": random.rand(N) < 0.5, "c": random.rand(N)}
    start, cpu = time.perf_counter(), time.process_time()
    record = save_evaluation(
        tmp_path, "d", "test", task="multiclass", problems=Problems(), **given,
        groups=groups, metrics=metrics,
    )  # fmt: skip
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    size = (tmp_path / record.file).stat().st_size / 1e6
    with capsys.disabled():
        print(f"\n{N:,} examples: {cpu:.2f} s of the processor, {took:.2f} s, {size:.1f} MB")
    assert cpu <= 2
