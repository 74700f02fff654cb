"""A document as its readers get it, with what several formats need of it worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from cardgen.cache import NO_CACHE, Cache, versions
from cardgen.documents._base import Document
from cardgen.formats._content import layout
from cardgen.formats._templates import BUILT_IN, Templates
from cardgen.language import speaking

if TYPE_CHECKING:
    from pydantic import JsonValue

    from cardgen.charts import Chart
    from cardgen.pages.blocks import Page


@dataclass(frozen=True)
class Edition:
    """What a format lays out; the document was filled for its readers, and holds nothing for others."""

    document: Document
    stem: str
    """File name of its pages without suffix."""
    cache: Cache = NO_CACHE
    """Keeps drawings for the next build."""

    templates: Templates = BUILT_IN
    """What lays the pages out."""

    @cached_property
    def page(self) -> Page:
        """What a page of the document shows."""
        from cardgen.pages.view import page

        with speaking(self.document.head.language):
            return page(self.document, self.stem)

    @cached_property
    def content(self) -> dict[str, JsonValue]:
        """The document as JSON."""
        return layout(self.document)

    def drawing(self, chart: Chart) -> bytes:
        """*chart* drawn in its stand-in ink, now or the last time that it was the same chart."""
        from cardgen.charts import chart_key, draw

        slot = f"chart {self.stem}.{chart.name}"
        key = sha256(f"{versions()}\n{chart_key(chart)}".encode()).hexdigest()
        drawing = self.cache.recall(slot, key)
        if drawing is None:
            drawing = draw(chart)
            self.cache.keep(slot, key, drawing)
        return drawing
