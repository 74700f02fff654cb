"""What an answer may say of itself beside its value: status and reason, who and when, for whom."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from cardgen._yaml.convert import near
from cardgen.documents._types import LanguageTag, Prose, Text
from cardgen.values import NEEDS_REASON, Audience, Frozen, Status

ENVELOPE = frozenset({"answer", "status", "accept"})
"""A mapping with one of these keys is an envelope, any other one is itself the answer."""


def _draft_digest(text: str) -> str:
    if re.fullmatch(r"[0-9a-f]{12}", text) is None:
        message = "expected the 12 hexadecimal digits that `check` shows"
        raise ValueError(message)
    return text


class Envelope(Frozen):
    """An answer with its circumstances: status and reason, who and when, for whom."""

    status: Status | None = None
    """State of the question; leave it out when you give an answer."""
    reason: Prose | None = None
    """Why the question is unknown, not applicable or withheld, compulsory then; or, beside an
    internal answer, what the public reads in its place."""
    by: Text | None = None
    """Person or organisation who says so."""
    date: datetime.date | None = None
    """Day of the answer, such as 2024-05-31."""
    review_by: datetime.date | None = None
    """Day by which the answer should be looked at again."""
    audience: Audience = "public"
    """Who may read the answer; public documents withhold internal ones."""
    language: LanguageTag | None = None
    """Language of the answer, when it is not that of its file."""
    translated_by: Text | None = None
    """Person or organisation who translated the answer; only in a file of translations."""
    translates: Annotated[str, AfterValidator(_draft_digest)] | None = None
    """Digest of the original that the answer translates, as `check` shows it; only there."""
    accept: Annotated[str, AfterValidator(_draft_digest)] | None = None
    """Digest of the machine's draft that you accept, as the draft shows it."""


@dataclass(frozen=True)
class Translates:
    """What an answer in a file of translations says of itself."""

    by: str | None
    """Who translated it; None when the file does not say."""
    of: str | None
    """Digest of the original that was translated."""


def envelope_hint(names: tuple[str, ...]) -> str:
    """For a mapping that has an envelope's keys, or nearly, but not one that makes it one."""
    known = ("answer", *Envelope.model_fields)
    hints = [near(name, known) for name in names if name not in known]
    meant = next((hint for hint in hints if hint.startswith("; did")), "")
    if meant == "" and not set(names).intersection(known):
        return ""
    needed = "; add `answer:`, or `status:` with its reason, or `accept:`"
    return meant if meant != "" else needed


def contradiction(envelope: Envelope, status: Status, *, given: bool) -> str | None:
    """What in an envelope does not go together, or None."""
    if envelope.accept is not None and given:
        return "has an answer and accepts a draft; keep one of the two"
    if envelope.accept is not None and envelope.status not in (None, Status.ANSWERED):
        return f"accepts a draft and has the status {status.value}; keep one of the two"
    if given and status not in (Status.ANSWERED, Status.PENDING):
        return f"has an answer and the status {status.value}; keep one of the two"
    if status is Status.ANSWERED and not given:
        return "has the status answered but no answer; add `answer:`"
    if status in NEEDS_REASON and (envelope.reason or "").strip() == "":
        return f"status {status.value} needs a reason; add `reason:`"
    return None
