"""Three baselines: the majority, a script look-up and character n-grams.

Each learns from the training split alone; the n-grams' two settings are chosen on validation.
n is the number of names, k the number of locales, f the number of n-grams seen in training.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cardgen.demo.place_names import spellings
from cardgen.demo.place_names.arrays import Examples, Floats, Labels, Strings

LONGEST_NGRAMS = (2, 3, 4)
SMOOTHINGS = (0.003, 0.03, 0.3)


@dataclass(frozen=True, slots=True)
class NgramSettings:
    """N-grams of 1 to `longest` characters; `smoothing` is added to every count."""

    longest: int
    smoothing: float


def majority(train: Examples, texts: Strings) -> Labels:
    """The most frequent locale of the training split, for every name; ties go to the first."""
    return np.full(len(texts), np.bincount(train.label).argmax(), dtype=np.int32)


def script_lookup(train: Examples, texts: Strings) -> Labels:
    """The most frequent locale among training names of the same script, else the majority."""
    by_script = {
        script: np.bincount(train.label[train.groups["script"] == script]).argmax()
        for script in np.unique(train.groups["script"])
    }
    fallback = np.bincount(train.label).argmax()
    found = [by_script.get(spellings.script(str(text)), fallback) for text in texts]
    return np.array(found, dtype=np.int32)


class CharacterNgrams:
    """Multinomial naive Bayes over character n-grams, with the ends of a name marked.

    Manning, Raghavan & Schütze 2008, Introduction to Information Retrieval, chapter 13.2.
    """

    def __init__(self, train: Examples, classes: int, settings: NgramSettings) -> None:
        self.settings = settings
        self._feature: dict[str, int] = {}
        for text in train.text:
            for ngram in spellings.ngrams(str(text), settings.longest):
                self._feature.setdefault(ngram, len(self._feature))
        counts = np.full((classes, len(self._feature)), settings.smoothing)
        for text, label in zip(train.text, train.label, strict=True):
            np.add.at(counts[label], self._features(str(text)), 1)
        self._log_likelihood = np.log(counts / counts.sum(axis=1, keepdims=True))
        self._log_prior = np.log(np.bincount(train.label, minlength=classes) / len(train.label))

    def scores(self, texts: Strings) -> Floats:
        """Probabilities, n x k; n-grams that training did not hold count for nothing."""
        logits = np.stack(
            [
                self._log_prior + self._log_likelihood[:, self._features(str(text))].sum(axis=1)
                for text in texts
            ]
        )
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        scores: Floats = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
        return scores

    def _features(self, text: str) -> list[int]:
        ngrams = spellings.ngrams(text, self.settings.longest)
        return [self._feature[ngram] for ngram in ngrams if ngram in self._feature]


def choose_ngrams(
    train: Examples,
    validation: Examples,
    classes: int,
    longest: Sequence[int] = LONGEST_NGRAMS,
    smoothings: Sequence[float] = SMOOTHINGS,
) -> CharacterNgrams:
    """The settings with the highest strict accuracy on validation; of equal ones the first."""
    candidates = [
        CharacterNgrams(train, classes, NgramSettings(size, smoothing))
        for size in longest
        for smoothing in smoothings
    ]
    return max(candidates, key=lambda candidate: _accuracy(candidate, validation))


def _accuracy(ngrams: CharacterNgrams, examples: Examples) -> float:
    return float((ngrams.scores(examples.text).argmax(axis=1) == examples.label).mean())
