"""Labelled images as arrays: what the image demos learn from and record.

n is the number of images of a split, h and w their height and width in pixels, k the number of
classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Split = Literal["train", "validation", "test"]

Strings = NDArray[np.str_]
Labels = NDArray[np.int32]
Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Examples:
    """The images of one split: `image` (n x h x w, 0 is empty) and `label` (n, index of a class).

    `groups` are n strings each; `files` are those that the images were read from.
    """

    example_id: Strings
    image: Pixels
    label: Labels
    groups: Mapping[str, Strings] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The split as a recorder takes it."""
        arrays = {"image": self.image, "label": self.label}
        return {"arrays": arrays, "label": "label", "groups": self.groups, "files": self.files}

    def truth(self) -> dict[str, Any]:
        """What an evaluation needs to know about the images."""
        return {"example_id": self.example_id, "label": self.label, "groups": self.groups}


@dataclass(frozen=True, slots=True)
class Images:
    """A data set: its splits, the names of its classes, and the value of a pixel that is full."""

    splits: Mapping[Split, Examples]
    classes: tuple[str, ...]
    full: int


class Answers(NamedTuple):
    """A system's answers on a split: n labels and, unless it has none, n x k probabilities."""

    prediction: Labels
    score: Floats | None = None
