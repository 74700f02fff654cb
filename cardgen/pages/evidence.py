"""Numbered origins: every figure on a page carries a mark that leads to where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cardgen.language import say
from cardgen.markdown.escape import Md, md_code, md_name
from cardgen.pages.marks import method_mark
from cardgen.pages.notes import note_words
from cardgen.values import QUOTED, Evidence, Method

SHOWN = 4
# The beginning of a digest tells it apart; the JSON has it whole.
_DIGEST = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{28,}\b")


@dataclass(frozen=True, slots=True)
class Origin:
    """One entry of the evidence appendix."""

    anchor: str
    words: Md


@dataclass(slots=True)
class Origins:
    """The origins that a page has named so far; evidence with the same origin shares a number."""

    run: str | None = None
    """The run that the page is about; its id is not repeated."""
    _numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _list: list[Evidence] = field(default_factory=list)
    methods: set[Method] = field(default_factory=set)
    """How the figures that the page shows came about."""

    def mark(self, evidence: Evidence) -> Md:
        """A small link such as [e12] to the entry of *evidence*; nothing where it names no origin."""
        self.methods.add(evidence.method)
        if not _names_origin(evidence):
            return Md("")
        anchor = self.anchor(evidence)
        return Md(f"[\\[{anchor}\\]](#{anchor})")

    def anchor(self, evidence: Evidence) -> str:
        """`e` and the number of the origin of *evidence*."""
        # Parameters tell figures of one origin apart; the JSON has them.
        origin = evidence.model_copy(update={"parameters": {}})
        key = (
            origin.method,
            origin.derived_from,
            origin.generated_by,
            origin.attributed_to,
            origin.note,
        )
        if key not in self._numbers:
            self._list.append(origin)
            self._numbers[key] = len(self._list)
        return f"e{self._numbers[key]}"

    def entries(self) -> list[Origin]:
        """All origins in the order of their numbers."""
        return [Origin(f"e{i}", _words(e, self.run)) for i, e in enumerate(self._list, start=1)]


def _names_origin(evidence: Evidence) -> bool:
    """False where the edition withholds where figures come from."""
    named = (evidence.generated_by, evidence.attributed_to)
    sources = [source for source in evidence.derived_from if not source.startswith(QUOTED)]
    return sources != [] or any(part is not None for part in named)


def _words(evidence: Evidence, run: str | None) -> Md:
    parts: list[str] = [method_mark(evidence.method)]
    if evidence.derived_from != ():
        shown = ", ".join(md_code(_short(source, run)) for source in evidence.derived_from[:SHOWN])
        more = len(evidence.derived_from) - SHOWN
        named = say("{sources} and {n} more", sources=shown, n=more) if more > 0 else shown
        parts.append(say("from {sources}", sources=named))
    if evidence.generated_by is not None:
        parts.append(say("by {function}", function=md_code(evidence.generated_by)))
    if evidence.attributed_to is not None:
        parts.append(say("stated by {name}", name=md_name(evidence.attributed_to)))
    note = "" if evidence.note is None else f". {note_words(evidence.note)}"
    return Md(" ".join(parts) + note)


def _short(source: str, run: str | None) -> str:
    own = f"run:{run}#"
    return _DIGEST.sub(
        r"\1…", f"run#{source.removeprefix(own)}" if source.startswith(own) else source
    )
