"""Train an image classifier for a number of epochs that is fixed beforehand, and measure it.

n is the number of images of a split, k the number of classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx

from cardgen.demo.images import Answers, Floats, Images, Split
from cardgen.demo.network import (
    ConvNetwork,
    LinearNetwork,
    Network,
    NetworkSettings,
    evaluation_step,
    training_step,
)

Batch = tuple[jax.Array, jax.Array]
"""Images (batch x h x w) and labels (batch)."""

EVALUATION_BATCH = 1000
SELECTED_BY = "the last of the epochs, whose number was fixed beforehand"


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration of a training run; AdamW with a cosine schedule to 0."""

    epochs: int = 10
    batch_size: int = 128
    learning_rate: float = 2e-3
    """At the first step."""
    weight_decay: float = 1e-2
    init_seed: int = 0
    shuffle_seed: int = 1
    dropout_seed: int = 2
    network: NetworkSettings = field(default_factory=NetworkSettings)

    def configuration(self) -> dict[str, Any]:
        """All settings by name."""
        return asdict(self)

    def seeds(self) -> dict[str, int]:
        """The seeds by what they decide."""
        return {
            "init": self.init_seed, "shuffle": self.shuffle_seed, "dropout": self.dropout_seed,
        }  # fmt: skip

    def declared(self) -> dict[str, Any]:
        """What the optimiser's state does not hold."""
        return {
            "schedule": "cosine decay to 0 over all steps",
            "peak_learning_rate": self.learning_rate,
            "batch_size": self.batch_size,
            "epochs": self.epochs,
        }


class Trainer:
    """A network with its optimiser and the images that it learns from; `step` steps are done."""

    def __init__(self, images: Images, settings: Settings, *, linear: bool = False) -> None:
        self.images, self.settings = images, settings
        train = images.splits["train"]
        sides = (train.image.shape[1], train.image.shape[2])
        rngs = nnx.Rngs(params=settings.init_seed, dropout=settings.dropout_seed)
        classes = len(images.classes)
        self.model: Network = (
            LinearNetwork(sides, images.full, classes, rngs)
            if linear
            else ConvNetwork(settings.network, sides, images.full, classes, rngs)
        )
        steps = settings.epochs * (len(train.label) // settings.batch_size)
        transformation = optax.inject_hyperparams(optax.adamw)(
            learning_rate=optax.cosine_decay_schedule(settings.learning_rate, steps),
            weight_decay=settings.weight_decay,
        )
        self.optimizer = nnx.Optimizer(self.model, transformation, wrt=nnx.Param)
        self._order = np.random.default_rng(settings.shuffle_seed)
        self.step = 0

    def example(self) -> Batch:
        """The first images as a batch, to count a step's operations on."""
        return self._batch(np.arange(self.settings.batch_size))

    def batches(self) -> Iterator[tuple[int, Batch]]:
        """One epoch's steps, numbered from 1 on over all epochs, each with its batch.

        Whole batches of shuffled images; what is left over of an epoch is not trained on.
        """
        self.model.train()
        size = self.settings.batch_size
        shuffled = self._order.permutation(len(self.images.splits["train"].label))
        for start in range(0, len(shuffled) - size + 1, size):
            self.step += 1
            yield self.step, self._batch(shuffled[start : start + size])

    def learn(self, batch: Batch) -> jax.Array:
        """One update; the batch's mean cross-entropy in nats, still on the device."""
        loss: jax.Array = training_step(self.model, self.optimizer, *batch)
        return loss

    def measure(self, *splits: Split) -> dict[str, float]:
        """Mean cross-entropy in nats and accuracy on whole splits, without dropout."""
        measured = {}
        for split in splits:
            score, loss = self._evaluate(split)
            label = self.images.splits[split].label
            measured[f"{split}_loss"] = float(loss.mean())
            measured[f"{split}_accuracy"] = float((score.argmax(axis=1) == label).mean())
        return measured

    def answers(self, split: Split) -> Answers:
        """The class with the highest probability, the first of equals, and all probabilities."""
        score, _ = self._evaluate(split)
        return Answers(score.argmax(axis=1).astype(np.int32), score)

    def _batch(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Batch:
        train = self.images.splits["train"]
        return jnp.asarray(train.image[rows]), jnp.asarray(train.label[rows])

    def _evaluate(self, split: Split) -> tuple[Floats, Floats]:
        """Probabilities, n x k, and cross-entropy of each image, n."""
        self.model.eval()
        examples = self.images.splits[split]
        parts = []
        for start in range(0, len(examples.label), EVALUATION_BATCH):
            rows = slice(start, start + EVALUATION_BATCH)
            image, label = jnp.asarray(examples.image[rows]), jnp.asarray(examples.label[rows])
            parts.append(jax.device_get(evaluation_step(self.model, image, label)))
        scores, losses = zip(*parts, strict=True)
        return np.concatenate(scores), np.concatenate(losses)
