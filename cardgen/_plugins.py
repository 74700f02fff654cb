"""Find plug-ins: one module in a package is one plug-in, and its file name is its id."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from cardgen.errors import CardgenError

_KINDS = {"cardgen.documents": "document type", "cardgen.formats": "format"}
"""What people call a plug-in of a package."""


def names(package: str) -> list[str]:
    """Ids of the built-in plug-ins of *package*, sorted; modules that begin with `_` are private."""
    return list(_below(tuple(importlib.import_module(package).__path__)))


@cache
def _below(path: tuple[str, ...]) -> tuple[str, ...]:
    # A page asks for every kind of chart at every question.
    return tuple(sorted(m.name for m in pkgutil.iter_modules(path) if not m.name.startswith("_")))


def load(package: str, name: str) -> ModuleType:
    """The plug-in *name* of *package*: built in, else from the entry-point group of that name.

    Raises:
        CardgenError: No plug-in has that name.
    """
    known = names(package)
    if name in known:
        return importlib.import_module(f"{package}.{name}")
    # Scanning entry points costs tens of milliseconds, so only an unknown name pays for it.
    from importlib.metadata import entry_points

    for entry in entry_points(group=package):
        if entry.name == name:
            plugin: ModuleType = entry.load()
            return plugin
    kind = _KINDS.get(package, "plug-in")
    message = f"there is no {kind} {name}; choose from {', '.join(known)}"
    raise CardgenError(message)
