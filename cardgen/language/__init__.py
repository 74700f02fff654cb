"""The language of a page's frame: headings, questions, labels, status words, numbers and dates.

One catalogue a language: a folder here with JSON files that map each English phrase to its
translation; a new folder adds a language. What people wrote is never translated by cardgen.

    with speaking("de"):
        say("Not answered")  # "Nicht beantwortet"
        say("{n} more", n=3)  # "3 weitere"

The language holds for the block that it is set in, in this thread; outside it is English.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from cardgen.errors import CardgenError

SOURCE = "en"
"""The language that phrases are written in, and that needs no catalogue."""
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
    """The translation of each English phrase."""
    phrases: dict[str, str] = {}
    for file in sorted(files(__name__).joinpath(language).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            phrases |= json.loads(file.read_text(encoding="utf-8"))
    return phrases


def say(phrase: str, **parts: object) -> str:
    """*phrase* in the language that is spoken, with *parts* in the places of their names.

    A phrase that the catalogue lacks stays English: see `knows`.
    """
    language = _spoken.get()
    text = phrase if language == SOURCE else catalogue(language).get(phrase, phrase)
    return text.format(**parts) if parts else text


def say_count(n: int, one: str, other: str, **parts: object) -> str:
    """*one* where *n* is 1, else *other*; both have the place `{n}`."""
    return say(one if n == 1 else other, n=number_form(f"{n:,}"), **parts)


def knows(phrase: str) -> bool:
    """Whether *phrase* is said in the language that is spoken, and not in English for want of it."""
    language = _spoken.get()
    return language == SOURCE or phrase in catalogue(language)


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
    return form.format(year=year, month=month, day=day)
