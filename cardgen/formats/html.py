"""HTML: one file that opens anywhere, prints well and follows the reader's light or dark."""

from __future__ import annotations

from cardgen.formats._edition import Edition
from cardgen.formats._html import html_page
from cardgen.formats._markers import mark


def render(edition: Edition) -> dict[str, bytes]:
    """`<stem>.html`, with its style and charts inside."""
    return {f"{edition.stem}.html": mark(html_page(edition), edition)}
