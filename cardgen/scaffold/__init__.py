"""The verb init: write a project and the questions of its documents; add only what is missing.

Nothing that a person wrote is ever changed: text is inserted into answer files, and every byte
that was there before stays in its order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from cardgen import documents
from cardgen._yaml import Mapping, Scalar, YamlError, load
from cardgen.documents._answers import schema_name
from cardgen.documents._base import Document
from cardgen.documents._schema import answers_file_name, answers_schema, model_schema, text_of
from cardgen.documents._versions import SCHEMA_KEY, version_problem
from cardgen.errors import CardgenError, InputError
from cardgen.findings import PROJECT_FILE
from cardgen.project import (
    PROJECT_SCHEMA_FILE,
    DataName,
    DocumentEntry,
    Project,
    ProjectFile,
    read_project,
)
from cardgen.scaffold._insert import insert_missing
from cardgen.scaffold._project import entries_for, ignored, project_text
from cardgen.scaffold._questions import Asked, asked_of, new_text
from cardgen.scaffold._write import write_all

DATA = "data"
SCHEMAS_FOLDER = ".cardgen/schemas"
"""Where editors find the schemas. Git ignores the folder; `cardgen init` writes it again."""


def init(folder: Path, *, kinds: Sequence[str], data_names: Sequence[str] = ()) -> list[str]:
    """Write a project into *folder*, or add to the one there what is missing.

    Args:
        folder: Made when it does not exist.
        kinds: Document types of a new project; one that exists already says itself what it keeps.
        data_names: Short names of a new project's data sets; one called `data` when there is none.

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
        plan.left(PROJECT_FILE, _not_kept(project, kinds, data_names))
    else:
        names = list(data_names) if len(data_names) > 0 else [DATA]
        entries = entries_for(list(types), names)
        project = _checked(plan, project_text(entries, names))
    _plan_answers(plan, project)
    plan.ignore(project.runs.path)
    plan.schemas([entry.type for entry in project.documents])
    return plan.carry_out()


def _plan_answers(plan: _Plan, project: Project) -> None:
    """Plan every document's answer file; the problems of all files at once."""
    problems: list[str] = []
    for entry, asked in _asked(project):
        try:
            plan.answers(project, entry, asked)
        except InputError as error:
            problems.extend(error.problems)
    if problems != []:
        raise InputError(problems)


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


def _not_kept(project: Project, kinds: Sequence[str], data_names: Sequence[str]) -> str:
    kept = {entry.type for entry in project.documents}
    absent = [kind for kind in kinds if kind not in kept]
    unknown = [name for name in data_names if name not in project.data]
    said = []
    if absent != []:
        said.append(f"it keeps no {', '.join(absent)}; for one add `- type: …` under `documents:`")
    if unknown != []:
        said.append(f"it names no data {', '.join(unknown)}; add a name under `data:` by hand")
    return "; ".join(said)


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
        old = _answers_text(path, name, document_type) if path.exists() else ""
        if old.strip() == "":
            up = "../" * (len(Path(name).parts) - 1)
            schema = f"{up}{SCHEMAS_FOLDER}/{answers_file_name(entry.type)}"
            self.new(name, new_text(document_type, asked, project.named(entry), schema))
            return
        new, added, omitted = insert_missing(old, document_type, asked)
        why = f"no place for {', '.join(omitted)}; add by hand" if omitted else ""
        if added == 0:
            self.left(name, why)
            return
        self._files[name] = new.encode()
        questions = "1 question" if added == 1 else f"{added} questions"
        self._lines.append(f"added {questions} to {name}" + (f": {why}" if why != "" else ""))

    def ignore(self, runs: str) -> None:
        """Keep the cache, and personal columns in the folder *runs*, out of git."""
        path = self._folder / ".gitignore"
        # Bytes, since git takes file names in any encoding.
        old = _bytes(path, ".gitignore") if path.exists() else b""
        missing = [line for line in ignored(runs) if line.encode() not in old.splitlines()]
        if missing == []:
            self.left(".gitignore")
            return
        newline = "\r\n" if b"\r\n" in old else "\n"
        gap = newline if old != b"" and not old.endswith(b"\n") else ""
        self._files[".gitignore"] = old + (gap + newline.join([*missing, ""])).encode()
        self._lines.append("wrote .gitignore" if old == b"" else "added lines to .gitignore")

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
        """Write the files, all or none, and say what was done."""
        write_all(self._folder, self._files)
        return self._lines


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise InputError([f"{name}: this is a folder, not a file; move it away"]) from None
    except OSError as error:
        raise InputError([f"{name}: cannot be read: {error.strerror}"]) from None


def _answers_text(path: Path, name: str, document_type: type[Document]) -> str:
    """The text of an answer file, which holds answers of *document_type* or says nothing of it.

    Raises:
        InputError: The file cannot be read, or is of another type or version.
    """
    try:
        text, root = load(_bytes(path, name))
    except YamlError as error:
        raise InputError([f"{name}:{line}: {what}" for line, what in error.problems]) from None
    schema = root.get(SCHEMA_KEY) if isinstance(root, Mapping) else None
    if isinstance(schema, Scalar):
        problem = version_problem(schema.text, schema_name(document_type))
        if problem is not None:
            raise InputError([f"{name}:{schema.line}: {SCHEMA_KEY}: {problem}"])
    return text
