"""Comments that end a text early: YAML reads `Ranked #1 of all` as `Ranked`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from cardgen._yaml import Mapping, Node, Scalar, Sequence, comment_after
from cardgen.documents._types import Prose, Text

LONGEST = 60
"""Characters of a comment that are shown."""


def comments(text: str, node: Node | None, value: Any) -> Iterator[tuple[int, str]]:
    """The 1-based line and the words of each comment that follows free text on its own line.

    Numbers, dates, identifiers and texts in quotes are whole without what follows them.

    Args:
        text: The source of *node*.
        node: What a person wrote.
        value: What it was read as.
    """
    for scalar in _plain_texts(node, value):
        comment = comment_after(text, scalar)
        if comment is not None:
            line = scalar.line + text.count("\n", *scalar.span)
            yield line, comment if len(comment) <= LONGEST else comment[: LONGEST - 1] + "…"


def _plain_texts(node: Node | None, value: Any) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        if node.style == "plain" and isinstance(value, (Prose, Text)):
            yield node
    elif isinstance(node, Sequence) and isinstance(value, tuple):
        for item, part in zip(node.items, value, strict=True):
            yield from _plain_texts(item, part)
    elif isinstance(node, Mapping) and isinstance(value, BaseModel):
        for entry in node.entries:
            yield from _plain_texts(entry.value, getattr(value, entry.key.text, None))
