"""The document as JSON: everything that the pages show, for machines."""

from __future__ import annotations

import json

from cardgen.formats._edition import Edition


def render(edition: Edition) -> dict[str, bytes]:
    """One file, UTF-8, indented by two, keys in the order of the document."""
    text = json.dumps(edition.content, ensure_ascii=False, indent=2, allow_nan=False)
    return {f"{edition.stem}.json": (text + "\n").encode("utf-8", "backslashreplace")}
