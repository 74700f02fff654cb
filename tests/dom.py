"""What a page says, whichever renderer made its HTML: its tree after normalisation.

Each rule says why two pages that differ only there are the same page.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import tinyhtml5

EXTENSIONS = ("table", "strikethrough", "autolink", "tagfilter", "tasklist", "footnotes")
KEPT = {"href", "src", "alt", "start", "type", "checked", "disabled"}
# Spacing between blocks is the renderer's own; between words it is text.
BLOCKS = {
    "body", "main", "p", "ul", "ol", "li", "blockquote", "hr", "table", "thead", "tbody", "tr", "th",
    "td", "h1", "h2", "h3", "h4", "h5", "h6", "div", "details", "summary", "section", "br",
}  # fmt: skip
Node = tuple[str, dict[str, str], list["Node | str"]] | str


def github(markdown: str) -> str:
    """HTML of *markdown* as GitHub's own renderer makes it, raw HTML allowed."""
    command = ["cmark-gfm", "--unsafe", *(part for e in EXTENSIONS for part in ("-e", e))]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def main_part(html: str) -> Element:
    """The `<main>` of a page of ours, or the body of a fragment."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    main = root.find(".//main")
    body = main if main is not None else root.find("body")
    assert body is not None
    return body


def outline(html: str) -> list[str]:
    """The tree of *html*, a line for each tag and each run of text, indented by its depth."""
    return [line for child in _node(main_part(html))[2] for line in _lines(child, 0)]


def _node(element: Element) -> Node:
    children: list[Node | str] = []
    _append(children, element.text)
    for child in element:
        if isinstance(child.tag, str):
            made = _node(child)
            name = made[0]
            if _is_transparent(child):
                for part in made[2]:
                    _append(children, part) if isinstance(part, str) else children.append(part)
            # A place to break is no content, and the ways back from the evidence are for clicks.
            elif name != "wbr" and child.get("class") != "back":
                children.append(made)
        _append(children, child.tail)
    tag = str(element.tag)
    if tag == "th" and children == []:
        tag = "td"  # ours calls an empty cell no heading: a screen reader would read nothing out
    return tag, _attributes(element), _spaced(tag, children)


def _append(children: list[Node | str], text: str | None) -> None:
    if text is None or text == "":
        return
    if children and isinstance(children[-1], str):
        children[-1] += text
    else:
        children.append(text)


def _is_transparent(element: Element) -> bool:
    """What only one of two renderers puts around the same words."""
    # Ours puts a box around a table, so that it scrolls.
    box = element.tag == "div" and element.get("role") == "region"
    # GitHub makes links of bare addresses of mail.
    address = "".join(element.itertext())
    mail = element.get("href") in {f"mailto:{address}", address} and "@" in address
    return box or mail


def _attributes(element: Element) -> dict[str, str]:
    """Those that a reader notices; classes, ids of headings and roles are for style and machines."""
    kept = {name: value for name, value in element.attrib.items() if name in KEPT}
    if element.tag == "img":
        del kept["src"]  # a file beside the Markdown, the same picture inside the HTML
    if element.tag == "a" and "id" in element.attrib:
        kept["id"] = element.attrib["id"]
    # The pages of one family link to one another in the reader's own format.
    if re.fullmatch(r"[\w%.-]+\.(md|html)", kept.get("href", "")) is not None:
        kept["href"] = kept["href"].rpartition(".")[0]
    return kept


def _spaced(tag: str, children: list[Node | str]) -> list[Node | str]:
    if tag == "pre" or tag == "code":
        return children
    spaced: list[Node | str] = []
    for index, child in enumerate(children):
        if not isinstance(child, str):
            spaced.append(child)
            continue
        text = re.sub(r"[ \t\n\r\f]+", " ", child)
        if (index == 0 and tag in BLOCKS) or _is_block(children, index - 1):
            text = text.lstrip(" ")
        if (index == len(children) - 1 and tag in BLOCKS) or _is_block(children, index + 1):
            text = text.rstrip(" ")
        if text != "":
            spaced.append(text)
    return spaced


def _is_block(children: list[Node | str], index: int) -> bool:
    if not 0 <= index < len(children):
        return False
    child = children[index]
    return not isinstance(child, str) and (child[0] in BLOCKS or child[0] == "pre")


def _lines(node: Node, depth: int) -> Iterator[str]:
    if isinstance(node, str):
        yield "  " * depth + repr(node)
        return
    tag, attributes, children = node
    shown = "".join(f" {name}={value!r}" for name, value in sorted(attributes.items()))
    yield "  " * depth + tag + shown
    for child in children:
        yield from _lines(child, depth + 1)
