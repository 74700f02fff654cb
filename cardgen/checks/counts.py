"""Numbers of instances typed by hand: R108 a number that no recorded count is.

Only a sentence that says nothing but the number is read: `There are 5 instances.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardgen.checks._words import sentences, words
from cardgen.documents._base import Document
from cardgen.findings import Finding, Severity, finding
from cardgen.numbers import number_text
from cardgen.values import Fact, Quantity, Table

TOTAL = "ds.n_instances"
COUNTS = frozenset({TOTAL, "ds.n_per_split", "ds.n_per_class", "ds.subpop_dist"})
_COUNTED = re.compile(
    r"(?:(?:(?:there are|(?:it|the data ?set) (?:has|holds|contains)|total:?|in total)) )?"
    r"(?P<number>\d{1,3}(?:[, ]\d{3})+|\d+) (?:instances|examples|rows|records|samples)"
    r"(?: (?:in total|altogether|overall|in all))?[.!]?",
    re.IGNORECASE,
)


def check(document: Document) -> Iterator[Finding]:
    counts = [fact for fact in document.facts if fact.id in COUNTS]
    totals = [fact for fact in counts if fact.id == TOTAL and isinstance(fact.value, Quantity)]
    known = {number for fact in counts for number in _numbers(fact)}
    for place in document.places():
        if totals == [] or TOTAL not in place.about.shows:
            continue
        for said in (n for text in words(place.answer) for n in _typed(text) if n not in known):
            message = f"The text counts {said:,} instances; {_listed(totals)} are recorded."
            advice = (
                f"Take the number out, or write {{{{ fact('{TOTAL}') }}}} so that it stays true."
            )
            where = f"{document.kind}.{place.path}"
            yield finding("R108", Severity.WARNING, where, message, advice)


def _typed(text: str) -> Iterator[int]:
    """The numbers that a whole sentence of *text* states."""
    for sentence in sentences(text):
        match = _COUNTED.fullmatch(sentence)
        if match is not None:
            yield int(re.sub("[, ]", "", match["number"]))


def _numbers(fact: Fact) -> Iterator[float]:
    if isinstance(fact.value, Quantity) and fact.value.value is not None:
        yield fact.value.value
    if isinstance(fact.value, Table):
        yield from (c for row in fact.value.rows for c in row if isinstance(c, int | float))


def _listed(totals: list[Fact]) -> str:
    values = [fact.value.value for fact in totals if isinstance(fact.value, Quantity)]
    return " or ".join(number_text(value) for value in values)
