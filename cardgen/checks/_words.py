"""The words of an answer, for the checks that read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from cardgen.documents._text import Prose, Text
from cardgen.values import Answer

LONGEST_TEXT = 100_000
"""Characters of one text that the checks of sentences read."""
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|nor|neither|without|cannot|whether|if|unless)\b|n['’]t\b",
    re.IGNORECASE,
)
# A new line of a list or a table, an empty line, or a full stop that does not end "et al.".
_END = re.compile(
    r"\n(?=[ \t]*(?:[-*+|•]|\d+[.)]|\n))|(?<! al\.)(?<=[.!?])\s(?=\s*[^\sa-z])|(?<=[。！？])"
)


def words(answer: Answer[Any]) -> Iterator[str]:
    """What people wrote in their own words: every text of the answer's value, then its reason.

    A rating or another choice from a list is none, whoever made it.
    """
    yield from _texts(answer.value)
    if answer.reason is not None:
        yield answer.reason


def sentences(text: str) -> Iterator[str]:
    """The sentences of *text*, each on one line and without marks of emphasis and code."""
    for part in _END.split(text[:LONGEST_TEXT]):
        plain = " ".join(part.replace("*", " ").replace("`", "").split())
        if plain != "":
            yield plain


def denied(words_before: str) -> bool:
    """Whether what follows *words_before* in a sentence is denied, asked or only supposed."""
    return _DENIAL.search(words_before) is not None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Prose | Text):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
