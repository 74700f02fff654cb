"""A page of a document as Markdown, before it is closed by its mark."""

from __future__ import annotations

import re

from cardgen.markdown.escape import environment, template_source
from cardgen.pages.blocks import Page

DEFAULT = "document.md.jinja"


def markdown_page(page: Page, kind: str) -> str:
    """*page* through the template of its document type, or through the default one."""
    own = f"{kind}.md.jinja"
    name = own if template_source(own) is not None else DEFAULT
    text = environment().get_template(name).render(page=page)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
