"""How long a million recorded scalars take to read, beside `json.loads` of the same lines."""

import json
import random
import statistics
import sys
import time
from pathlib import Path

import pytest

from cardgen.sources import read_run
from cardgen.tracking import track

ROUNDS = 5
STEPS, METRICS = 100_000, 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run of a million scalars: rows as the recorder writes them."""
    with track(tmp_path, energy=False) as run:
        run.log(0, loss=0.0)
    draw = random.Random(0).random
    path = run.folder / "metrics.p00000.jsonl"
    header = path.read_text().splitlines()[0]
    t0 = json.loads(header)["t0"]
    with path.open("w") as file:
        file.write(header + "\n")
        for step in range(STEPS):
            row = {"s": step, "t": t0 + step, "v": {f"metric_{i}": draw() for i in range(METRICS)}}
            file.write(json.dumps(row, separators=(",", ":")) + "\n")
    return run.folder


@pytest.mark.benchmark
def test_a_million_scalars_are_read_in_two_seconds(folder: Path) -> None:
    lines = (folder / "metrics.p00000.jsonl").read_bytes().splitlines()
    ours, plain = [], []
    for _ in range(ROUNDS):
        begin = time.process_time()
        run = read_run(folder)
        middle = time.process_time()
        for line in lines:
            json.loads(line)
        ours.append(middle - begin)
        plain.append(time.process_time() - middle)
        assert sum(map(len, run.metrics.values())) == STEPS * METRICS
        del run
    seconds = statistics.median(ours)
    ratio = statistics.median(a / b for a, b in zip(ours, plain, strict=True))
    sys.stdout.write(
        f"1,000,000 scalars: {seconds:.2f} s CPU (median of {ROUNDS}), "
        f"{ratio:.2f} times json.loads of the same lines\n"
    )
    assert seconds <= 2
