"""Text that holds no more Markdown than inline code and one list, told by one look.

Most answers are such text, and parsing costs a hundred times as much as looking.
"""

from __future__ import annotations

import re

# White space other than spaces, and what may mean something in Markdown.
_ODD = "\t\n\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_WORDS = rf"[^{_ODD}\x00`*_\[\]<&\\|~]"
# Code holds what it likes; an underscore inside a word, as in `weight_decay`, is no emphasis.
_CODE = r"(?<!`)`[^\s\x00`]++(?: ++[^\s\x00`]++)*+`(?!`)"
_RUN = rf"(?:{_WORDS}++|(?<=[^\W_])_(?=[^\W_])|{_CODE})"
# A line begins with a letter or code: no list, heading, table, quotation or rule does.
_LINE = rf"(?:[^\W\d_]|{_CODE}){_RUN}*+"
# A space may end a line that goes on, and no other; two of them would end it for good.
_LINES = rf"{_LINE}(?:(?<!  )\n *+{_LINE})*+(?<! )"
_PARAGRAPHS = re.compile(rf"{_LINES}(?:\n\n{_LINES})*+\n*+")
_ITEM = rf"- {_LINE}(?:(?<! )\n  {_LINE})*+(?<! )"
_ITEMS = re.compile(rf"{_ITEM}(?:\n{_ITEM})*+\n*+")


def paragraphs(text: str) -> list[str] | None:
    """The paragraphs of *text*, each on one line; None where a parser must tell what it holds."""
    if _PARAGRAPHS.fullmatch(text) is None:
        return None
    return [_one_line(part) for part in text.rstrip("\n").split("\n\n")]


def items(text: str) -> list[str] | None:
    """The items of *text*, each on one line, where it is one simple list; None otherwise."""
    if _ITEMS.fullmatch(text) is None:
        return None
    return [_one_line(item) for item in text.removeprefix("- ").split("\n- ")]


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "  " in text else text
