"""Train five seeds and thirty trials of the digits' network in the current folder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import cardgen
from cardgen.demo import classifier
from cardgen.demo.digits import data
from cardgen.demo.network import NetworkSettings

SMALL = classifier.Settings(
    epochs=4, batch_size=64, network=NetworkSettings(channels=(4, 8), hidden=16)
)
SEEDS = [f"seed-{number}" for number in range(5)]
TRIALS = [f"trial-{number:02}" for number in range(30)]


def main() -> None:
    """All of them, into `runs/`."""
    for number, name in enumerate(SEEDS):
        seeds = {"init_seed": number, "shuffle_seed": 10 + number, "dropout_seed": 20 + number}
        train(name, replace(SMALL, **seeds))  # type: ignore[arg-type]
    random = np.random.RandomState(0)
    for name in TRIALS:
        drawn = replace(
            SMALL,
            learning_rate=float(10 ** random.uniform(-4, -0.5)),
            weight_decay=float(10 ** random.uniform(-5, -1)),
            network=replace(SMALL.network, dropout=float(random.uniform(0, 0.6))),
        )
        train(name, drawn)


def train(name: str, settings: classifier.Settings) -> None:
    """One run of that name."""
    digits = data.load()
    with cardgen.track("runs", run_id=name, energy=False) as run:
        run.config(settings.configuration())
        run.seeds(**settings.seeds())
        for split, part in digits.splits.items():
            run.data("digits", split, classes=digits.classes, **part.columns())
        trainer = classifier.Trainer(digits, settings)
        for _ in range(settings.epochs):
            for _, batch in trainer.batches():
                loss = trainer.learn(batch)
            run.log(trainer.step, loss=loss)
        for split in ("validation", "test"):
            answers = trainer.answers(split)
            run.evaluation(
                "digits", split, task="multiclass", classes=digits.classes,
                prediction=answers.prediction, score=answers.score, **digits.splits[split].truth(),
            )  # fmt: skip
