"""What a demo needs before it can run, and the demos that there are."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import cardgen.demo
from cardgen.errors import CardgenError, MissingDependencyError

TRAINING = ("codecarbon", "flax", "jax", "numpy", "optax")
"""Libraries that every demo trains and records with."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What one demo needs besides `TRAINING`: each sub-package of `cardgen.demo` has a `DEMO`."""

    libraries: tuple[str, ...] = ()
    """Names of Python packages, as they are imported."""
    files: tuple[Path, ...] = ()
    """Data that no Python package ships."""
    install_files: str = ""
    """What to type where one of the files is missing."""


def names() -> list[str]:
    """The demos by the name of their data, sorted."""
    modules = pkgutil.iter_modules(cardgen.demo.__path__)
    return sorted(module.name.replace("_", "-") for module in modules if module.ispkg)


def package(data: str) -> str:
    """The sub-package of the demo on *data*.

    Raises:
        CardgenError: There is no such demo.
    """
    if data not in names():
        message = f"there is no demo on {data}; choose from {', '.join(names())}"
        raise CardgenError(message)
    return f"cardgen.demo.{data.replace('-', '_')}"


def refuse_missing(data: str) -> None:
    """Raise where something is missing that the demo on *data* needs.

    Raises:
        MissingDependencyError: A library or a file is not there; the text says what to install.
    """
    demo: Demo = importlib.import_module(package(data)).DEMO
    libraries = [name for name in (*demo.libraries, *TRAINING) if find_spec(name) is None]
    if libraries != []:
        message = (
            f'the demo needs {", ".join(libraries)}; install with: pip install "cardgen-ml[demo]"'
        )
        raise MissingDependencyError(message)
    files = [file for file in demo.files if not file.is_file()]
    if files != []:
        message = f"{files[0]}: is missing; install the data with: {demo.install_files}"
        raise MissingDependencyError(message)
