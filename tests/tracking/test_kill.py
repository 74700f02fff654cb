"""`kill -9` at random moments: each run is read, built, and has every row that was acknowledged."""

import random
from pathlib import Path

import pytest

from cardgen.build import build
from cardgen.run import Outcome
from cardgen.sources import read_run
from tests.projects import write_project
from tests.tracking.runs import start

KILLS = 20

PROJECT = """\
schema: cardgen.project/1
model: Killed
version: 1.0.0
date: 2026-11-01
documents:
  - type: model_card
"""

# A server with warm imports: for each line `<run id> <seconds>` it forks a worker that trains a tiny
# Flax model, kills it after that time, and says how many rows the worker knew to be written.
SERVER = """
    import os, signal, sys, time
    import flax.linen as nn, jax, jax.numpy as jnp, numpy as np, optax
    from cardgen.tracking import environment, track
    environment.environment()
    jax.config.update("jax_compilation_cache_dir", str(runs.parent / "compiled"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)

    def train(run_id, acknowledged):
        model, tx = nn.Dense(1), optax.sgd(0.1)
        params = {"params": {"kernel": np.ones((2, 1), "f"), "bias": np.zeros(1, "f")}}

        @jax.jit
        def learn(params, x):
            loss, grads = jax.value_and_grad(lambda p: jnp.mean((model.apply(p, x) - 1) ** 2))(params)
            updates, _ = tx.update(grads, tx.init(params))
            return optax.apply_updates(params, updates), loss

        with track(runs, run_id=run_id, energy=False) as run:
            os.write(acknowledged, b".")
            run.model(model, params)
            for step in range(60):
                params, loss = learn(params, np.ones((4, 2), "f"))
                run.log(step, host=float(step))
                os.write(acknowledged, b".")
                run.log(step, loss=loss)
            run.weights(params, "model.safetensors")

    for line in sys.stdin:
        run_id, seconds = line.split()
        begun, acknowledged = os.pipe()
        worker = os.fork()
        if worker == 0:
            train(run_id, acknowledged)
            os._exit(0)
        os.close(acknowledged)
        os.read(begun, 1)  # the run goes on
        start = time.monotonic()
        rows = 0
        if float(seconds) > 0:
            time.sleep(float(seconds))
            os.kill(worker, signal.SIGKILL)
        while piece := os.read(begun, 65536):
            rows += len(piece)
        os.close(begun)
        os.waitpid(worker, 0)
        print(rows, time.monotonic() - start, flush=True)
    """


@pytest.mark.slow
def test_a_run_that_was_killed_is_read_and_built_with_every_acknowledged_row(
    tmp_path: Path,
) -> None:
    project = write_project(tmp_path)
    (project / "cardgen.yaml").write_text(PROJECT)
    server = start(SERVER, project / "runs", PYTHONWARNINGS="ignore")
    assert server.stdin is not None and server.stdout is not None

    def train(run_id: str, seconds: float) -> tuple[int, float]:
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(f"{run_id} {seconds}\n")
        server.stdin.flush()
        rows, lasted = server.stdout.readline().split()
        return int(rows), float(lasted)

    whole_rows, whole_s = train("whole", 0)  # not killed: how long a run lasts
    draw = random.Random(0)
    lost: dict[str, int] = {}
    outcomes = []
    for number in range(KILLS):
        run_id = f"r{number // 2}"  # each run is killed twice: once it is new, once resumed
        acknowledged, _ = train(run_id, draw.uniform(0, whole_s * 1.1))
        run = read_run(project / "runs" / run_id)
        written = len(run.metrics.get("host", ()))
        lost[run_id] = max(lost.get(run_id, 0), acknowledged - written)
        outcomes.append(run.outcome)
        build(project, run_id, formats=("md",), out=tmp_path / "out" / str(number))
    server.communicate()
    assert (whole_rows, set(lost.values())) == (60, {0})
    assert Outcome.INTERRUPTED in outcomes
