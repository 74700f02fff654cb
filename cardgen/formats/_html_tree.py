"""What an HTML page has beside the Markdown page: charts inside, tables that scroll, ways back.

All of it is put into the tree that Python-Markdown made, whose text is safe by then.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from cardgen.errors import CardgenError
from cardgen.formats._breaks import break_long_words
from cardgen.formats._tables import Words, wrap_tables
from cardgen.markdown.escape import RIGHT_TO_LEFT
from cardgen.pages.marks import classes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

# Python-Markdown keeps raw HTML apart until the tree is written.
_WAITING = re.compile("\x02wzxhzdk:(\\d+)\x03")
HEADINGS = {"h1", "h2", "h3"}
_MARK = re.compile(r"#e\d+")
# On page 1, a link to a question.
_LEAD = re.compile(r"#q-.*")
# The Markdown page of another document, which is there in other formats too.
_BESIDE = re.compile(r"[\w%.-]+\.md")
_DIRECTED = {*HEADINGS, "p", "ul", "ol", "blockquote", "td", "th"}


def finish_with(converter: Markdown, charts: dict[str, str], beside: str) -> None:
    """Let *converter* finish its tree: *charts* are SVG by path, *beside* the other pages' format."""
    from markdown.treeprocessors import Treeprocessor

    class Finish(Treeprocessor):
        """Works on the whole tree of a page."""

        def run(self, root: Element) -> None:
            raw = [str(block) for block in self.md.htmlStash.rawHtmlBlocks]
            for image in root.iter("img"):
                _put_in(image, charts)
            _name_captions(root)
            _name_methods(root)
            _name_links(root, beside)
            _lead_back(root, lambda element: _words(element, raw))
            wrap_tables(root, lambda element: _words(element, raw))
            _let_direct(root)
            break_long_words(root)

    # After the inline patterns (20), which make images and links, and the ids of headings (5).
    converter.treeprocessors.register(Finish(converter), "cardgen", 4)


def _put_in(image: Element, charts: dict[str, str]) -> None:
    source = image.get("src", "")
    if source not in charts:
        message = (
            f"a template shows '{source}', which is no chart of the page; a page loads nothing"
        )
        raise CardgenError(message)
    svg = charts[source]
    image.set("src", "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode())


def _name_captions(root: Element) -> None:
    for before, block in pairwise(root):
        if [child.tag for child in block] == ["img"]:
            before.set("class", "caption")


def _name_methods(root: Element) -> None:
    marks = classes()
    for word in root.iter("em"):
        if word.text in marks:
            word.set("class", marks[word.text])


def _name_links(root: Element, beside: str) -> None:
    for link in root.iter("a"):
        target = link.get("href", "")
        if _MARK.fullmatch(target) is not None:
            link.set("class", "mark")
        elif _BESIDE.fullmatch(target) is not None:
            link.set("href", f"{target.removesuffix('.md')}.{beside}")
    for words in root.iter("p"):
        if _LEAD.fullmatch(_first_link(words)) is not None:
            words.set("class", "lead")
    for found in root.iter("ul"):
        if any(_LEAD.fullmatch(link.get("href", "")) for link in found.iter("a")):
            found.set("class", "open")


def _first_link(words: Element) -> str:
    """Where the bold words at the start of a paragraph lead to."""
    begins = not words.text and len(words) > 0 and words[0].tag == "strong"
    link = words[0].find("a") if begins else None
    return "" if link is None else link.get("href", "")


def _words(element: Element, raw: list[str]) -> str:
    """The text of *element*; of the HTML that waits in *raw*, the entities are letters of it."""
    return _WAITING.sub(
        lambda m: raw[int(m[1])] if raw[int(m[1])].startswith("&") else "",
        "".join(element.itertext()),
    )


def _lead_back(root: Element, words: Words) -> None:
    """Give each entry of the evidence links to the headings under which its mark stands."""
    from xml.etree.ElementTree import SubElement

    uses = _uses(root, words)
    for entry, mark in _entries(root):
        back = SubElement(entry, "span", {"class": "back"})
        back.text = " ↑ "
        for heading, title in uses.get(mark, {}).items():
            link = SubElement(back, "a", {"href": f"#{heading}"})
            link.text, link.tail = title, ", "
        if len(back) > 0:
            back[-1].tail = None
        else:
            entry.remove(back)


def _uses(root: Element, words: Words) -> dict[str, dict[str, str]]:
    """By mark, the id and the words of each heading under which it stands."""
    uses: dict[str, dict[str, str]] = {}
    heading, title = "", ""
    for element in root.iter():
        if element.tag in HEADINGS:
            heading, title = element.get("id", ""), words(element)
        elif element.get("class") == "mark":
            uses.setdefault(element.get("href", "")[1:], {})[heading] = title
    return uses


def _entries(root: Element) -> Iterator[tuple[Element, str]]:
    """Items whose first words, in bold, are a mark: people's own bold is no element of this tree."""
    for item in root.iter("li"):
        holder = item[0] if len(item) > 0 and item[0].tag == "p" else item
        if len(holder) > 0 and holder[0].tag == "strong":
            mark = holder[0].text or ""
            if _MARK.fullmatch(f"#{mark}") is not None:
                yield holder, mark


def _let_direct(root: Element) -> None:
    """Let text that is written from right to left say so, without turning the page around it."""
    for element in root.iter():
        if element.tag in _DIRECTED and RIGHT_TO_LEFT.search("".join(element.itertext())):
            element.set("dir", "auto")
