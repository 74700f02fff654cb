"""The network: the characters of a name, alone and in short runs, summed into one vector.

A name is read as its character n-grams (1 to 3 characters, with its ends marked), each a row of
an embedding table. The rows' sum, over the root of their number, is mapped to one score per locale
(after fastText's classifier: Joulin et al. 2017, Bag of Tricks for Efficient Text Classification).
On validation it was better than convolutions over single characters, which took several times as
long, and than the same with a layer normalisation or a hidden layer.

n is the number of names, k the number of locales.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx
from numpy.typing import NDArray

from cardgen.demo.place_names.arrays import Strings
from cardgen.demo.place_names.spellings import ngrams

Tokens = NDArray[np.int32]
Vocabulary = Mapping[str, int]

PADDING = 0
EMBEDDING_DEVIATION = 0.3
"""Standard deviation of the embedding at the start."""


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """Sizes of the network; dropouts are fractions between 0 and 1."""

    longest_ngram: int = 3
    min_names: int = 2
    """An n-gram has a row of its own if at least this many training names hold it."""
    max_ngrams: int = 64
    """N-grams read of one name; what a long name has beyond them is not read."""
    features: int = 64
    ngram_dropout: float = 0.5
    """Share of a name's n-grams that a training step does not see."""
    feature_dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class OptimizerSettings:
    """AdamW with a cosine schedule: `learning_rate` at the first step, 0 at the last."""

    learning_rate: float = 1.5e-2
    weight_decay: float = 0.1
    schedule: str = "cosine decay to 0 over all steps"


class NgramNetwork(nnx.Module):  # type: ignore[misc]  # mypy does not follow flax
    """Scores of k locales for names given as rows of n-grams."""

    def __init__(self, settings: NetworkSettings, rows: int, locales: int, rngs: nnx.Rngs) -> None:
        self.embedding = nnx.Embed(
            rows + 1,
            settings.features,
            embedding_init=nnx.initializers.normal(EMBEDDING_DEVIATION),
            rngs=rngs,
        )
        # One draw per n-gram, not per feature: a whole n-gram is missing or there.
        self.ngram_dropout = nnx.Dropout(settings.ngram_dropout, broadcast_dims=(2,), rngs=rngs)
        self.feature_dropout = nnx.Dropout(settings.feature_dropout, rngs=rngs)
        self.scores = nnx.Linear(settings.features, locales, rngs=rngs)

    def __call__(self, tokens: jax.Array) -> jax.Array:
        """Logits, batch x k, of `tokens` (batch x max_ngrams, 0 is padding)."""
        present = (tokens != PADDING)[..., None].astype(jnp.float32)
        seen = self.ngram_dropout(self.embedding(tokens)) * present
        count = jnp.maximum(present.sum(axis=1), 1)  # a name of unseen characters has none
        name = seen.sum(axis=1) / jnp.sqrt(count)
        logits: jax.Array = self.scores(self.feature_dropout(name))
        return logits


def vocabulary(texts: Strings, settings: NetworkSettings) -> dict[str, int]:
    """The n-grams that enough training names hold, numbered from 1 in alphabetical order."""
    names = Counter(
        ngram for text in texts for ngram in set(ngrams(str(text), settings.longest_ngram))
    )
    frequent = sorted(ngram for ngram, count in names.items() if count >= settings.min_names)
    return {ngram: row for row, ngram in enumerate(frequent, start=1)}


def tokens(texts: Strings, rows: Vocabulary, settings: NetworkSettings) -> Tokens:
    """Rows of each name's n-grams, n x max_ngrams, shortest n-grams first, 0 is padding."""
    result = np.full((len(texts), settings.max_ngrams), PADDING, dtype=np.int32)
    for tokens_of_name, text in zip(result, texts, strict=True):
        found = [
            rows[ngram] for ngram in ngrams(str(text), settings.longest_ngram) if ngram in rows
        ]
        kept = found[: settings.max_ngrams]
        tokens_of_name[: len(kept)] = kept
    return result


def optimizer(
    model: NgramNetwork, settings: OptimizerSettings, steps: int
) -> nnx.Optimizer[NgramNetwork]:
    """AdamW for `steps` steps; its hyper-parameters stand in its state, to be recorded."""
    transformation = optax.inject_hyperparams(optax.adamw)(
        learning_rate=optax.cosine_decay_schedule(settings.learning_rate, steps),
        weight_decay=settings.weight_decay,
    )
    return nnx.Optimizer(model, transformation, wrt=nnx.Param)


@nnx.jit  # type: ignore[untyped-decorator]
def training_step(
    model: NgramNetwork,
    optimizer: nnx.Optimizer[NgramNetwork],
    batch: jax.Array,
    label: jax.Array,
) -> jax.Array:
    """One update in place; returns the batch's mean cross-entropy in nats, on the device."""

    def loss(model: NgramNetwork) -> jax.Array:
        return _cross_entropy(model(batch), label)

    value, gradients = nnx.value_and_grad(loss)(model)
    optimizer.update(model, gradients)
    result: jax.Array = value
    return result


@nnx.jit  # type: ignore[untyped-decorator]
def evaluation_step(
    model: NgramNetwork, batch: jax.Array, label: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """Probabilities, batch x k, and the mean cross-entropy in nats."""
    logits = model(batch)
    return jax.nn.softmax(logits), _cross_entropy(logits, label)


def parameters(model: NgramNetwork) -> Any:
    """A copy of the trainable parameters, to go back to with `nnx.update`.

    A copy, because the next training step may reuse the memory of the arrays themselves.
    """
    return jax.tree.map(jnp.copy, nnx.state(model, nnx.Param))


def _cross_entropy(logits: jax.Array, label: jax.Array) -> jax.Array:
    per_name: jax.Array = optax.softmax_cross_entropy_with_integer_labels(logits, label)
    return per_name.mean()
