"""The whole Markdown page as one HTML file: no script, no request, charts inside it."""

from __future__ import annotations

import base64
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cardgen import __version__
from cardgen.charts import svg_inline
from cardgen.errors import CardgenError
from cardgen.formats._breaks import break_long_words
from cardgen.formats._edition import Edition
from cardgen.formats._markdown import markdown_page
from cardgen.markdown.escape import visible
from cardgen.pages.marks import CLASSES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_MARK = re.compile(r"#e\d+")
# On page 1, a link to a question.
_LEAD = re.compile(r"#q-.*")
# The Markdown page of another document, which is there in other formats too.
_BESIDE = re.compile(r"[\w%.-]+\.md")
# Longer words, such as digests, may break anywhere in a table.
LONGEST_WORD = 40
WIDE, TOO_WIDE = 85, 110
"""Characters that a printed line of a table has room for, and with smaller letters."""
PADDING = 1.5
SHORT_TABLE = 12
"""Rows, the head included, that a printed page holds together."""
# An interval, or one word such as a language tag, stays on its line.
_FIGURE = re.compile(r"[0-9.,–()\s]{1,24}|\S{1,24}")


def html_page(edition: Edition, *, beside: str = "html") -> str:
    """*edition* as HTML that needs nothing else; *beside* is the format of the pages it links to."""
    document = edition.document
    body, contents = _converted(edition, beside)
    return edition.templates.page(
        language=document.head.language,
        title=visible(f"{document.title}: {document.head.name}"),
        version=__version__,
        date=document.head.date,
        audience=document.head.audience,
        style=Markup(edition.templates.style),  # noqa: S704 - checked to hold no HTML
        contents=contents,
        body=Markup(body),  # noqa: S704 - made of escaped Markdown
    )


def _converted(edition: Edition, beside: str) -> tuple[str, list[dict[str, Any]]]:
    """The body, and the sections' names and ids."""
    from markdown import Markdown
    from markdown.extensions.toc import TocExtension

    converter = Markdown(
        extensions=["tables", "sane_lists", TocExtension(marker="", toc_depth="2-2")],
        output_format="html",
    )
    charts = {
        str(figure.path): svg_inline(figure.chart, edition.drawing(figure.chart))
        for figure in edition.page.figures
    }
    _finish_with(converter, charts, beside)
    body = converter.convert(markdown_page(edition))
    # People's words make neither tag: their emphasis is <em>.
    body = body.replace("<p><i>", '<p class="gap"><i>')
    body = body.replace("<p><small>", '<p class="asked"><small>')
    # Inside an item Python-Markdown takes a block of code for words of a paragraph.
    body = body.replace("<p><pre>", "<pre>").replace("</pre></p>", "</pre>")
    entries: list[dict[str, Any]] = converter.toc_tokens  # type: ignore[attr-defined]
    # The names are HTML already: headings of the page above.
    return body, [{"id": e["id"], "name": Markup(e["name"])} for e in entries]  # noqa: S704


def _finish_with(converter: Markdown, charts: dict[str, str], beside: str) -> None:
    from markdown.treeprocessors import Treeprocessor

    class Finish(Treeprocessor):
        """Put charts in, let wide tables scroll, and name marks and gaps for the style sheet."""

        def run(self, root: Element) -> None:
            for image in root.iter("img"):
                _put_in(image, charts)
            for word in root.iter("em"):
                if word.text in CLASSES:
                    word.set("class", CLASSES[word.text])
            for cell in root.iter("td"):
                text = "".join(cell.itertext())
                if any(len(word) > LONGEST_WORD for word in text.split()):
                    cell.set("class", "long")
                elif _FIGURE.fullmatch(text) is not None:
                    cell.set("class", "figure")
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
            for head in root.iter("th"):
                head.set("scope", "col")
            for before, block in pairwise(root):
                if [child.tag for child in block] == ["img"]:
                    before.set("class", "caption")
            _wrap_tables(root)
            break_long_words(root)

    # After the inline patterns (20), which make the images and links.
    converter.treeprocessors.register(Finish(converter), "cardgen", 8)


def _first_link(words: Element) -> str:
    """Where the bold words at the start of a paragraph lead to."""
    begins = not words.text and len(words) > 0 and words[0].tag == "strong"
    link = words[0].find("a") if begins else None
    return "" if link is None else link.get("href", "")


def _put_in(image: Element, charts: dict[str, str]) -> None:
    source = image.get("src", "")
    if source not in charts:
        message = (
            f"a template shows '{source}', which is no chart of the page; a page loads nothing"
        )
        raise CardgenError(message)
    svg = charts[source]
    image.set("src", "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode())


def _wrap_tables(parent: Element) -> None:
    from xml.etree.ElementTree import Element as New

    for index, child in enumerate(list(parent)):
        if child.tag != "table":
            _wrap_tables(child)
            continue
        if index > 0 and _is_caption(parent[index - 1]):
            parent[index - 1].set("class", "caption")
        kind = "table"
        kind += " short" if len(list(child.iter("tr"))) <= SHORT_TABLE else ""
        width = _width(child)
        kind += " wide" if width > WIDE else ""
        kind += " too-wide" if width > TOO_WIDE else ""
        # A region that scrolls must be reachable with the keyboard.
        box = New("div", {"class": kind, "role": "region", "aria-label": "Table", "tabindex": "0"})
        box.tail, child.tail = child.tail, None
        parent.remove(child)
        box.append(child)
        parent.insert(index, box)


def _is_caption(element: Element) -> bool:
    """Whether *element* is the name of the table of facts behind it, with its mark."""
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
