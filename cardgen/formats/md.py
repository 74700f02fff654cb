"""Markdown: one page, its charts as SVG files beside it."""

from __future__ import annotations

from cardgen.charts import svg_file
from cardgen.formats._edition import Edition
from cardgen.formats._markdown import markdown_page
from cardgen.formats._markers import mark


def render(edition: Edition) -> dict[str, bytes]:
    """`<stem>.md`, and `<stem>.figures/<name>.svg` for each chart."""
    stem, page = edition.stem, edition.page
    files = {f"{stem}.md": mark(markdown_page(edition), edition)}
    for figure in page.figures:
        files[f"{stem}.figures/{figure.chart.name}.svg"] = mark(
            svg_file(figure.chart, edition.drawing(figure.chart)), edition
        )
    return files
