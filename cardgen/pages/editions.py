"""What a page says of its edition: whom it is for, and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.documents._base import Place
from cardgen.language import say
from cardgen.markdown.escape import Md, md_text
from cardgen.pages.blocks import Block, Gap, Words
from cardgen.pages.labels import label_of
from cardgen.pages.languages import inline_in
from cardgen.pages.marks import GAPS
from cardgen.values import Answer, Status, Withheld

INTERNAL = "internal, not for publication"
EVIDENCE = "evidence"


def for_internal_readers(answer: Answer[object]) -> list[Block]:
    """A line under an internal answer, which only the internal edition shows."""
    if answer.audience != "internal" or answer.status is Status.WITHHELD:
        return []
    return [Words(Md(f"*{say('For internal readers only.')}*"))]


def left_out(place: Place, withheld: Sequence[Withheld]) -> list[Block]:
    """A line for each kind of figures that the question shows and that is withheld."""
    if len(withheld) == 0:
        return []
    asked = (place.about.fact, *place.about.shows)
    said = {
        withheld_figures(one): None
        for one in withheld
        if one.id in asked and one.reason != place.answer.reason
    }
    return list(said)


def withheld_figures(one: Withheld) -> Gap:
    """The line in place of figures that the edition leaves out."""
    symbol = GAPS[Status.WITHHELD].symbol
    mark = f"{symbol} {say('{figures}: figures are withheld', figures=label_of(one.id))}"
    return Gap(Status.WITHHELD, mark, _reason(one))


def withheld_evidence(withheld: Sequence[Withheld]) -> Md | None:
    """Why the page has no appendix of evidence, or None where it has one."""
    notice = next((one for one in withheld if one.id == EVIDENCE), None)
    return None if notice is None else Md(f"{GAPS[Status.WITHHELD].text}: {_reason(notice)}")


def _reason(one: Withheld) -> Md:
    return inline_in(one.language, md_text(ended(one.reason)))


def ended(sentence: str) -> str:
    """*sentence* with its full stop."""
    text = sentence.strip()
    return text + ("" if text.endswith((".", "!", "?")) else ".")
