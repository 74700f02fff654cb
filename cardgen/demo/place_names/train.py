"""Training and evaluation of the demo; `script.py` calls this and tells a recorder what happens.

Every choice (the epoch whose parameters are kept, the n-grams' settings) is made on validation;
the test split is read once a run, at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from cardgen.demo.place_names import baselines, network
from cardgen.demo.place_names.arrays import Examples, Floats, Labels
from cardgen.demo.place_names.data import PlaceNames, Split
from cardgen.demo.place_names.network import NetworkSettings, NgramNetwork, OptimizerSettings

Batch = tuple[jax.Array, jax.Array]
"""N-gram rows (batch x max_ngrams) and labels (batch)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration of a training run."""

    epochs: int = 14
    batch_size: int = 128
    init_seed: int = 0
    shuffle_seed: int = 1
    dropout_seed: int = 2
    network: NetworkSettings = field(default_factory=NetworkSettings)
    optimizer: OptimizerSettings = field(default_factory=OptimizerSettings)

    def declared(self) -> dict[str, Any]:
        """What the optimiser's state does not hold."""
        return {
            "schedule": self.optimizer.schedule,
            "peak_learning_rate": self.optimizer.learning_rate,
            "batch_size": self.batch_size,
            "kept_parameters": "of the epoch with the highest strict accuracy on validation",
        }


class Answers(NamedTuple):
    """A system's answers on a split: n labels and n x k probabilities; a look-up has none."""

    prediction: Labels
    score: Floats | None = None


def configuration(settings: Settings, data: PlaceNames) -> dict[str, Any]:
    """All settings, the rule that chose the locales, and the versions of the data's sources."""
    return {**asdict(settings), "locale_rule": asdict(data.rule), **data.versions}


class Trainer:
    """The network with its optimiser, the names it learns from, and its best parameters so far."""

    def __init__(self, splits: Mapping[Split, Examples], locales: int, settings: Settings) -> None:
        self.splits, self.locales, self.settings = splits, locales, settings
        rows = network.vocabulary(splits["train"].text, settings.network)
        self._tokens = {
            split: network.tokens(part.text, rows, settings.network)
            for split, part in splits.items()
        }
        rngs = nnx.Rngs(params=settings.init_seed, dropout=settings.dropout_seed)
        self.model = NgramNetwork(settings.network, len(rows), locales, rngs)
        steps = settings.epochs * (len(splits["train"].label) // settings.batch_size)
        self.optimizer = network.optimizer(self.model, settings.optimizer, steps)
        self._order = np.random.default_rng(settings.shuffle_seed)
        self._step = 0
        self._best_accuracy = -1.0
        self._best: Any = None
        self._best_step = 0

    def example(self) -> Batch:
        """The first names as a batch, to count a step's operations on."""
        return self._batch(np.arange(self.settings.batch_size))

    def batches(self) -> Iterator[tuple[int, Batch]]:
        """One epoch's steps, numbered from 1 on over all epochs, each with its batch.

        Whole batches of shuffled names; what is left over of an epoch is not trained on.
        """
        self.model.train()
        size = self.settings.batch_size
        shuffled = self._order.permutation(len(self.splits["train"].label))
        for start in range(0, len(shuffled) - size + 1, size):
            self._step += 1
            yield self._step, self._batch(shuffled[start : start + size])

    def learn(self, batch: Batch) -> jax.Array:
        """One update; the batch's mean cross-entropy in nats, still on the device."""
        loss: jax.Array = network.training_step(self.model, self.optimizer, *batch)
        return loss

    def validate(self) -> dict[str, float]:
        """Loss and strict accuracy on validation; remembers the parameters of the best epoch."""
        answers, loss = self._answers("validation")
        truth = self.splits["validation"].label
        accuracy = float((answers.prediction == truth).mean())
        if accuracy > self._best_accuracy:
            self._best_accuracy, self._best_step = accuracy, self._step
            self._best = network.parameters(self.model)
        return {"validation_loss": loss, "validation_accuracy": accuracy}

    def keep_best(self) -> int:
        """Give the model the parameters of the best epoch, of equal ones the first; its last step."""
        nnx.update(self.model, self._best)
        return self._best_step

    def answers(self, split: Split) -> Answers:
        """The model's answers on a split, without dropout."""
        return self._answers(split)[0]

    def _batch(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Batch:
        label = self.splits["train"].label
        return jnp.asarray(self._tokens["train"][rows]), jnp.asarray(label[rows])

    def _answers(self, split: Split) -> tuple[Answers, float]:
        self.model.eval()
        tokens, label = self._tokens[split], self.splits[split].label
        scores, loss = network.evaluation_step(self.model, jnp.asarray(tokens), jnp.asarray(label))
        return _scored(np.asarray(jax.device_get(scores), dtype=np.float32)), float(loss)


def systems(trainer: Trainer) -> Iterator[tuple[Split, str, Answers]]:
    """The model's answers on validation and test, then those of each baseline on test.

    `ceiling` is no baseline but the best that any system could do: it has seen the answers.
    """
    for split in ("validation", "test"):
        yield split, "model", trainer.answers(split)
        yield split, "ceiling", Answers(trainer.splits[split].best)
    train, test = trainer.splits["train"], trainer.splits["test"]
    yield "test", "majority", Answers(baselines.majority(train, test.text))
    yield "test", "script_lookup", Answers(baselines.script_lookup(train, test.text))
    ngrams = baselines.choose_ngrams(train, trainer.splits["validation"], trainer.locales)
    yield "test", "char_ngrams", _scored(ngrams.scores(test.text))


def _scored(scores: Floats) -> Answers:
    """The locale with the highest score, the first of equals; n, from n x k."""
    best: Labels = scores.argmax(axis=1).astype(np.int32)
    return Answers(best, scores)
