"""Page 1: what a reader needs to decide whether to read on, each line an answer, a fact or a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from cardgen.documents._base import Document, Place, SummaryLine
from cardgen.documents._translations import has_prose
from cardgen.documents._types import Prose
from cardgen.language import say
from cardgen.markdown.escape import Md, md_text
from cardgen.markdown.plain import LONGEST, excerpt, plain
from cardgen.numbers import number_text
from cardgen.pages.blocks import Link, SummaryItem
from cardgen.pages.editions import withheld_figures
from cardgen.pages.evidence import Origins
from cardgen.pages.facts import by_id
from cardgen.pages.gaps import anchor, draft_gap, gap, is_open_draft, missing_facts
from cardgen.pages.headline import PARTS, figures
from cardgen.pages.labels import label_of
from cardgen.pages.languages import inline_in
from cardgen.values import Fact, Status, Withheld

LONGEST_ANSWER = 480
"""Characters of an answer on page 1: at most five lines."""


def summary(document: Document, places: Sequence[Place], origins: Origins) -> list[SummaryItem]:
    """The lines that the document's type declares for its page 1."""
    by_path = {place.path: place for place in places}
    groups = {group[0].id: group for group in by_id(document.facts)}
    return [
        _item(declared, by_path.get(declared.question or ""), groups, document.withheld, origins)
        for declared in type(document).summary
    ]


def _item(
    declared: SummaryLine,
    place: Place | None,
    groups: Mapping[str, list[Fact]],
    withheld: Sequence[Withheld],
    origins: Origins,
) -> SummaryItem:
    found = [groups[name] for name in declared.facts if name in groups]
    absent = [name for name in declared.facts if name not in groups]
    kept_back = {withheld_figures(one): one.id for one in withheld if one.id in absent}
    missing = missing_facts([label_of(name) for name in absent if name not in kept_back.values()])
    said, is_cut, no_answer = None, False, None
    if place is not None and place.answer.status is Status.ANSWERED and _has_value(place):
        said, is_cut = _excerpt(place.answer.value)
        said = inline_in(place.answer.language if has_prose(place.answer.value) else None, said)
    elif place is not None and found == [] and place.answer.status is not Status.ANSWERED:
        no_answer = draft_gap() if is_open_draft(place.answer) else gap(place)
        if missing is not None and no_answer.state is missing.state:
            no_answer, missing = missing, None  # which says the same, and of what
    return SummaryItem(
        label=say(declared.label),
        words=said,
        is_cut=is_cut,
        gap=no_answer,
        blocks=(*figures(found, origins, groups.get(PARTS, ())), *kept_back),
        missing=missing,
        full=None if place is None else Link(place.about.title, anchor(place.path)),
    )


def _has_value(place: Place) -> bool:
    return place.answer.value is not None


def _excerpt(value: Any) -> tuple[Md, bool]:
    """*value* on one line, with whether something was cut off."""
    text, is_cut = excerpt(_said(value), LONGEST_ANSWER)
    is_cut = is_cut or (isinstance(value, Prose) and len(value) > LONGEST)
    return (md_text(text) if text.strip() != "" else Md(say("(empty text)"))), is_cut


def _said(value: Any) -> str:
    match value:
        case Prose():
            return plain(value)
        case BaseModel():
            given = (getattr(value, name) for name in type(value).model_fields)
            return ", ".join(_said(item) for item in given if item is not None)
        case dict():
            return "; ".join(f"{key}: {_said(item)}" for key, item in value.items())
        case list() | tuple():
            return ", ".join(_said(item) for item in value) if len(value) > 0 else say("none")
        case bool():
            return say("Yes") if value else say("No")
        case int() | float():
            return number_text(value)
        case _:
            return str(value)
