"""Questions without an answer, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from cardgen.documents._base import Place
from cardgen.fill.audience import REASON
from cardgen.language import say
from cardgen.markdown.escape import Md, md_text
from cardgen.pages.blocks import Gap
from cardgen.pages.editions import ended
from cardgen.pages.languages import inline_in
from cardgen.pages.marks import GAPS, Other
from cardgen.values import OPEN, Answer, Fact, Status


@cache
def anchor(path: str) -> str:
    """The name by which links lead to the question at *path*."""
    return "q-" + path.replace(".", "-").replace("_", "-")


def gap(place: Place) -> Gap:
    """The line that stands in place of an answer: its mark, and the reason if there is one."""
    state = gap_state(place)
    return Gap(state, GAPS[state].text, _reason(place.answer))


def _reason(answer: Answer[Any]) -> Md:
    """Why there is no answer, in a person's words; in the page's where the reason is cardgen's own."""
    if answer.reason is None or answer.reason.strip() == "":
        return Md("")
    if answer.reason == REASON:
        return md_text(ended(say(REASON)))
    return inline_in(answer.language, md_text(ended(answer.reason)))


def gap_state(place: Place) -> Status | Other:
    """The state of a question without an answer."""
    return Other.NOT_RECORDED if is_unrecorded(place) else place.answer.status


def missing_facts(names: Sequence[str]) -> Gap | None:
    """The line for figures that nothing recorded; None when there are none."""
    if len(names) == 0:
        return None
    return Gap(Other.NOT_RECORDED, GAPS[Other.NOT_RECORDED].text, f"{', '.join(names)}.")


def draft_gap() -> Gap:
    """The line in place of an answer that only the machine has proposed."""
    return Gap(Other.DRAFT, GAPS[Other.DRAFT].text, "")


def is_filled(place: Place, bearing: list[Fact]) -> bool:
    """Facts alone answer a question that asks for nothing else."""
    return place.answer.status in OPEN and place.about.how == "auto" and len(bearing) > 0


def is_unrecorded(place: Place) -> bool:
    """Whether only a run could answer, and none has."""
    answer = place.answer
    return answer.status in OPEN and place.about.how == "auto" and len(answer.facts) == 0


def is_open_draft(answer: Answer[Any]) -> bool:
    """Whether a proposal waits for a person."""
    return answer.draft is not None and answer.status in OPEN
