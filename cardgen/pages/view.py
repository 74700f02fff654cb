"""A document as a page shows it: sections, questions and their blocks. Templates only lay it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cardgen.charts import Chart, charts_for
from cardgen.documents._base import Document, Head, Place
from cardgen.documents._translations import has_prose
from cardgen.language import SOURCE, date_form, in_words, say, spoken
from cardgen.markdown.escape import Md, md_name, md_text
from cardgen.markdown.prose import prose
from cardgen.pages.blocks import (
    Block,
    Draft,
    ElementView,
    Link,
    Page,
    QuestionView,
    SectionView,
    Words,
)
from cardgen.pages.editions import (
    INTERNAL,
    for_internal_readers,
    left_out,
    withheld_evidence,
)
from cardgen.pages.evidence import Origins
from cardgen.pages.facts import by_id, fact_blocks, quoted_figures
from cardgen.pages.gaps import anchor, gap, is_filled, is_open_draft
from cardgen.pages.labels import fact_label
from cardgen.pages.languages import asked, blocks_in, foreign, in_language, translation_words
from cardgen.pages.lines import is_line
from cardgen.pages.marks import legend
from cardgen.pages.standing import standing, states
from cardgen.pages.summary import summary
from cardgen.pages.values import value_md
from cardgen.values import QUOTED, Answer, Fact, Status


def page(document: Document, stem: str) -> Page:
    """What a page of *document* shows; its charts lie in the folder `<stem>.figures`."""
    origins = Origins(document.head.run)
    facts = {fact.address: fact for fact in document.facts}
    places = [in_language(place) for place in document.places()]
    charts = charts_for(document.facts, stem)
    # Page 1 comes first, and its marks with it.
    first = summary(document, places, origins)
    sections = tuple(_sections(document, places, facts, origins, charts))
    withheld = withheld_evidence(document.withheld)
    gaps = states(first, sections) | ({Status.WITHHELD} if withheld is not None else set())
    return Page(
        title=say(document.title),
        name=document.head.name,
        kind=document.kind,
        head=tuple(_head(document.head)),
        summary=tuple(first),
        standing=standing(places, facts),
        legend=legend(origins.methods, gaps),
        citation=_frame(document.citation, spoken()),
        remark=_words(document.remark),
        sections=sections,
        views=tuple(_views(document)),
        evidence=tuple(origins.entries()) if withheld is None else (),
        evidence_withheld=withheld,
    )


def _sections(
    document: Document,
    places: list[Place],
    facts: dict[str, Fact],
    origins: Origins,
    charts: Sequence[Chart],
) -> Iterator[SectionView]:
    shown: dict[str, Link] = {}
    by_section: dict[str, list[Place]] = {}
    for place in places:
        by_section.setdefault(place.path.partition(".")[0], []).append(place)
    for name, section in type(document).sections().items():
        questions = tuple(
            QuestionView(
                p.path,
                anchor(p.path),
                p.about.title,
                asked(p.field.description),
                (
                    *_blocks(p, facts, shown, origins, charts),
                    *for_internal_readers(p.answer),
                    *left_out(p, document.withheld),
                ),
            )
            for p in by_section.get(name, ())
        )
        yield SectionView(say(section.title), _words(section.note), questions)


def _views(document: Document) -> Iterator[tuple[str, tuple[ElementView, ...]]]:
    """The same answers under the elements of other schemes, by title and state."""
    for name in type(document).views:
        yield (
            say(name),
            tuple(
                ElementView(
                    say(element),
                    tuple(
                        (say(p.about.title), say(p.answer.status.value.replace("_", " ")))
                        for p in own
                    ),
                )
                for element, own in document.view(name).items()
            ),
        )


def _words(text: str | None) -> Md | None:
    return None if text is None else _frame(text, spoken())


@cache
def _frame(phrase: str, language: str) -> Md:  # noqa: ARG001 - which `say` speaks
    """A text of a document's type, in the page's language: the same on every page."""
    return prose(say(phrase))


def _head(head: Head) -> list[tuple[str, str]]:
    given = [
        (say("Edition"), say(INTERNAL) if head.audience == "internal" else None),
        (say("Version"), head.version),
        (say("Date"), None if head.date is None else date_form(head.date)),
        (say("Run"), _run(head)),
    ]
    return [(label, value) for label, value in given if value is not None]


def _run(head: Head) -> str:
    if head.run is None:
        return say("none was read")
    if head.outcome in {None, "finished"}:
        return head.run
    return f"{head.run} ({in_words(str(head.outcome))})"


def _blocks(
    place: Place,
    facts: dict[str, Fact],
    shown: dict[str, Link],
    origins: Origins,
    charts: Sequence[Chart],
) -> list[Block]:
    """The person's answer or the gap, then the machine's draft, then the facts.

    *shown* holds the question under which the page has shown a fact already.
    """
    answer = place.answer
    bearing = [facts[address] for address in answer.facts if address in facts]
    blocks: list[Block] = []
    if answer.status is Status.ANSWERED:
        if answer.value is not None or bearing == []:
            blocks.append(_answered(answer))
            blocks += translation_words(answer)
            blocks += _signature(answer) if answer.accept is None else _acceptance(answer, origins)
    elif not (is_open_draft(answer) or is_filled(place, bearing)):
        blocks.append(gap(place))
        blocks += _signature(answer)
    # What stands below with its own mark needs no second one.
    quoted = [facts[a] for a in _quoted_in(answer) if a in facts and a not in answer.facts]
    if quoted != []:
        blocks.append(quoted_figures(quoted, origins))
    if answer.draft is not None and is_open_draft(answer):
        words = value_md(_typed(place, answer.draft.value))
        # What cardgen makes of facts is English; words from other answers are in their own language.
        tag = None if answer.draft.evidence.generated_by is None else foreign(SOURCE)
        lang = None if tag is None else Md(tag)
        blocks.append(Draft(_quoted(words), origins.mark(answer.draft.evidence), lang))
    if bearing == []:
        return blocks
    return list(_parted([*blocks, *_figures(place, bearing, shown, origins, charts)]))


def _parted(blocks: list[Block]) -> Iterator[Block]:
    """*blocks* with a line before figures that follow words: nobody stated them there."""
    before = None
    for block in blocks:
        if block.kind == "lines" and before in {"words", "gap", "draft"}:
            yield Words(Md(say("From records and files:")))
        yield block
        before = block.kind


def _figures(
    place: Place,
    bearing: list[Fact],
    shown: dict[str, Link],
    origins: Origins,
    charts: Sequence[Chart],
) -> list[Block]:
    """The facts that bear on the question; a link in place of a table that stands above."""
    blocks: list[Block] = []
    new = []
    for group in by_id(bearing):
        if group[0].address in shown and not is_line(group):
            # A table stands once in the sections.
            label, title = md_text(fact_label(group[0])), md_text(shown[group[0].address].title)
            link = f"[{title}](#{shown[group[0].address].anchor})"
            blocks.append(Words(Md(say("{label}: see {link} above.", label=label, link=link))))
        else:
            new += group
            shown |= dict.fromkeys((f.address for f in group), _link(place))
    return blocks + fact_blocks(new, origins, charts)


def _answered(answer: Answer[Any]) -> Words:
    """What a person said, marked with its language where that is not the page's."""
    # Most answers are in the page's language, and need no look at what they hold.
    tag = answer.language if foreign(answer.language) and has_prose(answer.value) else None
    return blocks_in(tag, value_md(answer.value))


def _link(place: Place) -> Link:
    return Link(place.about.title, anchor(place.path))


def _quoted_in(answer: Answer[Any]) -> list[str]:
    """Addresses of the facts whose values stand in the words of *answer*, as its evidence tells."""
    sources = [source for evidence in answer.evidence for source in evidence.derived_from]
    return [source.removeprefix(QUOTED) for source in sources if source.startswith(QUOTED)]


def _signature(answer: Answer[Any]) -> list[Block]:
    if answer.by is None or answer.by.strip() == "":
        return []
    said = [md_name(answer.by)]
    if answer.date is not None and answer.date.strip() != "":
        said.append(md_text(date_form(answer.date)))
    return [Words(Md(say("Stated by {name}.", name=", ".join(said))))]


def _acceptance(answer: Answer[Any], origins: Origins) -> list[Block]:
    """A draft that a person accepted is no person's own words."""
    mark = "" if answer.evidence == () else f" {origins.mark(answer.evidence[0])}"
    if answer.by is None:
        return [Words(Md(say("Proposed by cardgen, accepted{mark}.", mark=mark)))]
    name = md_name(answer.by)
    words = say("Proposed by cardgen, accepted by {name}{mark}.", name=name, mark=mark)
    return [Words(Md(words))]


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
