"""The text of a new project file."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from cardgen.documents._versions import SCHEMA_KEY
from cardgen.project import PROJECT_SCHEMA, PROJECT_SCHEMA_FILE, DocumentEntry, stem

# Documents about a model; every other one is about a data set.
_ABOUT_MODEL = frozenset({"model_card"})

_HEAD = """\
# yaml-language-server: $schema=.cardgen/schemas/{schema_file}
# A project of cardgen: one model, its data sets and runs, and the documents about them.
{key}: {schema}/1

# Name of the model, as its card prints it.
model:

# Version and date of what the documents describe; the clock is never asked.
version:
date:

# Language that the documents are written in, as a BCP 47 tag.
language: en

documents:
"""

_DATA = """\
  {name}:
    # Files, relative to this folder, as paths or patterns such as data/*.csv.
    paths: []
    # Column that holds the label.
    label:
    # Columns by which counts and results are broken down.
    groups: []
"""

_TAIL = """\

runs:
  # Folder with one folder per run.
  path: runs
  # Id of the run that the documents are about; the one that finished last when empty.
  main:

# Folder that documents are written to.
output: documents
"""


def entries_for(kinds: list[str], data_names: list[str]) -> list[DocumentEntry]:
    """The documents of a new project: one about the model, the others one per data set."""
    several = len(data_names) > 1
    entries = []
    for kind in kinds:
        about = [None] if kind in _ABOUT_MODEL else data_names
        for data in about:
            answers = f"{stem(kind, data, several=several)}.yaml"
            values = {"type": kind, "answers": answers, "data": data}
            entries.append(DocumentEntry.model_validate(values))
    return entries


def project_text(entries: list[DocumentEntry], data_names: list[str]) -> str:
    """The project file of *entries*, with a comment above each key."""
    text = _HEAD.format(key=SCHEMA_KEY, schema=PROJECT_SCHEMA, schema_file=PROJECT_SCHEMA_FILE)
    for entry in entries:
        text += f"  - type: {entry.type}\n    answers: {entry.answers}\n"
        if entry.data is not None:
            text += f"    data: {_quoted(entry.data)}\n"
    if data_names != []:
        text += "\ndata:\n" + "".join(_DATA.format(name=_quoted(name)) for name in data_names)
    return text + _TAIL


def ignored(runs: str) -> tuple[str, ...]:
    """Lines for git: the cache, internal editions, and arrays that may hold columns about people.

    *runs* is the folder of the runs, relative to the project.
    """
    folder = re.sub(r"([*?\[!#])", r"\\\1", runs)
    return ".cardgen/", "*.internal.*", f"{PurePosixPath(folder, '*', 'evaluation')}/"


def _quoted(name: str) -> str:
    # A data set may be called `no` or `1.10`; quotes keep other YAML readers from taking it for
    # something else.
    return name if name.isidentifier() and name.lower() not in _WORDS else f'"{name}"'


_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
