"""Whether outcomes of single examples may stand in a public document.

Who knows in which group an example is can compute from them what a withheld group would show, so they
are for internal readers where something is withheld, or where the data relate to people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cardgen.evaluation.settings import Evaluation
from cardgen.fill.audience import Internal, public_answers
from cardgen.fill.shared import GATE, Shared
from cardgen.values import Evidence, Fact, Method, Scalar, Status, Table

OUTCOMES = "res.outcomes"
COMPARABLE = "res.comparable"
MOST_TEXT = 65_536
"""Characters of one metric's outcomes in a document: some 390,000 examples right or wrong, or 12,000
other values."""
IN_JSON = "in the JSON file"
WITHHELD = "for internal readers: a group is withheld"
PEOPLE = "for internal readers: the data relate to people"
OPEN = "for internal readers: nobody said whether the data relate to people"
LARGE = "too large for the JSON file"
NOTE = (
    "With them another release is compared example by example; where they are not in the JSON file, "
    "and for other metrics, it is compared unpaired."
)


class Divided(NamedTuple):
    """Facts for documents, and those that only the internal edition's side file holds."""

    facts: tuple[Fact, ...]
    aside: tuple[Fact, ...]

    def within(self, every: Sequence[Fact]) -> tuple[Fact, ...]:
        """*every* fact, that internal readers see, with the same outcomes as these facts."""
        own = {OUTCOMES, COMPARABLE}
        others = [fact for fact in every if fact.id not in own]
        return (*others, *(fact for fact in self.facts if fact.id in own))


def divided(
    facts: Sequence[Fact],
    documents: Sequence[Shared],
    settings: Evaluation,
    internal: Internal,
) -> Divided:
    """*facts* without the outcomes that documents may not hold, and with a table that says which.

    *documents* are all of the project's, whose answers say whether the data relate to people.
    """
    groups_withheld = _withholds(facts, internal)
    places: dict[str, str] = {}
    for fact in facts:
        if fact.id == OUTCOMES:
            places[fact.address] = _place(
                fact, documents, settings, groups_withheld=groups_withheld
            )
    if places == {}:
        return Divided(tuple(facts), ())
    kept = [fact for fact in facts if places.get(fact.address, IN_JSON) == IN_JSON]
    aside = [fact for fact in facts if places.get(fact.address, IN_JSON) != IN_JSON]
    return Divided((*kept, _told(facts, places)), tuple(aside))


def _withholds(facts: Sequence[Fact], internal: Internal) -> bool:
    of_results = any(name.startswith("res.") for name in internal.figures)
    parameters = [fact.evidence.parameters.get("withheld") for fact in facts]
    return of_results or internal.groups != {} or internal.slices != {} or any(parameters)


def _place(
    fact: Fact, documents: Sequence[Shared], settings: Evaluation, *, groups_withheld: bool
) -> str:
    """Where the outcomes are, and why there."""
    if settings.outcomes is None and groups_withheld:
        return WITHHELD
    about_people = relates_to_people(documents, fact.where["data"])
    if settings.outcomes is None and about_people is not False:
        return OPEN if about_people is None else PEOPLE
    return IN_JSON if _length(fact) <= MOST_TEXT else LARGE


def _length(fact: Fact) -> int:
    """Characters of the packed outcomes."""
    packed = fact.value.value if isinstance(fact.value, Scalar) else None
    return len(str(packed["data"])) if isinstance(packed, dict) else 0


def relates_to_people(documents: Sequence[Shared], data: str) -> bool | None:
    """What the project's public answers say of *data*; None where they say nothing."""
    for one in documents:
        if one.data != data or one.answers is None:
            continue
        answers = public_answers(one.answers).answers
        for path, _, _, about in one.document_type.questions():
            answer = answers.get(path)
            if GATE in about.source and answer is not None and answer.status is Status.ANSWERED:
                return bool(answer.value)
    return None


def _told(facts: Sequence[Fact], places: dict[str, str]) -> Fact:
    """A row for each evaluation and place: which metrics have outcomes there."""
    metrics: dict[tuple[str, str, str], list[str]] = {}
    outcomes = [fact for fact in facts if fact.address in places]
    for fact in outcomes:
        key = (fact.where["data"], fact.where["split"], places[fact.address])
        metrics.setdefault(key, []).append(fact.where["metric"])
    rows = tuple((data, split, ", ".join(of), at) for (data, split, at), of in metrics.items())
    inputs = dict.fromkeys(source for fact in outcomes for source in fact.evidence.derived_from)
    return Fact(
        id=COMPARABLE,
        subject="model",
        value=Table(columns=("data", "split", "metrics", "outcomes of single examples"), rows=rows),
        evidence=Evidence(method=Method.COMPUTED, derived_from=tuple(inputs), note=NOTE),
    )
