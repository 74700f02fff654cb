"""What people and machines gave as a value, as Markdown that shows all of it, whatever its type."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Any, Literal, get_origin

from pydantic import BaseModel

from cardgen.documents._types import Doi, Link, Orcid, Prose
from cardgen.language import say
from cardgen.markdown.escape import Md, md_link, md_text
from cardgen.markdown.prose import prose
from cardgen.numbers import number_text

NOTHING = Md("—")
# Longer lists of short words, such as language tags, run on in one paragraph.
MOST_BULLETS = 6
LONGEST_WORD = 20
ADDRESSES = (Link, Doi, Orcid)
"""Values that say by themselves what they are."""


def value_md(value: Any) -> Md:
    """*value* as Markdown blocks with blank lines between; 0, False and "" are values and shown."""
    if isinstance(value, Prose):
        return prose(value) if value.strip() != "" else Md(say("(empty text)"))
    if isinstance(value, str):
        return inline(value)
    if isinstance(value, BaseModel):
        return _record(value)
    if isinstance(value, dict):
        return _items([_labelled(str(key), item) for key, item in value.items()])
    if isinstance(value, list | tuple | set | frozenset):
        if len(value) > MOST_BULLETS and all(map(_is_word, value)):
            return Md(", ").join(inline(item) for item in value)
        return _items([value_md(item) for item in value])
    return inline(value)


def _is_word(value: Any) -> bool:
    plain = isinstance(value, str) and not isinstance(value, Prose)
    return plain and 0 < len(value.strip()) <= LONGEST_WORD and "," not in value


def inline(value: Any) -> Md:
    """A plain value, or a list of them, as one run of Markdown."""
    match value:
        case None:
            return NOTHING
        case bool():
            return Md(say("Yes") if value else say("No"))
        case int() | float():
            return md_text(number_text(value))
        case Link():
            return md_link(md_text(value), value)
        case Doi():
            return md_link(md_text(f"doi:{value}"), f"https://doi.org/{value}")
        case Orcid():
            return md_link(md_text(f"ORCID {value}"), f"https://orcid.org/{value}")
        case Enum():
            return inline(str(value.value).replace("_", " "))
        case dict():
            return Md("; ").join(Md(f"{md_text(str(k))}: {inline(v)}") for k, v in value.items())
        case list() | tuple():
            return (
                Md(", ").join(inline(item) for item in value) if len(value) > 0 else Md(say("none"))
            )
        case _:
            text = str(value)
            return md_text(text) if text.strip() != "" else Md(say("(empty text)"))


def _items(items: Sequence[str]) -> Md:
    """A bullet list; blocks inside an item are indented by four."""
    if len(items) == 0:
        return Md(say("None."))
    apart = "\n\n" if any("\n\n" in item for item in items) else "\n"
    return Md(apart.join(f"-   {indented(item)}" for item in items))


def indented(text: str) -> str:
    """*text* with all lines but the first indented by four spaces."""
    if "\n" not in text:
        return text
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"    {line}".rstrip() for line in rest)])


def _labelled(label: str, value: Any) -> str:
    words = value_md(value)
    start = "\n\n" if words.startswith(("-   ", "| ", "> ", "1. ")) else " "
    return f"<strong>{md_text(label)}:</strong>{start}{words}"


def _record(record: BaseModel) -> Md:
    """One record: its first field in bold, the others behind it with their names."""
    listed = _listed(type(record))
    given = [
        (name, say(value.replace("_", " ")) if name in listed and isinstance(value, str) else value)
        for name, value in record
        if value is not None
    ]
    if given == []:
        return NOTHING
    parts = [(f"<strong>{inline(given[0][1])}</strong>", False)]
    blocks = []
    for name, value in given[1:]:
        words = value_md(value)
        label = say(name.replace("_", " "))
        if "\n" in words:
            blocks.append(f"{label}:\n\n{words}")
        elif isinstance(value, ADDRESSES):
            parts.append((words, False))
        else:
            parts.append((f"{label}: {words}", isinstance(value, Prose)))
    return Md("\n\n".join([_joined(parts), *blocks]))


@cache
def _listed(kind: type[BaseModel]) -> frozenset[str]:
    """Fields that hold a word of a fixed list: must_not is no name to be spelled with an underscore."""
    fields = kind.model_fields.items()
    return frozenset(name for name, field in fields if get_origin(field.annotation) is Literal)


def _joined(parts: Sequence[tuple[str, bool]]) -> str:
    """Parts behind each other: after a sentence (True beside it) a new one, else a semicolon."""
    text, sentence = parts[0]
    for part, is_sentence in parts[1:]:
        ended = sentence and text.endswith((".", "!", "?"))
        text += f" {part[:1].upper()}{part[1:]}" if ended else f"; {part}"
        sentence = is_sentence
    return text
