"""Where templates, schemas and fonts lie: inside an installed wheel, or beside a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resources(name: str) -> Traversable:
    """The folder *name* (`templates`, `schemas` or `fonts`)."""
    packaged = files("cardgen").joinpath("_data", name)
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / name
