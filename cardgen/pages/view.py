"""A document as a page shows it: sections, questions and their blocks. Templates only lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cardgen.documents._base import Document, Head, Place
from cardgen.markdown.escape import Md, md_text
from cardgen.markdown.prose import prose
from cardgen.pages.blocks import (
    Block,
    Draft,
    ElementView,
    Gap,
    OpenSection,
    Page,
    QuestionView,
    SectionView,
    Words,
)
from cardgen.pages.editions import (
    INTERNAL,
    ended,
    for_internal_readers,
    left_out,
    withheld_evidence,
)
from cardgen.pages.evidence import Origins
from cardgen.pages.facts import by_id, fact_blocks, is_line, quoted_figures
from cardgen.pages.labels import fact_label
from cardgen.pages.values import value_md
from cardgen.values import OPEN, QUOTED, Answer, Fact, Status

GAPS = {
    Status.UNKNOWN: "Unknown",
    Status.NOT_APPLICABLE: "Not applicable",
    Status.WITHHELD: "Withheld",
    Status.PENDING: "Answer pending",
    Status.UNANSWERED: "Not answered",
}
NOT_RECORDED = "cardgen has nothing to show here"


def page(document: Document, stem: str) -> Page:
    """What a page of *document* shows; its charts lie in the folder `<stem>.figures`."""
    origins = Origins()
    facts = {fact.address: fact for fact in document.facts}
    places = list(document.places())
    sections = []
    shown: dict[str, str] = {}
    for name, section in type(document).sections().items():
        own = [place for place in places if place.path.startswith(f"{name}.")]
        questions = tuple(
            QuestionView(
                p.path,
                p.about.title,
                p.field.description,
                (
                    *_blocks(p, facts, shown, origins, stem),
                    *for_internal_readers(p.answer),
                    *left_out(p, document.withheld),
                ),
            )
            for p in own
        )
        sections.append(SectionView(section.title, _words(section.note), questions))
    blocks = [block for s in sections for q in s.questions for block in q.blocks]
    withheld = withheld_evidence(document.withheld)
    return Page(
        title=document.title,
        name=document.head.name,
        head=tuple(_head(document.head, places)),
        citation=prose(document.citation),
        remark=_words(document.remark),
        sections=tuple(sections),
        views=tuple(_views(document)),
        answers_file=_answers_file(places),
        open=tuple(_open(places)),
        not_recorded=tuple(p.about.title for p in places if _is_unrecorded(p)),
        has_facts=any(block.kind in {"lines", "table", "figure"} for block in blocks),
        has_drafts=any(block.kind == "draft" for block in blocks),
        has_gaps=any(block.kind == "gap" for block in blocks),
        evidence=tuple(origins.entries()) if withheld is None else (),
        evidence_withheld=withheld,
    )


def _views(document: Document) -> Iterator[tuple[str, tuple[ElementView, ...]]]:
    """The same answers under the elements of other schemes, by title and state."""
    for name in type(document).views:
        yield (
            name,
            tuple(
                ElementView(
                    element,
                    tuple((p.about.title, p.answer.status.value.replace("_", " ")) for p in own),
                )
                for element, own in document.view(name).items()
            ),
        )


def _words(text: str | None) -> Md | None:
    return None if text is None else prose(text)


def _head(head: Head, places: list[Place]) -> list[tuple[str, str]]:
    still_open = sum(place.answer.status in OPEN for place in places)
    state = f"{still_open} of {len(places)}" if still_open > 0 else None
    given = [
        ("Edition", INTERNAL if head.audience == "internal" else None),
        ("Version", head.version),
        ("Date", head.date),
        ("Run", _run(head)),
        ("Open questions", state),
    ]
    return [(label, value) for label, value in given if value is not None]


def _run(head: Head) -> str:
    if head.run is None:
        return "none was read"
    return head.run if head.outcome in {None, "finished"} else f"{head.run} ({head.outcome})"


def _blocks(
    place: Place, facts: dict[str, Fact], shown: dict[str, str], origins: Origins, stem: str
) -> list[Block]:
    """The person's answer or the gap, then the machine's draft, then the facts.

    *shown* holds the title of the question under which the page has shown a fact already.
    """
    answer = place.answer
    bearing = [facts[address] for address in answer.facts if address in facts]
    blocks: list[Block] = []
    if answer.status is Status.ANSWERED and not (answer.value is None and bearing):
        blocks.append(Words(value_md(answer.value)))
        blocks += _acceptance(answer, origins) if answer.accept is not None else _signature(answer)
    elif not (
        answer.status is Status.ANSWERED or _is_open_draft(answer) or _is_filled(place, bearing)
    ):
        blocks.append(Gap(_gap(place)))
        blocks += _signature(answer)
    # What stands below with its own mark needs no second one.
    quoted = [facts[a] for a in _quoted_in(answer) if a in facts and a not in answer.facts]
    if quoted != []:
        blocks.append(quoted_figures(quoted, origins))
    if answer.draft is not None and _is_open_draft(answer):
        words = value_md(_typed(place, answer.draft.value))
        blocks.append(Draft(_quoted(words), origins.mark(answer.draft.evidence)))
    new = []
    for group in by_id(bearing):
        if group[0].address in shown and not is_line(group):
            # A table stands once on a page.
            label, title = md_text(fact_label(group[0])), md_text(shown[group[0].address])
            blocks.append(Words(Md(f"{label}: see *{title}* above.")))
        else:
            new += group
            shown |= dict.fromkeys((fact.address for fact in group), place.about.title)
    return blocks + fact_blocks(new, origins, f"{stem}.figures")


def _is_filled(place: Place, bearing: list[Fact]) -> bool:
    """Facts alone answer a question that asks for nothing else."""
    return place.answer.status in OPEN and place.about.how == "auto" and len(bearing) > 0


def _is_unrecorded(place: Place) -> bool:
    answer = place.answer
    return answer.status in OPEN and place.about.how == "auto" and len(answer.facts) == 0


def _is_open_draft(answer: Answer[Any]) -> bool:
    return answer.draft is not None and answer.status in OPEN


def _gap(place: Place) -> str:
    answer = place.answer
    words = NOT_RECORDED if _is_unrecorded(place) else GAPS[answer.status]
    if answer.reason is None or answer.reason.strip() == "":
        return f"{words}."
    return f"{words}: {ended(answer.reason)}"


def _quoted_in(answer: Answer[Any]) -> list[str]:
    """Addresses of the facts whose values stand in the words of *answer*, as its evidence tells."""
    sources = [source for evidence in answer.evidence for source in evidence.derived_from]
    return [source.removeprefix(QUOTED) for source in sources if source.startswith(QUOTED)]


def _signature(answer: Answer[Any]) -> list[Block]:
    said = [part for part in (answer.by, answer.date) if part is not None and part.strip() != ""]
    return [Words(Md(f"Stated by {md_text(', '.join(said))}."))] if answer.by else []


def _acceptance(answer: Answer[Any], origins: Origins) -> list[Block]:
    """A draft that a person accepted is no person's own words."""
    by = "" if answer.by is None else f" by {md_text(answer.by)}"
    mark = "" if answer.evidence == () else f" {origins.mark(answer.evidence[0])}"
    return [Words(Md(f"Proposed by cardgen, accepted{by}{mark}."))]


