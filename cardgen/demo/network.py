"""A small convolutional network for images, and its training and evaluation steps.

b is the number of images in a batch, h and w are their sides in pixels, k the number of classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import jax
import jax.numpy as jnp
import optax
from flax import nnx


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """Two convolutions, a hidden layer and a layer of scores; `dropout` is between 0 and 1.

    Strides instead of pooling: on a CPU the second convolution is what costs time.
    """

    kernels: tuple[int, int] = (3, 3)
    strides: tuple[int, int] = (1, 2)
    channels: tuple[int, int] = (16, 32)
    hidden: int = 64
    dropout: float = 0.3


class ConvNetwork(nnx.Module):  # type: ignore[misc]  # mypy does not follow flax
    """Scores of k classes for images of h x w pixels, whose values go from 0 to `full`."""

    def __init__(
        self,
        settings: NetworkSettings,
        sides: tuple[int, int],
        full: int,
        classes: int,
        rngs: nnx.Rngs,
    ) -> None:
        self.full = full
        (kernel, kernel_2), (stride, stride_2) = settings.kernels, settings.strides
        few, many = settings.channels
        self.first = nnx.Conv(1, few, (kernel, kernel), strides=stride, rngs=rngs)
        self.second = nnx.Conv(few, many, (kernel_2, kernel_2), strides=stride_2, rngs=rngs)
        height, width = (ceil(ceil(side / stride) / stride_2) for side in sides)
        self.hidden = nnx.Linear(height * width * many, settings.hidden, rngs=rngs)
        self.dropout = nnx.Dropout(settings.dropout, rngs=rngs)
        self.scores = nnx.Linear(settings.hidden, classes, rngs=rngs)

    def __call__(self, images: jax.Array) -> jax.Array:
        """Logits, b x k, of `images` (b x h x w, whole numbers)."""
        x = images[..., None].astype(jnp.float32) / self.full
        x = nnx.relu(self.second(nnx.relu(self.first(x))))
        x = nnx.relu(self.hidden(x.reshape(len(x), -1)))
        logits: jax.Array = self.scores(self.dropout(x))
        return logits


class LinearNetwork(nnx.Module):  # type: ignore[misc]  # mypy does not follow flax
    """Multinomial logistic regression on the pixels: a baseline."""

    def __init__(self, sides: tuple[int, int], full: int, classes: int, rngs: nnx.Rngs) -> None:
        self.full = full
        self.scores = nnx.Linear(sides[0] * sides[1], classes, rngs=rngs)

    def __call__(self, images: jax.Array) -> jax.Array:
        """Logits, b x k, of `images` (b x h x w, whole numbers)."""
        pixels = images.reshape(len(images), -1).astype(jnp.float32) / self.full
        logits: jax.Array = self.scores(pixels)
        return logits


Network = ConvNetwork | LinearNetwork


@nnx.jit  # type: ignore[untyped-decorator]
def training_step(
    model: Network, optimizer: nnx.Optimizer[Network], images: jax.Array, label: jax.Array
) -> jax.Array:
    """One update in place; returns the batch's mean cross-entropy in nats, on the device."""

    def loss(model: Network) -> jax.Array:
        return _cross_entropy(model(images), label).mean()

    value, gradients = nnx.value_and_grad(loss)(model)
    optimizer.update(model, gradients)
    result: jax.Array = value
    return result


@nnx.jit  # type: ignore[untyped-decorator]
def evaluation_step(
    model: Network, images: jax.Array, label: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """Probabilities, b x k, and the cross-entropy in nats of each image, b."""
    logits = model(images)
    return jax.nn.softmax(logits), _cross_entropy(logits, label)


def _cross_entropy(logits: jax.Array, label: jax.Array) -> jax.Array:
    per_image: jax.Array = optax.softmax_cross_entropy_with_integer_labels(logits, label)
    return per_image
