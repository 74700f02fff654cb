"""The HTML page's tree made fit for print, where WeasyPrint or PDF/UA asks for another form."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cardgen.formats._print_text import break_points, cut

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "data:image/svg+xml;base64,"
LONGEST_NAME = 90
"""Characters of the name at the head of a page."""


def make_printable(root: Element, table: Mapping[int, int | str]) -> None:
    """Change the tree below *root* in all the ways of this module.

    Args:
        root: The page, as WeasyPrint has parsed it.
        table: For `str.translate`; what to draw in place of characters that no font holds.
    """
    for element in list(root.iter()):
        _drop_breaks(element)
        if element.tag == "style":
            element.text = (element.text or "").translate(table)
        elif element.tag != "title":  # metadata is not drawn, and keeps every character
            _write(element, table)
        if element.get("src", "").startswith(SVG):
            element.set("src", _picture(element.get("src", ""), table))
    move_links_inside(root)
    _name_pages(root, table)


def _picture(address: str, table: Mapping[int, int | str]) -> str:
    svg = base64.b64decode(address.removeprefix(SVG)).decode()
    return SVG + base64.b64encode(svg.translate(table).encode()).decode()


def _drop_breaks(parent: Element) -> None:
    """Take out the `<wbr>` of the screen: print has break points of its own, without boxes."""
    if parent.find("wbr") is None:
        return
    kept: list[Element] = []
    holder, attribute, words = parent, "text", [parent.text or ""]
    for child in parent:
        if child.tag == "wbr":
            words.append(child.tail or "")
            continue
        setattr(holder, attribute, "".join(words))
        holder, attribute, words = child, "tail", [child.tail or ""]
        kept.append(child)
    setattr(holder, attribute, "".join(words))
    parent[:] = kept


def _write(parent: Element, table: Mapping[int, int | str]) -> None:
    """Give every text right below *parent* its break points and legible characters."""
    children = _written(parent, "text", table)
    for child in parent:
        children += [child, *_written(child, "tail", table)]
    parent[:] = children


def _written(holder: Element, attribute: str, table: Mapping[int, int | str]) -> list[Element]:
    """Elements for what is cut off the end of a long text of *holder*."""
    from xml.etree.ElementTree import Element as New

    text = getattr(holder, attribute)
    if text is None:
        return []
    first, *rest = (part.translate(table) for part in cut(break_points(text)))
    setattr(holder, attribute, first)
    spans = [New("span") for _ in rest]
    for span, part in zip(spans, rest, strict=True):
        span.text = part
    return spans


def _name_pages(root: Element, table: Mapping[int, int | str]) -> None:
    """Let the style sheet write the page's title, shortened, at the head of each page."""
    title, heading = root.find(".//title"), root.find(".//h1")
    if title is None or heading is None:
        return
    name = " ".join((title.text or "").split())
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1] + "…"
    heading.set("data-name", break_points(name).translate(table))


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
