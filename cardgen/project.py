"""The project file `cardgen.yaml`: one model (or none), its data sets, runs and documents.

Nothing in it depends on where the project lies: paths are relative to its folder and use `/`.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, TypeGuard

from pydantic import Field, JsonValue

from cardgen import documents
from cardgen._yaml import Mapping, Node, Scalar, Sequence, kind_of
from cardgen._yaml.convert import FAILED, Problems, convert, near
from cardgen.documents._answers import read_yaml
from cardgen.documents._types import CheckedText, IsoDate, LanguageTag, Text
from cardgen.documents._versions import naming_unread, newer_minor, version_problem
from cardgen.energy.accounting import Accounting
from cardgen.errors import CardgenError, InputError
from cardgen.evaluation.settings import Evaluation
from cardgen.evaluation.stated import SearchEntry
from cardgen.fill.audience import NOTHING, Internal
from cardgen.findings import PROJECT_FILE, Finding
from cardgen.run_energy import Stated
from cardgen.values import Frozen

PROJECT_SCHEMA = "cardgen.project"
PROJECT_SCHEMA_FILE = "project.v1.schema.json"
PROJECT_MINOR = 0


class DataPath(CheckedText):
    """A path relative to the project's folder, with forward slashes; it may lead out with `..`."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": r"^[^/\\:][^\\:]*$"}

    @classmethod
    def checked(cls, text: str) -> str:
        """The path as it is; ValueError when it is absolute or holds a backslash or colon."""
        if re.fullmatch(r"[^/\\:\x00-\x1f][^\\:\x00-\x1f]*", text) is None:
            message = (
                "expected a path relative to the project, with forward slashes and without ':', "
                f"found '{text}'"
            )
            raise ValueError(message)
        return text


class ProjectPath(DataPath):
    """A path inside the project's folder."""

    __slots__ = ()

    @classmethod
    def checked(cls, text: str) -> str:
        """The path as it is; ValueError when it leads out of the project."""
        if ".." in PurePosixPath(super().checked(text)).parts:
            message = f"expected a path inside the project, found '{text}'"
            raise ValueError(message)
        return text


class DataName(CheckedText):
    """The short name of a data set; file names are made of it."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}

    @classmethod
    def checked(cls, text: str) -> str:
        """The name as it is; ValueError when it could not be part of a file name."""
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", text) is None:
            message = f"expected a name of letters, digits, '.', '_' and '-', found '{text}'"
            raise ValueError(message)
        return text


class CountryCode(CheckedText):
    """A country by its ISO 3166-1 alpha-3 code, in capitals."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[A-Za-z]{3}$"}

    @classmethod
    def checked(cls, text: str) -> str:
        """The code in capitals; ValueError when it is no three letters."""
        if re.fullmatch("[A-Za-z]{3}", text) is None:
            message = f"expected an ISO 3166-1 alpha-3 code such as DEU, found '{text}'"
            raise ValueError(message)
        return text.upper()


class DocumentEntry(Frozen):
    """One document that the project keeps."""

    type: Text
    """What it is: model_card, datasheet, data_statement or another document type."""
    name: Text | None = None
    """Name of the model or data set as the document prints it; otherwise the project's own."""
    answers: ProjectPath | None = None
    """File with people's answers."""
    data: DataName | None = None
    """Data set that the document is about, one of `data`."""
    version: Text | None = None
    """Version of what the document is about, when it is not the project's."""
    date: IsoDate | None = None
    """Date of that version, when it is not the project's."""


class DataEntry(Frozen):
    """Where a data set lies and what its columns mean."""

    paths: tuple[DataPath, ...] = ()
    """Its files, as paths or patterns such as `data/*.csv`."""
    splits: dict[str, DataPath] = {}
    """Files of each split, as a path or pattern by the split's name."""
    label: Text | None = None
    """Column that holds the label."""
    groups: tuple[Text, ...] = ()
    """Columns by which results and counts are broken down."""
    ids: tuple[Text, ...] = ()
    """Columns that identify a row, and so are never counted as content."""
    ignore: tuple[Text, ...] = ()
    """Columns that no profile may read."""
    profile: ProjectPath | None = None
    """File with the data set's profile."""


