"""Markdown: one page, its charts as SVG files beside it."""

from __future__ import annotations

from cardgen.charts._drawing import svg_file
from cardgen.documents._base import Document
from cardgen.formats._markdown import markdown_page
from cardgen.formats._markers import mark
from cardgen.pages.view import page


def render(document: Document, stem: str) -> dict[str, bytes]:
    """`<stem>.md`, and `<stem>.figures/<name>.svg` for each chart."""
    view = page(document, stem)
    files = {f"{stem}.md": mark(markdown_page(view, document.kind), document)}
    for figure in view.figures:
        files[f"{stem}.figures/{figure.chart.name}.svg"] = mark(svg_file(figure.chart), document)
    return files
