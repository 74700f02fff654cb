"""Whether a plan or a premortem was written before training began, as its dates tell.

Bender et al. 2021, section 7, ask for both before a model is built; one that came later is shown as
what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cardgen.documents._answers import AnswerFile
from cardgen.documents._base import Document
from cardgen.values import Answer, Evidence, Fact, Method, Scalar, Status

FIRST_START = "prj.first_start"
TIMING = ("plan.timing", "pm.timing")


def timing(
    document_type: type[Document], answers: AnswerFile | None, facts: Sequence[Fact]
) -> Iterator[Fact]:
    """A fact for each dated plan that is later than the first run's start; none for one in time."""
    start = next((fact for fact in facts if fact.id == FIRST_START), None)
    if answers is None or start is None or not isinstance(start.value, Scalar):
        return
    started = str(start.value.value)[:10]
    for path, _, _, about in document_type.questions():
        answer: Answer[Any] = answers.answers.get(path, Answer())
        fact_id = next((name for name in about.shows if name in TIMING), None)
        if fact_id is None or answer.status is not Status.ANSWERED:
            continue
        said = str(answer.value)
        # A date such as 2026-11 may lie before or after: only what is certain is said.
        if said > started[: len(said)]:
            words = (
                f"written after training began: dated {said}, the first run started on {started}"
            )
            sources = (*_sources(answer), *start.evidence.derived_from)
            evidence = Evidence(method=Method.COMPUTED, derived_from=sources)
            yield Fact(id=fact_id, subject="model", value=Scalar(value=words), evidence=evidence)


def _sources(answer: Answer[Any]) -> tuple[str, ...]:
    return tuple(place for evidence in answer.evidence for place in evidence.derived_from)
