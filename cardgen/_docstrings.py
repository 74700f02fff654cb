"""The docstrings below a class's attributes, read once for each module.

Pydantic's `use_attribute_docstrings` looks for the source of every class anew, and of every generic
class with each of its parameters: half of the time that importing the document types took.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import cleandoc
from pathlib import Path


def attribute_docstrings(cls: type) -> Mapping[str, str]:
    """By attribute, the text below it in the body of *cls*; empty where there is no source."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    return {} if file is None else _of_module(file).get(cls.__qualname__, {})


@cache
def _of_module(file: str) -> Mapping[str, Mapping[str, str]]:
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    return dict(_classes(tree, ""))


def _classes(node: ast.AST, prefix: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every class below *node* by its qualified name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield f"{prefix}{child.name}", dict(_attributes(child))
            yield from _classes(child, f"{prefix}{child.name}.")
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _classes(child, f"{prefix}{child.name}.<locals>.")


def _attributes(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for above, below in zip(node.body, node.body[1:], strict=False):
        match above, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, cleandoc(text)
            case _:
                pass