class RunsEntry(Frozen):
    """Where the runs are and what each is for."""

    path: ProjectPath = ProjectPath("runs")
    """Folder with one folder per run."""
    main: Text | None = None
    """Id of the run that the documents are about; otherwise the one that finished last."""
    seeds: tuple[Text, ...] = ()
    """Ids of runs that repeat the main one with other seeds."""
    search: tuple[Text, ...] = ()
    """Ids of runs of the search for hyper-parameters."""
    baselines: tuple[Text, ...] = ()
    """Ids of runs of other systems to compare with."""
    inference: Text | None = None
    """Id of the run that measured inference of the trained model, when it is not the main one."""


class EnergyEntry(Accounting):
    """What people state of energy, emissions and cost where no tool recorded it."""

    country: CountryCode | None = None
    """Country whose grid fed the run (ISO 3166-1 alpha-3, such as DEU), if the run recorded none."""
    stated: Stated | None = None
    """What a person knows of one run, and of its computer."""


class ProjectFile(Frozen):
    """The project file as people write it."""

    schema_: str = Field(alias="schema", pattern=r"^cardgen\.project/1(\.[0-9]+)?$")
    """Name and version of this file's form: cardgen.project/1."""
    model: Text | None = None
    """Name of the model as its card prints it; none for a project of data sets alone."""
    version: Text | None = None
    """Version of the model, and of each document that states none of its own."""
    date: IsoDate | None = None
    """Date of that version, such as 2024-05-31."""
    language: LanguageTag = LanguageTag("en")
    """Language that the documents are written in."""
    documents: tuple[DocumentEntry, ...] = ()
    """The documents that the project keeps."""
    data: dict[DataName, DataEntry] = {}
    """The data sets by their short names."""
    runs: RunsEntry = RunsEntry()
    """Where the training runs are."""
    search: SearchEntry = SearchEntry()
    """How hyper-parameters were chosen."""
    internal: Internal = NOTHING
    """What the public edition withholds beside internal answers."""
    evaluation: Evaluation = Evaluation()
    """How results are computed."""
    energy: EnergyEntry = EnergyEntry()
    """How energy and emissions are accounted for."""
    checks: dict[str, JsonValue] = {}
    """Which checks apply, and which findings are waived."""
    output: ProjectPath = ProjectPath("documents")
    """Folder that documents are written to."""
    templates: ProjectPath | None = None
    """Folder with templates and style sheets that take the place of cardgen's own."""

    def stem(self, entry: DocumentEntry) -> str:
        """File name of a document without its suffix, such as `datasheet` or `datasheet-names`."""
        return stem(entry.type, entry.data, several=len(self.data) > 1)

    def answers_file(self, entry: DocumentEntry) -> str:
        """The file with people's answers: the one the entry names, or its stem with `.yaml`."""
        return entry.answers if entry.answers is not None else f"{self.stem(entry)}.yaml"

    def named(self, entry: DocumentEntry) -> str:
        """Name of what a document is about: its own, its data set's, or the model's."""
        if entry.name is not None:
            return entry.name
        return entry.data or self.model or "unnamed"

    @property
    def withholds(self) -> bool:
        """Whether the public edition lacks figures that were measured."""
        return self.internal != NOTHING or self.evaluation.small == "withhold"


class Project(ProjectFile):
    """A project file that was read."""

    findings: tuple[Finding, ...] = ()
    """What a reader should know about the file, such as a newer minor version of its form."""


def stem(kind: str, data: str | None, *, several: bool) -> str:
    """File name of a document without suffix; *several*: the project has many data sets."""
    return f"{kind}-{data}" if several and data is not None else kind


