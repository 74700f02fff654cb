"""A page of a document as Markdown, before it is closed by its mark."""

from __future__ import annotations

import re

from cardgen.formats._edition import Edition


def markdown_page(edition: Edition) -> str:
    """The page of *edition* through the template of its document type, or through the default one."""
    text = edition.templates.markdown(edition.document.kind, page=edition.page)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
