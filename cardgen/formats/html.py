"""HTML: one file that opens anywhere, prints well and follows the reader's light or dark."""

from __future__ import annotations

from cardgen.documents._base import Document
from cardgen.formats._html import html_page
from cardgen.formats._markers import mark


def render(document: Document, stem: str) -> dict[str, bytes]:
    """`<stem>.html`, with its style and charts inside."""
    return {f"{stem}.html": mark(html_page(document, stem), document)}
