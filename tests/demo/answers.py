"""What the answer files of the demos have in common, for the tests that read them."""

from __future__ import annotations

import re
from importlib.resources import as_file, files

from cardgen.demo import needs
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile, read_answers

_PLACEHOLDERS = re.compile(r"\[…\]|\bTODO\b|\bTBD\b|\bN/A\b|\bFIXME\b", re.IGNORECASE)


def source(data: str, kind: str) -> str:
    """The text of a demo's answers, its white space run together."""
    path = files(needs.package(data)).joinpath("answers", f"{kind}.yaml")
    return " ".join(path.read_text("utf-8").split())


def placeholders(data: str, kind: str) -> list[str]:
    """Words in a demo's answers that stand for what is still to be written."""
    return _PLACEHOLDERS.findall(source(data, kind))


def answers(data: str, kind: str) -> AnswerFile:
    """A demo's answers."""
    with as_file(files(needs.package(data)).joinpath("answers", f"{kind}.yaml")) as path:
        return read_answers(path, document_type(kind))


def summary_words(data: str) -> int:
    """The number of words of a datasheet's summary, a figure counted as two."""
    summary = str(answers(data, "datasheet").answers["overview.summary"].value)
    return len(re.sub(r"\{\{.*?\}\}", "10,502 instances", summary).split())
