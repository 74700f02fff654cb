"""Tables of an HTML page: each scrolls by itself, has a name, and tells the style sheet its width."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Longer words, such as digests, may break anywhere in a table.
LONGEST_WORD = 40
WIDE, TOO_WIDE = 85, 110
"""Characters that a printed line of a table has room for, and with smaller letters."""
PADDING = 1.5
SHORT_TABLE = 12
"""Rows, the head included, that a printed page holds together."""
# An interval, or one word such as a language tag, stays on its line.
_FIGURE = re.compile(r"[0-9.,–()\s]{1,24}|\S{1,24}")


Words = Callable[["Element"], str]
"""The text of an element, as a reader sees it."""


def wrap_tables(root: Element, words: Words) -> None:
    """Put each table below *root* into a region named after its caption or its heading."""
    for cell in root.iter("td"):
        _name_cell(cell)
    for head in list(root.iter("th")):
        if "".join(head.itertext()).strip() == "":
            head.tag = "td"  # what names nothing is no heading
        else:
            head.set("scope", "col")
    parents = {child: parent for parent in root.iter() for child in parent}
    names: dict[str, int] = {}
    heading = ""
    for element in list(root.iter()):
        if element.tag in {"h2", "h3"}:
            heading = words(element)
        elif element.tag == "table":
            parent = parents[element]
            index = list(parent).index(element)
            caption = parent[index - 1] if index > 0 else None
            if caption is not None and _is_caption(caption):
                caption.set("class", "caption")
                name = words(caption[0])
            else:
                name = heading
            names[name] = names.get(name, 0) + 1
            # Two regions of one name could not be told apart.
            number = f" ({names[name]})" if names[name] > 1 else ""
            parent[index] = _region(element, name + number)


def _region(table: Element, name: str) -> Element:
    from xml.etree.ElementTree import Element as New

    kind = "table"
    kind += " short" if len(list(table.iter("tr"))) <= SHORT_TABLE else ""
    width = _width(table)
    kind += " wide" if width > WIDE else ""
    kind += " too-wide" if width > TOO_WIDE else ""
    # A region that scrolls must be reachable with the keyboard.
    box = New("div", {"class": kind, "role": "region", "aria-label": name, "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


def _name_cell(cell: Element) -> None:
    text = "".join(cell.itertext())
    if any(len(word) > LONGEST_WORD for word in text.split()):
        cell.set("class", "long")
    elif _FIGURE.fullmatch(text) is not None:
        cell.set("class", "figure")


def _is_caption(element: Element) -> bool:
    """Whether *element* is the name of the table of facts behind it: it ends with a mark or a method."""
    begins = element.tag == "p" and not element.text and len(element) > 0
    last = element[-1].get("class", "") if begins else ""
    return begins and element[0].tag == "strong" and last.startswith(("mark", "method"))


def _width(table: Element) -> float:
    """Characters that the table needs side by side, if nothing is broken that stays on its line."""
    columns: dict[int, int] = {}
    for row in table.iter("tr"):
        for index, cell in enumerate(row):
            text = "".join(cell.itertext())
            whole = _FIGURE.fullmatch(text) is not None
            longest = len(text) if whole else max(map(len, text.split()), default=0)
            columns[index] = max(columns.get(index, 0), min(longest, LONGEST_WORD))
    return sum(columns.values()) + PADDING * len(columns)
