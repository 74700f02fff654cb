"""Break points in long words: without them one long run of letters costs minutes of layout."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST_RUN = 32
PIECE = 16
# Python-Markdown keeps raw HTML between U+0002 and U+0003 until the end; it must stay whole.
_RUN = re.compile(rf"[^\s\x02\x03]{{{LONGEST_RUN + 1},}}")
# An entity is one character on the page.
_CHARACTER = re.compile(r"&#?\w+;|.", re.DOTALL)


def break_long_words(root: Element) -> None:
    """Put `<wbr>` into every run of more than `LONGEST_RUN` characters below *root*."""
    for parent in list(root.iter()):
        children = _breaks(parent, "text")
        for child in parent:
            children += [child, *_breaks(child, "tail")]
        parent[:] = children


def _breaks(holder: Element, attribute: str) -> list[Element]:
    """The breaks behind what is left of the text of *holder*."""
    from xml.etree.ElementTree import Element as New

    text = getattr(holder, attribute)
    if text is None or _RUN.search(text) is None:
        return []
    first, *rest = _pieces(text)
    setattr(holder, attribute, first)
    breaks = [New("wbr") for _ in rest]
    for element, piece in zip(breaks, rest, strict=True):
        element.tail = piece
    return breaks


def _pieces(text: str) -> Iterator[str]:
    """*text* cut where a long run may break; joined, the pieces are *text*."""
    done = 0
    for run in _RUN.finditer(text):
        for count, character in enumerate(_CHARACTER.finditer(run[0])):
            if count > 0 and count % PIECE == 0 and not _combines(character[0]):
                begin = run.start() + character.start()
                yield text[done:begin]
                done = begin
    yield text[done:]


def _combines(character: str) -> bool:
    """Whether *character* belongs to the letter before it."""
    return unicodedata.category(character[0]).startswith("M") or character == "\u200d"
