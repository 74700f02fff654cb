"""Numbered origins: every figure on a page carries a mark that leads to where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from cardgen.markdown.escape import Md, md_code, md_text
from cardgen.values import QUOTED, Evidence, Method

SHOWN = 6
WORDS = {
    Method.MEASURED: "measured",
    Method.PARTLY_MEASURED: "partly measured",
    Method.ESTIMATED: "estimated",
    Method.NOT_MEASURED: "not measured",
    Method.RECORDED: "recorded",
    Method.COMPUTED: "computed",
    Method.IMPORTED: "imported",
    Method.DECLARED: "declared",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """One entry of the evidence appendix."""

    anchor: str
    words: Md


@dataclass(slots=True)
class Origins:
    """The origins that a page has named so far; evidence with the same origin shares a number."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _list: list[Evidence] = field(default_factory=list)

    def mark(self, evidence: Evidence) -> Md:
        """A small link such as [e12] to the entry of *evidence*; nothing where it names no origin."""
        if not _names_origin(evidence):
            return Md("")
        anchor = self.anchor(evidence)
        return Md(f"[\\[{anchor}\\]](#{anchor})")

    def anchor(self, evidence: Evidence) -> str:
        """`e` and the number of the origin of *evidence*."""
        # Parameters tell figures of one origin apart; the JSON has them.
        origin = evidence.model_copy(update={"parameters": {}})
        key = origin.model_dump_json()
        if key not in self._numbers:
            self._list.append(origin)
            self._numbers[key] = len(self._list)
        return f"e{self._numbers[key]}"

    def entries(self) -> list[Origin]:
        """All origins in the order of their numbers."""
        return [Origin(f"e{i}", _words(e)) for i, e in enumerate(self._list, start=1)]


def _names_origin(evidence: Evidence) -> bool:
    """False where the edition withholds where figures come from."""
    named = (evidence.generated_by, evidence.attributed_to)
    sources = [source for source in evidence.derived_from if not source.startswith(QUOTED)]
    return sources != [] or any(part is not None for part in named)


def _words(evidence: Evidence) -> Md:
    parts = [WORDS[evidence.method]]
    if evidence.derived_from != ():
        shown = ", ".join(md_code(source) for source in evidence.derived_from[:SHOWN])
        more = len(evidence.derived_from) - SHOWN
        parts.append(f"from {shown}" + (f" and {more} more" if more > 0 else ""))
    if evidence.generated_by is not None:
        parts.append(f"by {md_code(evidence.generated_by)}")
    if evidence.attributed_to is not None:
        parts.append(f"stated by {md_text(evidence.attributed_to)}")
    note = "" if evidence.note is None else f". {md_text(evidence.note)}"
    return Md(" ".join(parts) + note)
