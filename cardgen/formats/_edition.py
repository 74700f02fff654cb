"""A document as its readers get it, with what several formats need of it worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cardgen.documents._base import Document
from cardgen.formats._content import layout

if TYPE_CHECKING:
    from pydantic import JsonValue

    from cardgen.pages.blocks import Page


@dataclass(frozen=True)
class Edition:
    """What a format lays out; the document was filled for its readers, and holds nothing for others."""

    document: Document
    stem: str
    """File name of its pages without suffix."""

    @cached_property
    def page(self) -> Page:
        """What a page of the document shows."""
        from cardgen.pages.view import page

        return page(self.document, self.stem)

    @cached_property
    def content(self) -> dict[str, JsonValue]:
        """The document as JSON."""
        return layout(self.document)
