"""Step 5, check: `Document` → findings. One module is one family of findings.

A plug-in has `check(document) -> Iterator[Finding]`. A finding's `where` is `<kind>.<section>.<field>`.
Gaps are notes and warnings, so an unfinished project passes unless `--fail-on` asks for more;
placeholders and contradictions that would mislead a reader are errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

from cardgen._plugins import load, names
from cardgen.documents._base import Document
from cardgen.findings import Finding, Severity


class Check(Protocol):
    """What a module in this package offers."""

    def check(self, document: Document) -> Iterator[Finding]:
        """Everything it finds in *document*."""


def check(document: Document) -> list[Finding]:
    """The findings of every built-in check: errors first, then by place in the document and code."""
    order = {f"{document.kind}.{path}": n for n, (path, *_) in enumerate(document.questions())}
    severities = list(Severity)
    findings = [
        finding
        for name in names(__name__)
        for finding in cast("Check", load(__name__, name)).check(document)
    ]
    return sorted(
        findings,
        key=lambda f: (severities.index(f.severity), order.get(f.where, -1), f.code, f.message),
    )
