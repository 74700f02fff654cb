"""A file beside an internal edition: outcomes of single examples that no document may hold.

With it a later release is compared example by example. It is never a public edition's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import JsonValue

from cardgen import __version__
from cardgen.formats._content import content_digest
from cardgen.formats._edition import Edition
from cardgen.values import Fact

SCHEMA = "cardgen.outcomes/1"
ABOUT_MODEL = "model_card"


def side_files(editions: Iterable[Edition], facts: Sequence[Fact]) -> dict[str, bytes]:
    """`<stem>.outcomes.json` of each model card, with *facts*; nothing where there are none."""
    cards = [one for one in editions if one.document.kind == ABOUT_MODEL and len(facts) > 0]
    return {f"{one.stem}.outcomes.json": _side(one, facts) for one in cards}


def _side(edition: Edition, facts: Sequence[Fact]) -> bytes:
    head = edition.document.head
    listed: list[Any] = [fact.model_dump(mode="json") for fact in facts]
    data: dict[str, JsonValue] = {
        "schema": SCHEMA,
        "generated_by": {"name": "cardgen", "version": __version__},
        "head": head.model_dump(mode="json"),
        "facts": listed,
    }
    data["content"] = content_digest(data)
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
