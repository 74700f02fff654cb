"""What a run lacks: T101 what it could not record, T102 an evaluation that gives no result.

So nobody takes what is missing for what was not there.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.documents._base import Document
from cardgen.findings import Finding, Severity, finding
from cardgen.values import Fact, Method, Scalar

PROBLEMS = "tr.problems"
RESULT = "res.overall"


def check(document: Document) -> Iterator[Finding]:
    for place in document.places():
        where = f"{document.kind}.{place.path}"
        for fact in document.facts:
            if fact.id == PROBLEMS and PROBLEMS in place.about.shows:
                yield from _unrecorded(fact, where)
            elif fact.id == RESULT and RESULT in place.about.shows:
                yield from _without_result(fact, where)


def _unrecorded(fact: Fact, where: str) -> Iterator[Finding]:
    listed = fact.value.value if isinstance(fact.value, Scalar) else None
    for problem in listed if isinstance(listed, list) else ():
        message = f"The run could not record something: {problem}."
        advice = "Mend the call in the training script and train again, or say what is missing."
        yield finding("T101", Severity.WARNING, where, message, advice)


def _without_result(fact: Fact, where: str) -> Iterator[Finding]:
    if fact.evidence.method is Method.NOT_MEASURED:
        message = f"{fact.address} has no value: {fact.evidence.note or 'no reason is given'}"
        advice = "Evaluate again as the reason says, or give your own metrics for each example."
        yield finding("T102", Severity.WARNING, where, message, advice)
