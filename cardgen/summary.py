"""The words that a build ends with: what was written, what filled it, which questions are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cardgen.documents._base import Document, Place
from cardgen.run import Run
from cardgen.values import OPEN, Status


def summary_text(
    folder: Path,
    files: Sequence[Path],
    documents: Mapping[str, Document],
    run: Run | None,
    runs: Path,
) -> str:
    """A few lines for the terminal.

    *documents* are by the stem of their file names; *runs* is where a run was looked for.
    """
    about = f"no run (none in {runs})" if run is None else f"run {run.id} ({run.outcome.value})"
    lines = [f"{len(files)} files in {folder}, from {about}"]
    for stem, document in documents.items():
        places = list(document.places())
        lines.append(f"{stem}: {_counts(places)}")
        lines.extend(_open(places))
    return "\n".join(lines)


def _counts(places: Sequence[Place]) -> str:
    by_people = sum(p.answer.evidence != () and p.answer.status is Status.ANSWERED for p in places)
    by_facts = sum(
        p.answer.evidence == () and p.answer.status is Status.ANSWERED and p.answer.facts != ()
        for p in places
    )
    settled = sum(
        p.answer.status in (Status.UNKNOWN, Status.NOT_APPLICABLE, Status.WITHHELD) for p in places
    )
    drafts = sum(p.answer.status in OPEN and p.answer.draft is not None for p in places)
    still_open = sum(p.answer.status in OPEN for p in places)
    return (
        f"{len(places)} questions: {by_people} answered by people, {by_facts} by facts, "
        f"{settled} unknown, not applicable or withheld, {still_open} open"
        + (f" ({drafts} with a draft to accept)" if drafts > 0 else "")
    )


def _open(places: Sequence[Place]) -> list[str]:
    """One line a section that has open questions."""
    by_section: dict[str, list[str]] = {}
    for place in places:
        if place.answer.status in OPEN:
            section, _, field = place.path.partition(".")
            by_section.setdefault(section, []).append(field)
    return [f"  open in {section}: {', '.join(fields)}" for section, fields in by_section.items()]
