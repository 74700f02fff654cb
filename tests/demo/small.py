"""A demo's script, really run in a project of its own, with small settings or data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from runpy import run_module
from typing import Any

import jax
import numpy as np
import pytest

from cardgen.demo import needs, project
from cardgen.demo.images import Examples, Images


def run_small(data: str, folder: Path, smaller: Mapping[str, Any]) -> None:
    """Write the project of the demo on *data* in *folder* and run its script there.

    Args:
        data: Which demo, by the name of its data.
        folder: A new folder.
        smaller: What stands in for settings or data, by its full name.
    """
    package = needs.package(data)
    project._write_project(folder, package)
    with compiled_quickly(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in smaller.items():
            patch.setattr(name, value)
        run_module(f"{package}.script")


@contextmanager
def compiled_quickly() -> Iterator[None]:
    """Have JAX compile without most optimisations: for a few steps that is what takes the time."""
    jax.config.update("jax_disable_most_optimizations", True)
    try:
        yield
    finally:
        jax.config.update("jax_disable_most_optimizations", False)


def few(images: Images, count: int) -> Images:
    """*count* rows of each split, evenly spaced: equal sizes, so that JAX compiles once for all."""
    splits = {split: _rows(part, count) for split, part in images.splits.items()}
    return Images(splits, images.classes, images.full)


def _rows(part: Examples, count: int) -> Examples:
    rows = np.linspace(0, len(part.label) - 1, count).astype(int)
    groups = {name: values[rows] for name, values in part.groups.items()}
    return Examples(part.example_id[rows], part.image[rows], part.label[rows], groups, part.files)
