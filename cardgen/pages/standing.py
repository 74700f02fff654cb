"""How much of a document is answered, and what is open: the line that no fine page may hide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cardgen.documents._base import Place
from cardgen.language import say
from cardgen.pages.blocks import Link, OpenSection, SectionView, Standing, SummaryItem
from cardgen.pages.gaps import anchor, gap_state, is_filled, is_open_draft
from cardgen.pages.marks import GAPS, Other
from cardgen.values import NEEDS_REASON, OPEN, Fact, Status


def standing(places: Sequence[Place], facts: dict[str, Fact]) -> Standing:
    """Counts over all questions, and the titles of the open ones by section."""
    closed = Counter(p.answer.status for p in places if p.answer.status in NEEDS_REASON)
    waiting = [place for place in places if _is_open(place, facts)]
    sections: dict[str, list[Link]] = {}
    for place in waiting:
        sections.setdefault(say(place.section.title), []).append(_link(place))
    return Standing(
        asked=len(places),
        answered=len(places) - len(waiting) - closed.total(),
        drafts=sum(is_open_draft(place.answer) for place in waiting),
        closed=tuple((say(GAPS[state].word), closed[state]) for state in Status if state in closed),
        open=tuple(OpenSection(title, tuple(links)) for title, links in sections.items()),
    )


def _is_open(place: Place, facts: dict[str, Fact]) -> bool:
    if place.answer.status not in OPEN:
        return False
    return not is_filled(place, [facts[a] for a in place.answer.facts if a in facts])


def _link(place: Place) -> Link:
    state = Other.DRAFT if is_open_draft(place.answer) else gap_state(place)
    return Link(place.about.title, anchor(place.path), GAPS[state].symbol)


def states(summary: Sequence[SummaryItem], sections: Iterable[SectionView]) -> set[Status | Other]:
    """The states of answers that a page marks."""
    found: set[Status | Other] = {item.gap.state for item in summary if item.gap is not None}
    if any(item.missing is not None for item in summary):
        found.add(Other.NOT_RECORDED)
    own = (block for item in summary for block in item.blocks)
    for block in (*own, *(b for s in sections for q in s.questions for b in q.blocks)):
        if block.kind == "gap":
            found.add(block.state)
        elif block.kind == "draft":
            found.add(Other.DRAFT)
    return found
