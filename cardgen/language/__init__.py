"""The language of a page's frame: headings, questions, labels, status words, numbers and dates.

One catalogue a language: a folder here whose JSON files map each English phrase to its translation.
`documents.json` has titles and questions, `page.json` all else that a page says itself, `facts.json`
words of cardgen's that facts hold. A new folder adds a language. What people wrote is never
translated by cardgen.

    with speaking("de"):
        say("Not answered")  # "Nicht beantwortet"
        say("{n} more", n=3)  # "3 weitere"

The language holds for the block that it is set in, in this thread; outside it is English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from cardgen.errors import CardgenError

SOURCE = "en"
"""The language that phrases are written in, and that needs no catalogue."""
_PLACE = re.compile(r"\{(\w+)\}")
_spoken: ContextVar[str] = ContextVar("language", default=SOURCE)
# How numbers and dates are written where it is not as in English: 1.234,5 and 24.11.2026.
_SEPARATORS = {"de": str.maketrans(",.", ".,")}
_DATES = {"de": "{day}.{month}.{year}"}


@cache
def languages() -> tuple[str, ...]:
    """Tags of the languages that a page's frame can be written in."""
    folders = files(__name__).iterdir()
    found = (folder.name for folder in folders if folder.joinpath("documents.json").is_file())
    return tuple(sorted([SOURCE, *found]))


def language_of(tag: str) -> str:
    """The language whose frame suits the BCP 47 *tag*: `de` for `de-AT`.

    Raises:
        CardgenError: There is no catalogue for it.
    """
    primary = tag.split("-")[0].lower()
    if primary not in languages():
        message = (
            f"there is no catalogue for the language '{tag}'; choose from {', '.join(languages())}"
        )
        raise CardgenError(message)
    return primary


def is_same(one: str | None, other: str | None) -> bool:
    """Whether two BCP 47 tags are of one language, whatever its region; None is no language."""
    parts = [None if tag is None else tag.split("-")[0].lower() for tag in (one, other)]
    return parts[0] == parts[1]


def nearest(tag: str | None) -> str:
    """The language whose numbers suit words in *tag*: English where there is no catalogue for it."""
    primary = SOURCE if tag is None else tag.split("-")[0].lower()
    return primary if primary in languages() else SOURCE


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Phrases, numbers and dates in the language of *tag* as long as the block runs.

    Raises:
        CardgenError: There is no catalogue for it.
    """
    token = _spoken.set(language_of(tag))
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The language that is spoken here."""
    return _spoken.get()


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The translation of each English phrase of the frame."""
    return _read(language, "documents.json") | _read(language, "page.json")


def _read(language: str, name: str) -> dict[str, str]:
    file = files(__name__).joinpath(language, name)
    phrases: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return phrases


def say(phrase: str, **parts: object) -> str:
    """*phrase* in the language that is spoken, with *parts* in the places of their names.

    A phrase that the catalogue lacks stays English.
    """
    language = _spoken.get()
    text = phrase if language == SOURCE else catalogue(language).get(phrase, phrase)
    return text if parts == {} else _filled(text, parts)


def _filled(text: str, parts: Mapping[str, object]) -> str:
    """*text* with *parts* in their places; a name is all that a place may hold, and no part is run."""
    return _PLACE.sub(lambda place: str(parts.get(place[1], place[0])), text)


def say_count(n: int, one: str, other: str, **parts: object) -> str:
    """*one* where *n* is 1, else *other*; both have the place `{n}`."""
    return say(one if n == 1 else other, n=number_form(f"{n:,}"), **parts)


def recognised(text: str) -> str | None:
    """English *text* of cardgen's that a fact holds, in the language spoken; None where it is not known.

    It may be several known sentences, and phrases with their parts filled in: those may be known too.
    """
    language = _spoken.get()
    if language == SOURCE:
        return text
    if len(text) > LONGEST:
        return None
    said = _words_of_facts(language).get(text)
    if said is None:
        said = _sentences(text)
    return _filled_in(text) if said is None else said


def in_words(text: str) -> str:
    """English *text* of cardgen's in the language spoken; as it is where it is not known."""
    said = recognised(text)
    return text if said is None else said


def _sentences(text: str) -> str | None:
    """*text* that goes on after a full stop or semicolon, or ends with one, where all is known."""
    known = _words_of_facts(_spoken.get())
    for end in _ENDS.finditer(text):
        rest = text[end.end() :]
        first = text[: end.start()]
        said = known.get(first + end[1], known.get(first))
        if said is None:
            said = _filled_in(first)
        if said is None and rest != "":
            said = _filled_in(first + end[1])
        following = recognised(rest) if rest != "" else ""
        if said is not None and following is not None:
            mark = "" if said.endswith(end[1]) else end[1]
            return f"{said}{mark} {following}".rstrip()
    return None


def _filled_in(text: str) -> str | None:
    """*text* that a phrase with places became, with known parts said in the language too."""
    for pattern, phrase in _patterns(_spoken.get()):
        found = pattern.fullmatch(text)
        if found is not None:
            return _filled(phrase, {name: _part(part) for name, part in found.groupdict().items()})
    return None


def _part(text: str) -> str:
    if _NUMBER.fullmatch(text) is not None:
        return number_form(text)
    said = recognised(text)
    if said is not None:
        return said
    items = [recognised(item) for item in text.split(", ")]
    known = [item for item in items if item is not None]
    return ", ".join(known) if len(known) == len(items) else text


LONGEST = 1000
"""Characters of a text that is looked at for known words."""
_NUMBER = re.compile(r"[0-9][0-9,.]*")
_ENDS = re.compile(r"(?<=\S)([.;])(?: |$)")


@cache
def _words_of_facts(language: str) -> Mapping[str, str]:
    return _read(language, "facts.json")


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Words of facts that have places, as patterns of what they may have become; the longest first."""
    with_places = [item for item in _words_of_facts(language).items() if "{" in item[0]]
    with_places.sort(key=lambda item: -len(item[0]))
    return tuple((re.compile(_pattern(key), re.DOTALL), text) for key, text in with_places)


def _pattern(phrase: str) -> str:
    parts = _PLACE.split(phrase)
    return "".join(
        re.escape(part) if index % 2 == 0 else f"(?P<{part}>.+?)"
        for index, part in enumerate(parts)
    )


def number_form(text: str) -> str:
    """A number written the English way, `1,234.5`, in the form of the language."""
    separators = _SEPARATORS.get(_spoken.get())
    return text if separators is None else text.translate(separators)


def date_form(text: str) -> str:
    """An ISO 8601 day such as 2026-11-24 in the form of the language; other text as it is."""
    form = _DATES.get(_spoken.get())
    parts = text.split("-")
    if (
        form is None
        or [len(part) for part in parts] != [4, 2, 2]
        or not all(map(str.isdigit, parts))
    ):
        return text
    year, month, day = parts
    return _filled(form, {"year": year, "month": month, "day": day})
