"""Words in two languages on one page: its frame, and what people wrote in their own."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from cardgen.documents._base import Place
from cardgen.documents._translations import has_prose
from cardgen.language import SOURCE, is_same, say, spoken
from cardgen.markdown.escape import Md, md_name, md_text
from cardgen.pages.blocks import Block, Words
from cardgen.values import Answer

_ASKED = re.compile(r"(.*) \(([^()]*)\)", re.DOTALL)
_TAG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def in_language(place: Place) -> Place:
    """*place* with the title of its question in the page's language."""
    if spoken() == SOURCE:
        return place
    return place._replace(about=place.about.model_copy(update={"title": say(place.about.title)}))


def asked(question: str | None) -> str | None:
    """A question in the page's language, with the source's own number."""
    return None if question is None else _asked(question, spoken())


@cache
def _asked(question: str, language: str) -> str:  # noqa: ARG001 - which `say` speaks
    parts = _ASKED.fullmatch(question)
    if parts is None:
        return question
    source = re.sub(r"\bsection\b", say("section"), parts[2])
    source = source.replace("skip rule of", say("skip rule of"))
    return f"{say(parts[1])} ({source})"


def foreign(tag: str | None) -> str | None:
    """*tag* where it is another language than the page's own."""
    other = tag is not None and _TAG.fullmatch(tag) is not None and not is_same(tag, spoken())
    return tag if other else None


def inline_in(tag: str | None, words: Md) -> Md:
    """*words* on one line, marked as in the language of *tag* where that is not the page's."""
    return words if foreign(tag) is None else Md(f'<span lang="{tag}">{words}</span>')


def blocks_in(tag: str | None, words: Md) -> Words:
    """Blocks of *words*, marked as in the language of *tag* where that is not the page's."""
    other = foreign(tag)
    return Words(words, None if other is None else Md(other))


def translation_words(answer: Answer[Any]) -> list[Block]:
    """A line under an answer that somebody translated, or that nobody did."""
    if answer.translation is not None:
        line = say("Translated by {name}.", name=md_name(answer.translation.by))
        if not answer.translation.is_current:
            line += " " + say(
                "The translation may be out of date: it is not known to be of this original."
            )
        return [Words(Md(line))]
    tag = foreign(answer.language)
    if tag is None or not has_prose(answer.value):
        return []
    # Under every answer of a page that nobody translated: in small letters.
    line = say("In its own language ({tag}), not translated.", tag=md_text(tag))
    return [Words(Md(f"<small>{line}</small>"))]
