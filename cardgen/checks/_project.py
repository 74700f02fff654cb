"""The checks of all documents of a project: each finding once, at the answer that it is about.

Documents share answers (`cardgen.fill.shared`), so a finding may be about an answer in another
document's file, and an open question may be one that another file asks. R105: two files answer a
shared question differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from cardgen.checks import check
from cardgen.checks._translations import translation_findings
from cardgen.documents._answers import AnswerFile, answer_type
from cardgen.documents._base import Document, Place
from cardgen.findings import Finding, Severity
from cardgen.values import OPEN, Status

ASKS_FIRST = "datasheet"
"""The type whose file asks what several documents share, where no file has the key yet."""


@dataclass(frozen=True)
class Kept:
    """One document that a project keeps, with its answer file."""

    document: Document
    answers: AnswerFile
    data: str | None
    """Data set that it is about; None for a model card."""

    def at(self, path: str) -> tuple[str, int | None]:
        """File and line of the question at *path*."""
        return self.answers.file, self.answers.lines.get(path)

    @cached_property
    def shared(self) -> dict[tuple[str, str], str]:
        """Paths of the questions that other documents may answer, by fact and type of answer."""
        return {
            (about.fact, str(answer_type(field.annotation))): path
            for path, _, field, about in self.document.questions()
            # A question that falls away in one document may well stand in another.
            if about.fact is not None and about.how != "auto" and not about.people_only
        }


def check_project(kept: Sequence[Kept]) -> list[Finding]:
    """The findings about every document in *kept*, each with its file and line, and R105."""
    found = [(one, finding) for one in kept for finding in _located(one, kept)]
    own = {_key(finding) for one, finding in found if finding.file == one.answers.file}
    once: list[Finding] = []
    borrowed: set[tuple[str, str | None, int | None]] = set()
    for one, finding in found:
        if finding.file != one.answers.file:
            if _key(finding) in own | borrowed:
                continue
            borrowed.add(_key(finding))
        once.append(finding)
    translations = [finding for one in kept for finding in translation_findings(one)]
    return [*once, *translations, *_contradictions(kept)]


def _key(finding: Finding) -> tuple[str, str | None, int | None]:
    return finding.code, finding.file, finding.line


def _located(one: Kept, kept: Sequence[Kept]) -> Iterator[Finding]:
    """The findings about *one* but those on open questions that another file asks."""
    places = {f"{one.document.kind}.{place.path}": place for place in one.document.places()}
    for finding in check(one.document):
        place = places.get(finding.where)
        if finding.file is not None:
            yield finding
        elif place is None:
            yield finding.model_copy(update={"file": one.answers.file})
        elif not _asked_elsewhere(place, one, kept):
            file, line = _home(place, one, kept)
            yield finding.model_copy(update={"file": file, "line": line})


def _home(place: Place, one: Kept, kept: Sequence[Kept]) -> tuple[str, int | None]:
    """File and line of the answer that *place* holds, by its evidence."""
    if place.path not in one.answers.answers:
        files = {other.answers.file: other for other in kept}
        for source in (s for evidence in place.answer.evidence for s in evidence.derived_from):
            file, _, pointer = source.partition("#/")
            if file in files:
                return files[file].at(pointer.replace("/", "."))
    return one.at(place.path)


def _asked_elsewhere(place: Place, one: Kept, kept: Sequence[Kept]) -> bool:
    """Whether *place* waits for an answer that another document's file asks for."""
    if place.answer.status not in OPEN or place.path in one.answers.answers:
        return False
    key = next((key for key, path in one.shared.items() if path == place.path), None)
    asking = [(o, o.shared[key]) for o in kept if o.data == one.data and key in o.shared]
    if key is None or asking == []:
        return False
    # The order in which the scaffold decides which file asks.
    asking.sort(key=lambda pair: pair[0].document.kind != ASKS_FIRST)
    first = next((o for o, path in asking if path in o.answers.lines), asking[0][0])
    return first is not one


def _contradictions(kept: Sequence[Kept]) -> Iterator[Finding]:
    for one, other in combinations(kept, 2):
        if one.data != other.data:
            continue
        mine, theirs = one.shared, other.shared
        for key in (key for key in mine if key in theirs):
            if _differ(one, mine[key], other, theirs[key]):
                yield _contradiction(one, mine[key], other, theirs[key])


def _differ(one: Kept, path: str, other: Kept, other_path: str) -> bool:
    """Whether people answered both questions, each in its own file, and not alike."""
    answers = one.answers.answers.get(path), other.answers.answers.get(other_path)
    values = [_plain(a.value) for a in answers if a is not None and a.status is Status.ANSWERED]
    return len(values) == 2 and None not in values and values[0] != values[1]


def _plain(value: Any) -> Any:
    """*value* so that spaces, line breaks, capitals and a last full stop make no difference."""
    return " ".join(value.split()).casefold().rstrip(".") if isinstance(value, str) else value


def _contradiction(one: Kept, path: str, other: Kept, other_path: str) -> Finding:
    file, line = other.at(other_path)
    title = next(place.about.title for place in other.document.places() if place.path == other_path)
    places = " and ".join(f"{file}:{line}" for file, line in (one.at(path), (file, line)))
    return Finding(
        code="R105",
        severity=Severity.WARNING,
        where=f"{other.document.kind}.{other_path}",
        message=f"{title} is answered differently in {places}.",
        advice="Keep one of the answers; it serves both documents.",
        file=file,
        line=line,
    )
