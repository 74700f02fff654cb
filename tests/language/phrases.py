"""Every phrase of cardgen's frame: what `say` gets in code and templates, and the tables of words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from cardgen import _plugins, numbers
from cardgen.charts import energy_over_time
from cardgen.charts._kinds import kind as chart_kind
from cardgen.documents import document_type, kinds
from cardgen.documents._answers import answer_type
from cardgen.fill.audience import REASON
from cardgen.pages import labels, marks
from cardgen.values import Status

ROOT = Path(__file__).parents[2]
_ASKED = re.compile(r"(.*) \([^()]*\)", re.DOTALL)


def frames() -> Iterator[str]:
    """Titles, citations, sections and questions of the document types."""
    for kind in kinds():
        wanted = document_type(kind)
        yield from (wanted.title, wanted.citation, *([wanted.remark] if wanted.remark else []))
        yield from (declared.label for declared in wanted.summary)
        for name, elements in wanted.views.items():
            yield from (name, *elements)
        for _, section, field, about in wanted.questions():
            asked = _ASKED.fullmatch(field.description or "")
            yield from (section.title, about.title, "" if asked is None else asked[1])
            yield from [section.note] if section.note is not None else []


def said() -> Iterator[str]:
    """The phrases that code and templates hand to `say` and `say_count` as they stand there."""
    for path in sorted((ROOT / "cardgen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"say", "say_count"}:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value
    for path in sorted((ROOT / "templates").glob("*.jinja")):
        for found in re.finditer(r'say\("((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")):
            yield found[1]


def tables() -> Iterator[str]:
    """Words that code keeps in tables and says when it uses them."""
    for mark in (*marks.METHODS.values(), *marks.GAPS.values()):
        yield from (mark.word, mark.meaning)
    yield from (*labels.FACTS.values(), *labels.COUNTED.values(), *labels.WHERE.values())
    yield from labels.NUMBERED.values()
    yield from (*map(labels.words, labels.KEYS), numbers.NOT_GIVEN, numbers.NOT_MEASURED, REASON)
    yield from (f"{name} since the start" for _, _, name in energy_over_time.TIMES)
    yield from (chart_kind(name).TITLE for name in _plugins.names("cardgen.charts"))
    yield from (status.value.replace("_", " ") for status in Status)


def records() -> Iterator[str]:
    """Names of the fields of people's records, and of the ratings and choices in them."""
    for kind in kinds():
        for _, _, field, _ in document_type(kind).questions():
            yield from _names(answer_type(field.annotation))


def _names(wanted: Any) -> Iterator[str]:
    for inner in get_args(wanted):
        yield from _names(inner)
    if get_origin(wanted) is Literal:
        yield from (choice.replace("_", " ") for choice in get_args(wanted))
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        for index, (name, field) in enumerate(wanted.model_fields.items()):
            yield from [name.replace("_", " ")] if index > 0 else []
            yield from _names(field.annotation)


def phrases() -> set[str]:
    """All of them."""
    return {*frames(), *said(), *tables(), *records()} - {""}
