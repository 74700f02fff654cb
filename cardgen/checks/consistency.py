"""What contradicts itself: R101 typed figure against fact, R102 late plan, R103 summary, R104 licence.

R101 keeps to the clear case, so that it is seldom wrong: a text says "accuracy of 0.93" and every
recorded value of that metric, rounded as the text rounds it, is another number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from cardgen.checks._words import words
from cardgen.documents._base import Document
from cardgen.fill.timing import TIMING
from cardgen.findings import Finding, Severity, finding
from cardgen.values import Fact, Quantity, Scalar

RESULTS = frozenset({"res.overall", "res.unitary", "res.intersect", "res.baseline", "tr.val_score"})
SUMMARY = "ds.summary"
WORDS = (60, 100)
LONGEST_TEXT = 100_000


def check(document: Document) -> Iterator[Finding]:
    yield from _figures(document)
    yield from _plans(document)
    yield from _summary(document)
    yield from _licences(document)


def _figures(document: Document) -> Iterator[Finding]:
    results = [fact for fact in document.facts if fact.id in RESULTS]
    for place in document.places():
        for text in words(place.answer):
            for name, said in _typed(text[:LONGEST_TEXT], results):
                message = (
                    f"The text says {name} {said}, but no recorded value of it is that number."
                )
                advice = f'Write {{{{ metric("{name}", split="…") }}}} so that it stays true.'
                where = f"{document.kind}.{place.path}"
                yield finding("R101", Severity.ERROR, where, message, advice)


def _typed(text: str, results: list[Fact]) -> Iterator[tuple[str, str]]:
    """Figures in *text* that name a metric and agree with none of its values."""
    for name in sorted({fact.where["metric"] for fact in results if "metric" in fact.where}):
        spoken = re.escape(name).replace("_", "[_ -]")
        pattern = rf"(?<!\w){spoken} (?:of|is|was|=) ?(\d+\.\d+|\d+(?= ?%))( ?%)?(?![\w%]|\.\d)"
        values = [
            fact.value.value
            for fact in results
            if fact.where.get("metric") == name and isinstance(fact.value, Quantity)
        ]
        known = [value for value in values if value is not None and math.isfinite(value)]
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if known != [] and not any(_agrees(match[1], match[2], value) for value in known):
                yield name, match[1] + (match[2] or "")


def _agrees(said: str, percent: str | None, value: float) -> bool:
    decimals = len(said.partition(".")[2])
    scaled = value * 100 if percent is not None else value
    # One unit of the last digit: rounding down and rounding half up are both fair.
    return abs(float(said) - scaled) <= 10.0**-decimals * (1 + 1e-9)


def _plans(document: Document) -> Iterator[Finding]:
    """Plans and premortems that `cardgen.fill.timing` found to be later than the run's start."""
    late = {fact.address: fact.value for fact in document.facts if fact.id in TIMING}
    for place in document.places():
        for value in (late.get(address) for address in place.answer.facts):
            if isinstance(value, Scalar):
                message = f"{str(value.value).capitalize()}."
                advice = "Leave it; the card says so. Next time write it before training."
                where = f"{document.kind}.{place.path}"
                yield finding("R102", Severity.WARNING, where, message, advice)


def _summary(document: Document) -> Iterator[Finding]:
    for place in document.places():
        if place.about.fact != SUMMARY or place.answer.value is None:
            continue
        count = len(str(place.answer.value).split())
        if not WORDS[0] <= count <= WORDS[1]:
            message = (
                f"{place.about.title} has {count} words; Data Statements v3 asks for 60 to 100."
            )
            advice = "Shorten it." if count > WORDS[1] else "Say more."
            where = f"{document.kind}.{place.path}"
            yield finding("R103", Severity.WARNING, where, message, advice)


def _licences(document: Document) -> Iterator[Finding]:
    found = [
        (fact.where.get("file", ""), str(fact.value.value))
        for fact in document.facts
        if fact.id == "prj.licence" and isinstance(fact.value, Scalar)
    ]
    known = [(file, licence) for file, licence in found if licence != "unknown"]
    if len({licence for _, licence in known}) > 1:
        said = ", ".join(f"{file} says {licence}" for file, licence in known)
        advice = "Make the files agree."
        yield finding("R104", Severity.WARNING, document.kind, f"Licences differ: {said}.", advice)
