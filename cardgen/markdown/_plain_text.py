"""Text that holds no Markdown, told by one look, so that most answers need no parser."""

from __future__ import annotations

import re

# Words with spaces between, without a character that Markdown acts on inside a line.
_INSIDE = r"[^\s\x00`*_\[\]<&\\|~]"
_LINE = rf"[^\W\d_]{_INSIDE}*+(?: ++{_INSIDE}++)*+"
# Each line begins with a letter: no list, heading, table, quotation, rule or code does.
_PARAGRAPHS = re.compile(rf"{_LINE}(?:\n\n?{_LINE})*+\n*+")


def paragraphs(text: str) -> list[str] | None:
    """The paragraphs of *text*, each on one line; None where a parser must tell what it holds."""
    if _PARAGRAPHS.fullmatch(text) is None:
        return None
    return [" ".join(part.split()) for part in text.rstrip("\n").split("\n\n")]
