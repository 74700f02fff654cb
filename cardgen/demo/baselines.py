"""Three baselines of the image demos: the majority, the nearest mean and a linear classifier.

Each learns from the training split alone, and nothing of them is chosen on other splits.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cardgen.demo.classifier import Settings, Trainer
from cardgen.demo.images import Answers, Images, Labels, Pixels, Split


def majority(images: Images, split: Split) -> Answers:
    """The most frequent class of the training split, for every image; ties go to the first."""
    counts = np.bincount(images.splits["train"].label, minlength=len(images.classes))
    return Answers(np.full(len(images.splits[split].label), counts.argmax(), dtype=np.int32))


def nearest_mean(images: Images, split: Split) -> Answers:
    """The class whose mean training image has the least Euclidean distance; ties to the first.

    Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, chapter 18.2, without
    shrinking and with equal variances.
    """
    train = images.splits["train"]
    pixels, label = _flat(train.image), train.label
    means = np.stack([pixels[label == index].mean(axis=0) for index in range(len(images.classes))])
    given = _flat(images.splits[split].image)
    # The square of a picture's own length is the same for every class.
    distance = (means**2).sum(axis=1) - 2 * given @ means.T
    nearest: Labels = distance.argmin(axis=1).astype(np.int32)
    return Answers(nearest)


def linear(images: Images, settings: Settings) -> Trainer:
    """Multinomial logistic regression on the pixels, with the network's own settings of training."""
    trainer = Trainer(images, settings, linear=True)
    for _ in range(settings.epochs):
        for _, batch in trainer.batches():
            trainer.learn(batch)
    return trainer


def systems(trainer: Trainer) -> Iterator[tuple[Split, str, Answers]]:
    """The model's answers on validation and test, then those of each baseline on test."""
    for split in ("validation", "test"):
        yield split, "model", trainer.answers(split)
    images, settings = trainer.images, trainer.settings
    yield "test", "majority", majority(images, "test")
    yield "test", "nearest_mean", nearest_mean(images, "test")
    yield "test", "linear", linear(images, settings).answers("test")


def _flat(image: Pixels) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return image.reshape(len(image), -1).astype(np.float64)
