"""The node tree: mappings, sequences and scalars, each with its line and its span in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "quoted", "block"]

# The core schema of YAML 1.2.2, section 10.3.2.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NAN = frozenset({".nan", ".NaN", ".NAN"})
_COMMENT = re.compile(r"[ \t]+(#.*?)[ \t\r]*$", re.MULTILINE)
# Python refuses to convert longer decimal texts to an integer (a guard against slow conversions).
_LONGEST_INT = 4000


@dataclass(frozen=True)
class Scalar:
    """One scalar with the text it has in the source (quotes and block indentation resolved)."""

    text: str
    style: Style
    line: int
    """1-based line on which the node begins."""
    span: tuple[int, int]
    """Characters [begin, end) of the node in the text; empty for a key without a value."""

    @property
    def is_null(self) -> bool:
        """True for nothing, `~` and `null`; a quoted empty text is a value."""
        return self.style == "plain" and self.text in _NULL

    def core(self) -> str | int | float | bool | None:
        """The value by YAML 1.2's core schema, for fields without a type of their own."""
        if self.style != "plain":
            return self.text
        if self.is_null:
            return None
        if self.text in _TRUE or self.text in _FALSE:
            return self.text in _TRUE
        number = self.number()
        return self.text if number is None else number

    def number(self) -> int | float | None:
        """The number that a plain scalar stands for; None when it stands for none."""
        text = self.text
        if self.style != "plain" or len(text) > _LONGEST_INT:
            return None
        if _INT.fullmatch(text):
            base = {"0o": 8, "0x": 16}.get(text[:2], 10)
            return int(text, base)
        if _FLOAT.fullmatch(text):
            return float(text)
        if _INFINITE.fullmatch(text):
            return float(text.replace(".", ""))
        return float("nan") if text in _NAN else None


@dataclass(frozen=True)
class Entry:
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True)
class Mapping:
    """A mapping in the order of the text; keys are unique."""

    entries: tuple[Entry, ...]
    line: int
    span: tuple[int, int]
    flow: bool

    def get(self, name: str) -> Node | None:
        """The value of the key *name*, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The keys in the order of the text."""
        return tuple(entry.key.text for entry in self.entries)


@dataclass(frozen=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    span: tuple[int, int]
    flow: bool


Node = Mapping | Sequence | Scalar


def kind_of(node: Node) -> str:
    """What the node is, in words for an error: "a mapping", "a list", "'many'", "nothing"."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    if node.is_null:
        return "nothing"
    text = node.text if len(node.text) <= 60 else node.text[:57] + "…"
    return f"the text {text!r}" if node.style != "plain" else repr(text)


def comment_after(text: str, node: Node) -> str | None:
    """The comment, with its `#`, that follows *node* on the line where it ends, or None.

    Args:
        text: The text that *node* was parsed from.
        node: Any node of it.
    """
    found = _COMMENT.match(text, node.span[1])
    return None if found is None else found[1]


def replace_span(text: str, node: Node, new_yaml: str) -> str:
    """*text* with the bytes of *node* replaced by *new_yaml*; everything else stays as it is.

    Args:
        text: The text that *node* was parsed from.
        node: Any node of it; an empty one (`key:`) gets the space that its key needs.
        new_yaml: YAML for the node's place, without a line break at its end; lines after the first
            must already be indented for that place.
    """
    begin, end = node.span
    gap = " " if begin == end and new_yaml != "" and not new_yaml.startswith("\n") else ""
    return text[:begin] + gap + new_yaml + text[end:]
