"""The frameworks' items, as the shared reference lists them, for tests that count questions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cardgen.documents import document_type, kinds
from cardgen.documents._base import Document, Question

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference"
TYPES: list[type[Document]] = [document_type(kind) for kind in kinds()]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a table of the shared reference; skips the test where the reference is absent."""
    path = REFERENCE / name
    if not path.is_file():
        pytest.skip(f"the shared reference ({name}) is not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def catalogue(framework: str) -> dict[str, str]:
    """How each item of *framework* can be filled, by its number."""
    return {
        row["item"]: row["how"] for row in rows("catalogue.tsv") if row["framework"] == framework
    }


def items(kind: type[Document], framework: str) -> list[str]:
    """The numbers of *framework* that the questions of a type carry, in order, each once."""
    found = [
        number.partition(":")[2]
        for _, _, _, about in kind.questions()
        for number in about.source
        if number.partition(":")[0] == framework
    ]
    return list(dict.fromkeys(found))


def about(kind: type[Document]) -> dict[str, Question]:
    """The questions of a type by path."""
    return {path: question for path, _, _, question in kind.questions()}


def words(kind: type[Document]) -> dict[str, str]:
    """The text of each question by path."""
    return {path: field.description or "" for path, _, field, _ in kind.questions()}
