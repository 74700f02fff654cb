"""Text in print: where long runs may break, and where long texts are cut for the sake of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

BREAK = "\u200b"
"""Zero width space: a line may break here; it is neither drawn nor copied out of the PDF."""
JOINER, NON_JOINER = "\u200d", "\u200c"
LONGEST_RUN, PIECE = 32, 16
LONGEST_TEXT = 4096
"""Characters that WeasyPrint lays out at once; for each line it copies all that is left of a text."""
_RUN = re.compile(rf"[^\s{BREAK}]{{{LONGEST_RUN + 1},}}")
# Addresses and paths break best behind their marks.
_MARKS = r"/.:@_=&?,;+#-"
_PART = re.compile(rf"[^{_MARKS}]*[{_MARKS}]+|[^{_MARKS}]+")


def break_points(text: str) -> str:
    """*text* with break points in every run of more than `LONGEST_RUN` characters.

    Without them WeasyPrint lays out all the rest of a run for each of its lines.
    """
    return _RUN.sub(lambda run: "".join(_with_breaks(run[0])), text)


def _with_breaks(run: str) -> Iterator[str]:
    before = ""
    for piece in _pieces(run):
        # A mark stays with its letter, and a joiner with both.
        if before != "" and not is_attached(piece[0]) and before[-1] != JOINER:
            yield BREAK
        yield piece
        before = piece


def _pieces(run: str) -> Iterator[str]:
    for part in _PART.findall(run):
        if len(part) <= LONGEST_RUN:
            yield part
        else:
            yield from (part[start : start + PIECE] for start in range(0, len(part), PIECE))


def is_attached(character: str) -> bool:
    """Whether *character* may not be parted from the one before it."""
    return category(character)[0] == "M" or character in {JOINER, NON_JOINER}


def cut(text: str) -> list[str]:
    """*text* in parts of at most about `LONGEST_TEXT` characters, cut where a line may break."""
    parts, done = [], 0
    while len(text) - done > LONGEST_TEXT:
        end = 1 + max(text.rfind(space, done, done + LONGEST_TEXT) for space in (" ", "\n", BREAK))
        if end <= done:  # a script without spaces
            end = done + LONGEST_TEXT
            while end < len(text) and (is_attached(text[end]) or text[end - 1] == JOINER):
                end += 1
        parts.append(text[done:end])
        done = end
    return [*parts, text[done:]]
