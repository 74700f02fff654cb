"""The whole Markdown page as one HTML file: no script, no request, charts inside it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from cardgen import __version__
from cardgen.charts import svg_inline
from cardgen.formats._edition import Edition
from cardgen.formats._html_tree import finish_with
from cardgen.formats._markdown import markdown_page
from cardgen.language import say
from cardgen.markdown.escape import visible


def html_page(edition: Edition, *, beside: str = "html") -> str:
    """*edition* as HTML that needs nothing else; *beside* is the format of the pages it links to."""
    document = edition.document
    body, contents = _converted(edition, beside)
    return edition.templates.page(
        language=document.head.language,
        say=say,
        title=visible(f"{say(document.title)}: {document.head.name}"),
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
        extensions=["tables", "sane_lists", "md_in_html", TocExtension(marker="", toc_depth="2-3")],
        output_format="html",
    )
    charts = {
        str(figure.path): svg_inline(figure.chart, edition.drawing(figure.chart))
        for figure in edition.page.figures
    }
    finish_with(converter, charts, beside)
    body = converter.convert(markdown_page(edition))
    # People's words make neither tag: their emphasis is <em>.
    body = body.replace("<p><i>", '<p class="gap"><i>')
    body = body.replace("<p><small>", '<p class="asked"><small>')
    # Inside an item Python-Markdown takes a block of code for words of a paragraph.
    body = body.replace("<p><pre>", "<pre>").replace("</pre></p>", "</pre>")
    entries: list[dict[str, Any]] = converter.toc_tokens  # type: ignore[attr-defined]
    return body, _contents(entries)


def _contents(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sections, each with its questions in `children`."""
    # The names are HTML already: headings of the page above.
    return [
        {"id": e["id"], "name": Markup(e["name"]), "children": _contents(e["children"])}  # noqa: S704
        for e in entries
    ]
