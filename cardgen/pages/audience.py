"""Leave answers for internal readers out of what is published."""

from __future__ import annotations

from typing import Any

from cardgen.documents._base import Document
from cardgen.values import Answer, Status

REASON = "the answer is for internal readers"


def for_public(document: Document) -> Document:
    """*document* with every internal answer withheld: its words, draft and evidence are gone."""
    changes: dict[str, Any] = {}
    for place in document.places():
        if place.answer.audience == "internal":
            section, field = place.path.split(".")
            changes.setdefault(section, {})[field] = _withheld(place.answer)
    sections = {
        section: getattr(document, section).model_copy(update=fields)
        for section, fields in changes.items()
    }
    return document if sections == {} else document.model_copy(update=sections)


def _withheld(answer: Answer[Any]) -> Answer[Any]:
    # An open question stays what it is: there is nothing to withhold.
    if answer.status is not Status.ANSWERED:
        return answer.model_copy(
            update={"draft": None, "reason": None if answer.reason is None else REASON}
        )
    return type(answer)(
        status=Status.WITHHELD, reason=REASON, audience="internal", facts=answer.facts
    )
