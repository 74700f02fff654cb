"""Read people's answers: one YAML file per document, a key per question, an envelope where needed.

```yaml
schema: cardgen.datasheet.answers/1
composition:
  instances: Names of places, one a row.     # an answer
  confidential:                               # a key without a value is not answered yet
  errors:                                     # an envelope: it has answer, status or accept
    status: unknown
    reason: Nobody has checked the spellings.
    by: Jane Doe
```
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cardgen._yaml import (
    Entry,
    Mapping,
    Node,
    Scalar,
    YamlError,
    kind_of,
    load,
)
from cardgen._yaml.convert import FAILED, Problems, convert, near
from cardgen.documents._base import Document, Section
from cardgen.documents._comments import comments
from cardgen.documents._envelope import ENVELOPE, Envelope, Translates, contradiction, envelope_hint
from cardgen.documents._types import LanguageTag, Text
from cardgen.documents._versions import SCHEMA_KEY, naming_unread, newer_minor, version_problem
from cardgen.errors import InputError
from cardgen.findings import Finding, Severity
from cardgen.values import (
    Answer,
    Evidence,
    Method,
    Status,
)

LANGUAGE_KEY = "language"
TRANSLATOR_KEY = "translated_by"
SCHEMA_MINOR = 0


@dataclass(frozen=True)
class AnswerFile:
    """What people answered in one file."""

    file: str
    """Path relative to the project, with forward slashes."""
    answers: dict[str, Answer[Any]]
    """By question path `section.field`; questions without a word have no entry."""
    lines: dict[str, int]
    """1-based line of each question's key, answered or not."""
    findings: tuple[Finding, ...] = field(default=())
    """What a reader should know about the file, such as a newer minor version of its schema."""
    text: str = ""
    """The file's text."""
    language: str | None = None
    """BCP 47 tag of the language that the answers are written in; None where the file says none."""
    translated: dict[str, Translates] = field(default_factory=dict)
    """What each answer translates, by question path; empty where the file holds originals."""
    translation: AnswerFile | None = None
    """The same answers in the language of the edition, as far as people translated them."""

    def line_of(self, path: str, words: str) -> int | None:
        """1-based line of *words* in the answer at *path*, else of its key.

        A folded text may break the words over lines wherever they have a space.
        """
        line = self.lines.get(path)
        if line is None:
            return None
        lines = self.text.split("\n")
        after = min((n for n in self.lines.values() if n > line), default=len(lines) + 1)
        block = "\n".join(lines[line - 1 : after - 1])
        found = re.search(r"\s+".join(map(re.escape, words.split())), block)
        return line if found is None else line + block.count("\n", 0, found.start())


def answer_type(annotation: Any) -> Any:
    """The T of a field's `Answer[T]`."""
    metadata: MappingType[str, Any] = annotation.__pydantic_generic_metadata__
    return metadata["args"][0]


def schema_name(document_type: type[Document]) -> str:
    """The name that an answers file carries, such as `cardgen.datasheet.answers`."""
    return f"cardgen.{document_type.kind}.answers"


def read_answers(
    path: Path, document_type: type[Document], *, project: Path | None = None
) -> AnswerFile:
    """The answers in the file at *path*.

    Args:
        path: A YAML file.
        document_type: Whose questions it answers.
        project: Folder that the file's name is given relative to; its own folder when None.

    Raises:
        InputError: The file cannot be read or says what no question asks for; all at once.
    """
    name = path.name if project is None else path.relative_to(project).as_posix()
    text, root, malformed = _read(path, name)
    reader = _Reader(name, document_type, text)
    reader.document(root)
    if malformed != [] or reader.problems.found:
        raise InputError(sorted([*malformed, *reader.problems.lines(name)], key=_line))
    findings = tuple(naming_unread(finding, reader.problems) for finding in reader.findings)
    return AnswerFile(
        name,
        reader.answers,
        reader.lines,
        findings,
        text,
        reader.language,
        reader.translated,
    )


