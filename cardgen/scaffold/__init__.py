"""The verb init: write a project and the questions of its documents; add only what is missing.

Nothing that a person wrote is ever changed: text is inserted into answer files, and every byte
that was there before stays in its order.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cardgen import documents
from cardgen._yaml import YamlError, load
from cardgen.documents._base import Document
from cardgen.documents._schema import answers_file_name, answers_schema, model_schema, text_of
from cardgen.errors import CardgenError, InputError
from cardgen.project import (
    PROJECT_FILE,
    PROJECT_SCHEMA_FILE,
    DataName,
    DocumentEntry,
    Project,
    ProjectFile,
    read_project,
)
from cardgen.scaffold._insert import insert_missing
from cardgen.scaffold._project import IGNORED, entries_for, project_text
from cardgen.scaffold._questions import Asked, asked_of, new_text

SCHEMAS_FOLDER = ".cardgen/schemas"
"""Where editors find the schemas. Git ignores the folder; `cardgen init` writes it again."""


def init(folder: Path, *, kinds: Sequence[str], data_names: Sequence[str] = ()) -> list[str]:
    """Write a project into *folder*, or add to the one there what is missing.

    Args:
        folder: Made when it does not exist.
        kinds: Document types of a new project; one that exists already says itself what it keeps.
        data_names: Short names of a new project's data sets.

    Returns:
        One line for each file: `wrote`, `added … to` or `left`, and the file's name.

    Raises:
        CardgenError: There is no such document type, or a file there cannot be read; nothing was
            written then.
    """
    types = {kind: documents.document_type(kind) for kind in kinds}
    if folder.exists() and not folder.is_dir():
        message = f"{folder}: this is a file, not a folder; give a folder for the project"
        raise CardgenError(message)
    _check_names(data_names)
    plan = _Plan(folder)
    if (folder / PROJECT_FILE).exists():
        project = read_project(folder)
        plan.left(PROJECT_FILE, _not_kept(project, kinds))
    else:
        entries = entries_for(list(types), list(data_names))
        project = _checked(plan, project_text(entries, list(data_names)))
    for entry, asked in _asked(project):
        plan.answers(project, entry, asked)
    plan.ignore()
    plan.schemas([entry.type for entry in project.documents])
    return plan.carry_out()


def _check_names(data_names: Sequence[str]) -> None:
    problems = []
    for name in data_names:
        try:
            DataName.checked(name)
        except ValueError as error:
            problems.append(f"data set {name!r}: {error}")
    if problems:
        raise InputError(problems)


def _checked(plan: _Plan, text: str) -> Project:
    """The new project as its reader sees it, so that nothing is written that could not be read."""
    plan.new(PROJECT_FILE, text)
    with tempfile.TemporaryDirectory() as trial:
        (Path(trial) / PROJECT_FILE).write_bytes(text.encode())
        return read_project(Path(trial))


def _not_kept(project: Project, kinds: Sequence[str]) -> str:
    kept = {entry.type for entry in project.documents}
    absent = [kind for kind in kinds if kind not in kept]
    if absent == []:
        return ""
    return f"it keeps no {', '.join(absent)}; for one add `- type: …` under `documents:`"


def _asked(project: Project) -> list[tuple[DocumentEntry, list[Asked]]]:
    """Each document with what its file asks; a fact that two documents share is asked once."""
    rows = []
    shared: dict[tuple[str, str | None, str], str] = {}
    # A datasheet asks most of what documents share, so its file is the one that asks.
    order = sorted(project.documents, key=lambda entry: entry.type != "datasheet")
    for entry in order:
        document_type = documents.document_type(entry.type)
        asked = asked_of(document_type, project.answers_file(entry), entry.data, shared)
        rows.append((entry, asked))
    return rows


class _Plan:
    """Everything that init will write; carried out only when all of it is known to be right."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, bytes] = {}
        self._lines: list[str] = []

    def new(self, name: str, text: str) -> None:
        self._files[name] = text.encode()
        self._lines.append(f"wrote {name}")

    def left(self, name: str, why: str = "") -> None:
        self._lines.append(f"left {name}" + (f": {why}" if why != "" else ""))

    def answers(self, project: Project, entry: DocumentEntry, asked: list[Asked]) -> None:
        """Write a document's answer file, or insert the questions that it lacks."""
        name = project.answers_file(entry)
        document_type = documents.document_type(entry.type)
        path = self._folder / name
        if not path.exists():
            up = "../" * (len(Path(name).parts) - 1)
            schema = f"{up}{SCHEMAS_FOLDER}/{answers_file_name(entry.type)}"
            text = new_text(document_type, asked, project.named(entry), schema)
            self.new(name, text)
            return
        old = _read(path, name)
        new, added, omitted = insert_missing(old, document_type, asked)
        why = f"no place for {', '.join(omitted)}; add by hand" if omitted else ""
        if added == 0:
            self.left(name, why)
            return
        self._files[name] = new.encode()
        questions = "1 question" if added == 1 else f"{added} questions"
        self._lines.append(f"added {questions} to {name}" + (f": {why}" if why != "" else ""))

    def ignore(self) -> None:
        """Keep the cache and personal columns out of git."""
        path = self._folder / ".gitignore"
        old = _read(path, ".gitignore", yaml=False) if path.exists() else ""
        missing = [line for line in IGNORED if line not in old.splitlines()]
        if missing == []:
            self.left(".gitignore")
            return
        newline = "\r\n" if "\r\n" in old else "\n"
        gap = newline if old != "" and not old.endswith("\n") else ""
        self._files[".gitignore"] = (old + gap + newline.join([*missing, ""])).encode()
        self._lines.append("wrote .gitignore" if old == "" else "added lines to .gitignore")

    def schemas(self, kinds: Sequence[str]) -> None:
        """Copies of the schemas that the files name; generated, so replaced when they are old."""
        texts = {PROJECT_SCHEMA_FILE: text_of(model_schema(ProjectFile, people=True))}
        for kind in kinds:
            document_type: type[Document] = documents.document_type(kind)
            texts[answers_file_name(kind)] = text_of(answers_schema(document_type))
        for file in sorted(texts):
            name = f"{SCHEMAS_FOLDER}/{file}"
            path = self._folder / name
            if not path.is_file() or path.read_bytes() != texts[file].encode():
                self.new(name, texts[file])

    def carry_out(self) -> list[str]:
        """Write the files, each whole or not at all, and say what was done."""
        for name, content in self._files.items():
            # A person's link stays one, and a file that others may not read stays so.
            path = Path(os.path.realpath(self._folder / name))
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                beside = path.with_name(f".{path.name}.new")
                beside.write_bytes(content)
                if path.exists():
                    shutil.copymode(path, beside)
                beside.replace(path)
            except OSError as error:
                message = f"{name}: cannot be written ({error.strerror})"
                raise CardgenError(message) from error
        return self._lines


def _read(path: Path, name: str, *, yaml: bool = True) -> str:
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise InputError([f"{name}: this is a folder, not a file; move it away"]) from None
    except OSError as error:
        raise InputError([f"{name}: cannot be read: {error.strerror}"]) from None
    if not yaml:
        return data.decode("utf-8", "surrogateescape")
    try:
        return load(data)[0]
    except YamlError as error:
        raise InputError([f"{name}:{line}: {what}" for line, what in error.problems]) from None
