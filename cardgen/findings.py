"""What checks and sources report: a finding is a value, never an exception."""

from __future__ import annotations

from enum import StrEnum

from cardgen.values import Frozen

PROJECT_FILE = "cardgen.yaml"
"""The file in which people state what a project is, and what findings about that point to."""


class Severity(StrEnum):
    """How much a finding matters; `--fail-on` names the lowest that fails."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(Frozen):
    """One thing a reader should know about a document or a run."""

    code: str
    """Stable identifier, letters and digits, such as `C101`."""
    severity: Severity
    where: str
    """Address of what it is about: `datasheet.composition.instances`, `run:<id>#/metrics`."""
    message: str
    """What is wrong, in one plain sentence."""
    advice: str
    """What to do next, in one plain sentence."""
    file: str | None = None
    """Path of the file to open, relative to the project, when there is one."""
    line: int | None = None
    """1-based line in `file`."""


def finding(code: str, severity: Severity, where: str, message: str, advice: str) -> Finding:
    """A finding without a file; whoever knows the answers' files adds file and line."""
    return Finding(code=code, severity=severity, where=where, message=message, advice=advice)


def project_warning(*, code: str, where: str, message: str, advice: str) -> Finding:
    """A doubt about what the project file states at *where*."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        where=where,
        message=message,
        advice=advice,
        file=PROJECT_FILE,
    )