def read_project(folder: Path) -> Project:
    """The project in *folder*.

    Raises:
        InputError: There is no project file, it is written for another major version, or something
            in it is wrong; all problems at once.
    """
    if not folder.is_dir():
        raise InputError([f"{folder}: there is no such folder; give a project's folder"])
    root = read_yaml(folder / PROJECT_FILE, PROJECT_FILE)
    if not isinstance(root, Mapping):
        first = f"`schema: {PROJECT_SCHEMA}/1`"
        what = f"expected a mapping that begins with {first}, found {kind_of(root)}"
        raise InputError([f"{PROJECT_FILE}:{root.line}: {what}"])
    findings = _version(root)
    fields = ProjectFile.model_fields
    problems = Problems(tolerant=findings != ())
    project = convert(root, ProjectFile, "", problems)
    _check_references(root, problems)
    if project is not FAILED and not problems.found:
        _check_stems(root, project, problems)
        _check_answers(root, project, problems)
    if problems.found:
        raise InputError(problems.lines(PROJECT_FILE))
    findings = tuple(naming_unread(finding, problems) for finding in findings)
    values = {info.alias or name: getattr(project, name) for name, info in fields.items()}
    return Project.model_validate({**values, "findings": findings})


def _version(root: Mapping) -> tuple[Finding, ...]:
    node = root.get("schema")
    if not isinstance(node, Scalar):
        return ()  # the conversion says what is missing or wrong
    problem = version_problem(node.text, PROJECT_SCHEMA)
    if problem is not None:
        raise InputError([f"{PROJECT_FILE}:{node.line}: schema: {problem}"])
    finding = newer_minor(node.text, PROJECT_MINOR, PROJECT_FILE, node.line)
    return () if finding is None else (finding,)


def _entries(root: Mapping) -> list[tuple[int, Mapping]]:
    listed = root.get("documents")
    items = listed.items if isinstance(listed, Sequence) else ()
    return [(index, item) for index, item in enumerate(items) if isinstance(item, Mapping)]


def _check_references(root: Mapping, problems: Problems) -> None:
    """Document types that do not exist, and data sets that the project does not name."""
    data = root.get("data")
    names = data.names if isinstance(data, Mapping) else ()
    for index, entry in _entries(root):
        kind, about = entry.get("type"), entry.get("data")
        if _said(kind) and not _exists(kind.text):
            what = f"there is no document type '{kind.text}'{near(kind.text, documents.kinds())}"
            problems.add(kind, f"documents[{index}].type", what)
        if _said(about) and about.text not in names:
            hint = near(about.text, names) or "; add it under `data:`"
            what = f"there is no data set '{about.text}'{hint}"
            problems.add(about, f"documents[{index}].data", what)


def _said(node: Node | None) -> TypeGuard[Scalar]:
    return isinstance(node, Scalar) and not node.is_null


def _exists(kind: str) -> bool:
    try:
        documents.document_type(kind)
    except CardgenError:
        return False
    return True


def _check_stems(root: Mapping, project: ProjectFile, problems: Problems) -> None:
    """Two documents must not be written to the same files."""
    taken: dict[str, int] = {}
    for index, node in _entries(root):
        entry = project.documents[index]
        name = project.stem(entry)
        if name.lower() in taken:
            what = (
                f"would be written to {name}.* like documents[{taken[name.lower()]}]; "
                "give each the `data` that it is about"
            )
            problems.add(node, f"documents[{index}]", what)
        taken.setdefault(name.lower(), index)


def _check_answers(root: Mapping, project: ProjectFile, problems: Problems) -> None:
    """A file holds the answers to one document type's questions."""
    taken: dict[str, tuple[int, str]] = {}
    for index, node in _entries(root):
        entry = project.documents[index]
        file = project.answers_file(entry)
        first, kind = taken.setdefault(str(PurePosixPath(file)).lower(), (index, entry.type))
        if kind != entry.type:
            what = f"{file} holds the answers of documents[{first}], a {kind}; name another file"
            given = node.get("answers")
            problems.add(node if given is None else given, f"documents[{index}].answers", what)
