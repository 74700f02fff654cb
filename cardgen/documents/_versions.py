"""Versions of the files that people write: another major is an error, a newer minor a warning."""

from __future__ import annotations

import re

from cardgen._yaml.convert import Problems
from cardgen.findings import Finding, Severity

SCHEMA_KEY = "schema"
NEWER = "V001"
"""Code of the finding that a file is written for a newer minor version."""


def version_problem(text: str, expected: str) -> str | None:
    """What is wrong with the schema name *text* such as `cardgen.project/1`, or None.

    A file without a minor version is minor 0; a newer one (`…/1.3`) is no problem: `newer_minor`.
    """
    match = re.fullmatch(r"(.+)/([0-9]+)(\.[0-9]+)?", text)
    if match is None or match[1] != expected:
        return f"expected {expected}/1, found {text!r}"
    if match[2] != "1":
        return (
            f"written for version {match[2]} of {expected}; this cardgen reads version 1: "
            "use the cardgen that wrote the file"
        )
    return None


def newer_minor(text: str, minor: int, file: str, line: int) -> Finding | None:
    """A warning when the schema name *text* has a newer minor version than *minor*."""
    found = int(text.rpartition(".")[2]) if re.search(r"/[0-9]+\.[0-9]+$", text) else 0
    if found <= minor:
        return None
    return Finding(
        code=NEWER,
        severity=Severity.WARNING,
        where=f"{file}#/{SCHEMA_KEY}",
        message=f"The file says {text}, a newer version than this cardgen knows.",
        advice="Update cardgen, or make sure that nothing it does not know matters.",
        file=file,
        line=line,
    )


def naming_unread(finding: Finding, problems: Problems) -> Finding:
    """A finding of a newer minor version with the keys that were not read; another as it is."""
    if finding.code != NEWER or problems.passed_over == []:
        return finding
    keys = ", ".join(f"{problem.path} (line {problem.line})" for problem in problems.passed_over)
    return finding.model_copy(update={"message": f"{finding.message} Not read: {keys}."})