def _typed(place: Place, value: Any) -> Any:
    """A draft's value as the question's type shows it; as it is when the type refuses it."""
    arguments = getattr(place.field.annotation, "__pydantic_generic_metadata__", {}).get("args", ())
    if len(arguments) != 1:
        return value
    try:
        return TypeAdapter(arguments[0]).validate_python(value)
    except ValidationError:
        return value


def _quoted(words: Md) -> Md:
    return Md("\n".join(f"> {line}".rstrip() for line in words.split("\n")))


def _open(places: list[Place]) -> list[OpenSection]:
    """Questions that wait for a person, by section."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in places:
        waits = place.answer.status in OPEN and place.about.how != "auto"
        if waits:
            words = " (a draft waits for a person)" if _is_open_draft(place.answer) else ""
            title = place.section.title
            groups.setdefault(title, []).append((place.about.title + words, place.path))
    return [OpenSection(title, tuple(questions)) for title, questions in groups.items()]


def _answers_file(places: list[Place]) -> str | None:
    """The name of the file that holds people's answers, as their evidence tells it."""
    for place in places:
        for evidence in place.answer.evidence:
            for source in evidence.derived_from:
                found = re.fullmatch(r"([^#:]+\.ya?ml)#/.*", source)
                if found is not None and source.endswith("/" + place.path.replace(".", "/")):
                    return found[1]
    return None
