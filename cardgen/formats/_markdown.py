"""A page of a document as Markdown, before it is closed by its mark."""

from __future__ import annotations

import re

from cardgen.formats._edition import Edition

# Spelled so, the expression is looked for at once; with {3,} it would be tried at every character.
_MORE_BLANK_LINES = re.compile(r"\n\n\n+")


def markdown_page(edition: Edition) -> str:
    """The page of *edition* through the template of its document type, or through the default one."""
    text = edition.templates.markdown(edition.document.kind, page=edition.page)
    return _MORE_BLANK_LINES.sub("\n\n", text).strip() + "\n"