def read_yaml(path: Path, name: str) -> Node:
    """The root node of the YAML file at *path*, which messages call *name*.

    Raises:
        InputError: There is no such file, it is a folder, it cannot be read, or it is not YAML.
    """
    _, root, malformed = _read(path, name)
    if malformed != []:
        raise InputError(malformed)
    return root


def _read(path: Path, name: str) -> tuple[str, Node, list[str]]:
    """The text, its root node, and what is wrong with the YAML where the rest could be read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        message = f"{name}: there is no such file; write it with `cardgen init`"
        raise InputError([message]) from None
    except IsADirectoryError:
        raise InputError([f"{name}: this is a folder, not a file; give the YAML file"]) from None
    except OSError as error:
        raise InputError([f"{name}: cannot be read: {error.strerror}"]) from None
    try:
        return *load(data), []
    except YamlError as error:
        malformed = [f"{name}:{line}: {what}" for line, what in error.problems]
        if error.root is None:
            raise InputError(malformed) from None
        return data.decode(), error.root, malformed


def _line(problem: str) -> int:
    """The line that a message `<file>:<line>: …` names."""
    found = re.match(r".*?:([0-9]+): ", problem)
    return 0 if found is None else int(found[1])


class _Reader:
    """Reads one file and gathers its answers and problems."""

    def __init__(self, name: str, document_type: type[Document], text: str) -> None:
        self.name = name
        self.type = document_type
        self.text = text
        self.answers: dict[str, Answer[Any]] = {}
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []
        self.problems = Problems()
        self.language: str | None = None
        self.translator: str | None = None
        self.translated: dict[str, Translates] = {}

    def document(self, root: Node) -> None:
        if _is_null(root):
            return
        sections = self.type.sections()
        if not isinstance(root, Mapping):
            known = ", ".join(sections)
            self.problems.add(root, "", f"expected a mapping with {known}, found {kind_of(root)}")
            return
        schema = root.get(SCHEMA_KEY)
        if schema is not None:
            self._schema(schema)
        for entry in root.entries:
            name = entry.key.text
            if name == SCHEMA_KEY:
                continue
            if name == LANGUAGE_KEY:
                self.language = self._about_file(entry, LanguageTag)
            elif name == TRANSLATOR_KEY:
                self.translator = self._about_file(entry, Text)
            elif name in sections:
                self._section(name, sections[name], entry.value)
            else:
                self.problems.unknown(entry.key, name, f"unknown section{self._near(name)}")

    def _about_file(self, entry: Entry, wanted: type[str]) -> str | None:
        """What a key beside the sections says of the whole file."""
        if _is_null(entry.value):
            return None
        value = convert(entry.value, wanted, entry.key.text, self.problems)
        return None if value is FAILED else str(value)

    def _near(self, name: str) -> str:
        sections = self.type.sections()
        for section, model in sections.items():
            if name in model.model_fields:
                return f"; it is a question of {section}"
        return near(name, sections)

    def _schema(self, node: Node) -> None:
        text = node.text if isinstance(node, Scalar) else kind_of(node)
        problem = version_problem(text, schema_name(self.type))
        if problem is not None:
            self.problems.add(node, SCHEMA_KEY, problem)
            return
        finding = newer_minor(text, SCHEMA_MINOR, self.name, node.line)
        if finding is not None:
            self.findings.append(finding)
            self.problems.tolerant = True

    def _section(self, name: str, section: type[Section], node: Node) -> None:
        if _is_null(node):
            return
        fields = section.model_fields
        if not isinstance(node, Mapping):
            what = f"expected a mapping with {', '.join(fields)}, found {kind_of(node)}"
            self.problems.add(node, name, what)
            return
        for entry in node.entries:
            path = f"{name}.{entry.key.text}"
            if entry.key.text not in fields:
                hint = self._elsewhere(entry.key.text) or near(entry.key.text, fields)
                self.problems.unknown(entry.key, path, f"unknown question{hint}")
                continue
            self.lines[path] = entry.key.line
            if not _is_null(entry.value):
                self._answer(path, fields[entry.key.text].annotation, entry.value)

    def _elsewhere(self, name: str) -> str | None:
        for section, model in self.type.sections().items():
            if name in model.model_fields:
                return f"; it is a question of {section}"
        return None

    def _answer(self, path: str, annotation: Any, node: Node) -> None:
        before = len(self.problems.found)
        wanted = answer_type(annotation)
        envelope = Envelope()
        given: Node | None = node
        if isinstance(node, Mapping) and ENVELOPE.intersection(node.names):
            given = node.get("answer")
            given = None if given is None or _is_null(given) else given
            circumstances = tuple(e for e in node.entries if e.key.text != "answer")
            rest = Mapping(circumstances, node.line, node.span, node.flow)
            read = convert(rest, Envelope, path, self.problems)
            envelope = Envelope() if read is FAILED else read
            self._comments(path, rest, envelope)
        value = None if given is None else convert(given, wanted, path, self.problems)
        if len(self.problems.found) == before:
            self._comments(path, given, value)
            self._settle(path, node, annotation, (envelope, value), given=given is not None)
        elif given is node:
            self._hint(path, node, before)

    def _comments(self, path: str, node: Node | None, value: Any) -> None:
        """Find what a person may have meant as text, such as the number in `Ranked #1`."""
        for line, comment in comments(self.text, node, value):
            self.findings.append(
                Finding(
                    code="A101",
                    severity=Severity.WARNING,
                    where=f"{self.type.kind}.{path}",
                    message=f"{path} ends before '{comment}', which is a comment.",
                    advice="If it belongs to the text, put the whole text in single quotes, or on "
                    "the next line after `|`; else put the comment on a line of its own.",
                    file=self.name,
                    line=line,
                )
            )

    def _hint(self, path: str, node: Node, before: int) -> None:
        """Say of a mapping that is no answer how an envelope begins, if it looks like one."""
        found = self.problems.found
        hint = envelope_hint(node.names) if isinstance(node, Mapping) else ""
        if [problem.path for problem in found[before:]] == [path]:
            found[before] = replace(found[before], what=found[before].what + hint)

    def _settle(
        self, path: str, node: Node, annotation: Any, parts: tuple[Envelope, Any], *, given: bool
    ) -> None:
        """Keep one answer whose parts were read, unless they contradict each other."""
        envelope, value = parts
        status = envelope.status
        if envelope.accept is not None and status is Status.ANSWERED:
            # Only the draft as it is now can say whether the acceptance still holds.
            status = Status.UNANSWERED
        elif status is None:
            status = Status.ANSWERED if given else Status.UNANSWERED
        what = contradiction(envelope, status, given=given)
        if what is None:
            self.answers[path] = annotation(**self._made(path, status, envelope, value))
            by = envelope.translated_by or self.translator
            if by is not None or envelope.translates is not None:
                self.translated[path] = Translates(by, envelope.translates)
            return
        where = node.get("status") if isinstance(node, Mapping) else None
        self.problems.add(node if where is None else where, path, what)

    def _made(self, path: str, status: Status, envelope: Envelope, value: Any) -> dict[str, Any]:
        pointer = path.replace(".", "/")
        evidence = Evidence(
            method=Method.DECLARED,
            derived_from=(f"{self.name}#/{pointer}",),
            attributed_to=envelope.by,
        )
        stated = status not in (Status.UNANSWERED, Status.PENDING)
        said = envelope.model_dump(mode="json", exclude={"translated_by", "translates"})
        return {
            **said,
            "language": envelope.language or self.language,
            "status": status,
            "value": value,
            "evidence": (evidence,) if stated else (),
        }


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null
