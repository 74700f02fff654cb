"""The HTML page's tree made fit for print, where WeasyPrint or PDF/UA asks for another form."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "data:image/svg+xml;base64,"
BREAK = "\u200b"
"""Zero width space: a line may break here; it is neither drawn nor copied out of the PDF."""
JOINER, NON_JOINER = "\u200d", "\u200c"
LONGEST_RUN, PIECE = 32, 16
_RUN = re.compile(rf"[^\s{BREAK}]{{{LONGEST_RUN + 1},}}")


def make_printable(root: Element, table: Mapping[int, int | str]) -> None:
    """Change the tree below *root* in all the ways of this module.

    Args:
        root: The page, as WeasyPrint has parsed it.
        table: For `str.translate`; what to draw in place of characters that no font holds.
    """
    write_breaks_as_text(root)
    move_links_inside(root)
    for element in root.iter():
        if element.tag == "style":
            element.text = (element.text or "").translate(table)
        elif element.tag != "title":  # metadata is not drawn, and keeps every character
            element.text = _printable(element.text, table)
        element.tail = _printable(element.tail, table)
        if element.get("src", "").startswith(SVG):
            element.set("src", _picture(element.get("src", ""), table))


def _picture(address: str, table: Mapping[int, int | str]) -> str:
    svg = base64.b64decode(address.removeprefix(SVG)).decode()
    return SVG + base64.b64encode(svg.translate(table).encode()).decode()


def _printable(text: str | None, table: Mapping[int, int | str]) -> str | None:
    return None if text is None else break_points(text).translate(table)


def break_points(text: str) -> str:
    """*text* with break points in every run of more than `LONGEST_RUN` characters.

    Without them WeasyPrint lays out all the rest of a run for each of its lines.
    """
    return _RUN.sub(lambda run: BREAK.join(_pieces(run[0])), text)


def _pieces(run: str) -> Iterator[str]:
    done = 0
    while len(run) - done > PIECE:
        end = done + PIECE
        # A mark stays with its letter, and a joiner with both.
        while end < len(run) and (_is_attached(run[end]) or run[end - 1] == JOINER):
            end += 1
        yield run[done:end]
        done = end
    yield run[done:]


def _is_attached(character: str) -> bool:
    return category(character)[0] == "M" or character in {JOINER, NON_JOINER}


def write_breaks_as_text(root: Element) -> None:
    """Replace each `<wbr>` by the character that it stands for: a box for each takes its time."""
    for parent in list(root.iter()):
        if parent.find("wbr") is not None:
            _write_breaks(parent)


def _write_breaks(parent: Element) -> None:
    kept: list[Element] = []
    holder, attribute, words = parent, "text", [parent.text or ""]
    for child in parent:
        if child.tag == "wbr":
            words += [BREAK, child.tail or ""]
            continue
        setattr(holder, attribute, "".join(words))
        holder, attribute, words = child, "tail", [child.tail or ""]
        kept.append(child)
    setattr(holder, attribute, "".join(words))
    parent[:] = kept


def move_links_inside(root: Element) -> None:
    """Let no link hold an element: `<a>x <b>y</b></a>` becomes `<a>x </a><b><a>y</a></b>`.

    WeasyPrint makes every element in a link a link of its own, outside the tag that PDF/UA asks for.
    """
    for parent in list(root.iter()):
        if any(child.tag == "a" and len(child) > 0 for child in parent):
            parent[:] = [part for child in parent for part in _moved_inside(child)]


def _moved_inside(child: Element) -> list[Element]:
    if child.tag != "a" or len(child) == 0:
        return [child]
    tail = child.tail
    parts = _linked_words(child, child)
    # The target of other links stays one place.
    parts[0].attrib |= {"id": child.get("id", "")} if "id" in child.keys() else {}  # noqa: SIM118
    parts[-1].tail = tail
    return parts


def _linked_words(holder: Element, link: Element) -> list[Element]:
    """What *holder* holds, with each of its texts in a link of its own like *link*."""
    parts = [_like(link, holder.text)]
    for inner in holder:
        parts += [inner, _like(link, inner.tail)]
        inner[:] = _linked_words(inner, link)
        inner.text = inner.tail = None
    return [part for part in parts if part.tag != "a" or part.text not in {None, ""}]


def _like(link: Element, text: str | None) -> Element:
    from xml.etree.ElementTree import Element as New

    made = New("a", {name: value for name, value in link.items() if name != "id"})
    made.text = text
    return made
