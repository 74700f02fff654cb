"""What an answer file asks, and the text that asks it: each question as a comment above its key."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from cardgen._yaml.convert import describe
from cardgen.documents._answers import answer_type, schema_name
from cardgen.documents._base import Document, Section
from cardgen.documents._versions import SCHEMA_KEY

WIDTH = 90

_HEADER = """\
# yaml-language-server: $schema={schema}
# {title}: {name}
#
# Write each answer after its key; leave the key empty while you have none. Markdown is welcome in
# texts: write them on the lines below `|`, indented, since beside the key ` #` begins a comment
# and a first sign such as `*`, `"` or `[` is YAML's own. What cardgen knows from runs and files it
# fills in by itself. A question that you cannot answer says why, so that readers know:
#
#   some_question:
#     status: unknown            # or not_applicable, withheld, pending
#     reason: Nobody has counted them.
#
# Questions marked (draft) may get a proposal from cardgen, where it finds something to propose;
# `cardgen check` shows it. Take it with `accept: <its digest>` below the key, or write your own.
{key}: {version}/1
"""


@dataclass(frozen=True)
class Asked:
    """One question as a file asks it."""

    path: str
    """`section.field`."""
    words: str
    """The question, its form and its source, before wrapping."""
    elsewhere: str | None = None
    """Where the same fact is asked already; the question is then only a comment."""

    @property
    def section(self) -> str:
        """The section's key."""
        return self.path.partition(".")[0]

    @property
    def key(self) -> str:
        """The question's key."""
        return self.path.partition(".")[2]

    def text(self, indent: int) -> str:
        """The lines for the file, each indented by *indent* spaces, with a line break each."""
        space = " " * indent
        words = self.words if self.elsewhere is None else self.elsewhere
        return _comment(words, space) + (f"{space}{self.key}:\n" if self.elsewhere is None else "")


def asked_of(
    document_type: type[Document],
    file: str,
    data: str | None,
    shared: dict[tuple[str, str | None, str], str],
) -> list[Asked]:
    """The questions that people must answer, in order.

    Args:
        document_type: Whose questions.
        file: Name of its answer file.
        data: The data set that the document is about.
        shared: Where each (fact, data, type) is asked already; extended here.
    """
    asked = []
    for path, _, info, about in document_type.questions():
        if about.how == "auto":
            continue
        wanted = answer_type(info.annotation)
        where = None
        # A question that falls away in one document may well stand in another: no sharing there.
        if about.fact is not None and not about.people_only:
            place = f"{file}, {path}"
            first = shared.setdefault((about.fact, data, str(wanted)), place)
            where = f"{about.title}: answered once, in {first}." if first != place else None
        words = _words(about.title, info.description or "", wanted, about.how)
        asked.append(Asked(path, words, where))
    return asked


def _words(title: str, question: str, wanted: Any, how: str) -> str:
    form = _form(wanted)
    mark = " (draft)" if how == "derived" else ""
    hint = f" [{form}]" if form != "" else ""
    stop = "" if title.endswith("?") and mark == "" else "."
    return f"{title}{mark}{stop} {' '.join(question.split())}{hint}"


def _form(wanted: Any) -> str:
    """What to write, when it is not plain text."""
    if get_origin(wanted) in (list, tuple, set, frozenset):
        inner = get_args(wanted)[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return f"a list; each item has {', '.join(inner.model_fields)}"
        return "a list"
    if wanted is bool or get_origin(wanted) is Literal or wanted in (int, float):
        return describe(wanted)
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return f"with {', '.join(wanted.model_fields)}"
    return ""


def section_text(section: type[Section], key: str, asked: list[Asked]) -> str:
    """A whole section: its title and note as comments, its key, its questions."""
    questions = "\n".join(question.text(2) for question in asked)
    note = "" if section.note is None else _comment(section.note, "")
    return f"# ---- {section.title}\n{note}{key}:\n\n{questions}"


def _comment(words: str, space: str) -> str:
    lines = textwrap.wrap(
        words, WIDTH - len(space) - 2, break_long_words=False, break_on_hyphens=False
    )
    return "".join(f"{space}# {line}\n" for line in lines)


def new_text(document_type: type[Document], asked: list[Asked], name: str, schema: str) -> str:
    """A new answer file; *schema* is the path of its JSON Schema, as seen from the file."""
    text = _HEADER.format(
        schema=schema,
        title=document_type.title,
        name=" ".join(name.split()),
        key=SCHEMA_KEY,
        version=schema_name(document_type),
    )
    for key, section in document_type.sections().items():
        here = [question for question in asked if question.section == key]
        if here != []:
            text += "\n" + section_text(section, key, here)
    return text
