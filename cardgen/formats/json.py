"""The document as JSON: everything that the pages show, for machines."""

from __future__ import annotations

import json

from cardgen.documents._base import Document
from cardgen.formats._content import layout


def render(document: Document, stem: str) -> dict[str, bytes]:
    """One file, UTF-8, indented by two, keys in the order of the document."""
    text = json.dumps(layout(document), ensure_ascii=False, indent=2, allow_nan=False)
    return {f"{stem}.json": (text + "\n").encode("utf-8", "backslashreplace")}
