"""What is gathered while one run folder is read: findings, and all problems at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from cardgen.errors import InputError
from cardgen.findings import Finding, Severity

T = TypeVar("T")


class Reading:
    """One run folder being read. Files are called `<folder>/<file>` in messages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self.problems: list[str] = []

    def name(self, file: str) -> str:
        """A file of the folder as messages call it."""
        return f"{self.folder.name}/{file}"

    def collect(self, step: Callable[[], T]) -> T | None:
        """The result of *step*, or None: its problems are kept, to report all together."""
        try:
            return step()
        except InputError as error:
            self.problems += error.problems
            return None

    def torn(self, file: str, line: int) -> None:
        """Report a last line that was not written whole."""
        finding = Finding(
            code="S101",
            severity=Severity.WARNING,
            where=f"run:{self.folder.name}#/metrics",
            message=f"The last line of {file} is torn, as a full disk or loss of power leaves it.",
            advice="One row was dropped; nothing else is affected.",
            file=self.name(file),
            line=line,
        )
        self.findings.append(finding)


def check_schema(value: dict[str, Any], expected: str, name: str) -> None:
    """Refuse another schema or major version by name.

    Raises:
        InputError: `schema` is missing or another one.
    """
    found = value.get("schema")
    if found == expected:
        return
    kind, _, major = expected.partition("/")
    if not isinstance(found, str):
        message = f"{name}: no `schema`; expected {expected!r} as its first key"
    elif found.partition("/")[0] == kind:
        message = (
            f"{name}: schema {found!r}: this cardgen reads major version {major}; "
            "install the version that wrote it, or migrate the record"
        )
    else:
        message = f"{name}: schema {found!r}: expected {expected!r}"
    raise InputError([message])
