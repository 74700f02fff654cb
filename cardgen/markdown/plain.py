"""The bare words of people's Markdown, for places that hold one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cardgen.markdown._plain_text import items, paragraphs
from cardgen.markdown.prose import parser

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 4000
"""Characters that are read: an excerpt shows far fewer."""
_SENTENCE = re.compile(r"[.!?]['\")\]]?(?=\s)")
_ENDS = (".", "!", "?", ":", ";", ",")


def plain(text: str) -> str:
    """The words of the start of *text* on one line, without marks; semicolons part its blocks."""
    start = text[:LONGEST]
    lines = paragraphs(start) or items(start)
    return joined(
        parsed_blocks(start) if lines is None else [line.replace("`", "") for line in lines]
    )


def parsed_blocks(text: str) -> list[str]:
    """The words of each block of *text*, by the parser."""
    blocks = [" ".join(_words(token).split()) for token in parser().parse(text)]
    return [block for block in blocks if block != ""]


def joined(blocks: list[str]) -> str:
    """*blocks* on one line."""
    parts = [block if block.endswith(_ENDS) else f"{block};" for block in blocks[:-1]]
    return " ".join([*parts, *blocks[-1:]])


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(" " if part.type.endswith("break") else part.content for part in token.children)


def excerpt(text: str, longest: int) -> tuple[str, bool]:
    """The start of *text*, at most *longest* characters, and whether something was cut.

    It ends with a sentence where one ends in its second half, otherwise with a word.
    """
    if len(text) <= longest:
        return text, False
    start = text[: longest + 1]
    sentences = [m.end() for m in _SENTENCE.finditer(start) if m.end() >= longest // 2]
    if sentences != []:
        return start[: sentences[-1]], True
    words, _, rest = start.rpartition(" ")
    return (words if len(rest) < longest // 2 else start[:longest]), True
