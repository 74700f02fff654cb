"""YAML 1.2 text as a tree that knows its places, and the conversion of its nodes by type.

Scalars keep their source text (`no`, `on`, `1.10`), so that the type of the field that reads one
decides what it means; every node keeps its line and its span, so that an error can name the one
and a writer can replace the other without touching any other byte.
"""

from __future__ import annotations

from cardgen._yaml.nodes import (
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
    comment_after,
    kind_of,
    replace_span,
)
from cardgen._yaml.parse import YamlError, load, parse

__all__ = [
    "Entry",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "YamlError",
    "comment_after",
    "kind_of",
    "load",
    "parse",
    "replace_span",
]
