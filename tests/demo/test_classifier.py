from __future__ import annotations

import numpy as np
import pytest

from cardgen.demo.classifier import Settings, Trainer
from cardgen.demo.images import Examples, Images, Split
from tests.demo.small import compiled_quickly


def _examples(count: int) -> Examples:
    """Pictures of 6 x 5 pixels: class 0 has ink above, class 1 below."""
    label = np.arange(count, dtype=np.int32) % 2
    image = np.zeros((count, 6, 5), dtype=np.uint8)
    image[label == 0, :3] = 9
    image[label == 1, 3:] = 9
    return Examples(np.arange(count).astype(np.str_), image, label)


SIZES: dict[Split, int] = {"train": 70, "validation": 10, "test": 1001}
IMAGES = Images({split: _examples(count) for split, count in SIZES.items()}, ("up", "down"), 9)


@pytest.fixture(scope="module")
def trained() -> tuple[list[int], Trainer]:
    """The numbers of the steps of three epochs, and the trainer after them."""
    settings = Settings(epochs=3, batch_size=16)
    trainer = Trainer(IMAGES, settings)
    steps = []
    with compiled_quickly():
        for _ in range(settings.epochs):
            for step, batch in trainer.batches():
                trainer.learn(batch)
                steps.append(step)
    return steps, trainer


def test_steps_are_counted_over_all_epochs_in_whole_batches(
    trained: tuple[list[int], Trainer],
) -> None:
    assert trained[0] == list(range(1, 3 * (70 // 16) + 1))


def test_what_is_told_apart_by_one_look_is_learnt(trained: tuple[list[int], Trainer]) -> None:
    measured = trained[1].measure("train", "test")
    accuracies = {name: value for name, value in measured.items() if name.endswith("accuracy")}
    assert accuracies == {"train_accuracy": 1, "test_accuracy": 1}


def test_scores_are_probabilities_whose_highest_is_the_prediction(
    trained: tuple[list[int], Trainer],
) -> None:
    answers = trained[1].answers("test")
    assert answers.score is not None
    assert answers.score.shape == (1001, 2)
    assert np.allclose(answers.score.sum(axis=1), 1, atol=1e-5)
    assert (answers.score.argmax(axis=1) == answers.prediction).all()
