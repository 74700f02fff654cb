"""Figures typed by hand that contradict the recorded ones: R101 of a metric.

It would rather miss a contradiction than tell a false one. A sentence about other people's models,
an aim, a bound or a change is left alone. It is an error where a plain sentence gives the model a
figure that no evaluation as a whole has; a sentence that says more is a warning at most, and then
any recorded value that it may mean is accepted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cardgen.checks._words import sentences, words
from cardgen.documents._base import Document, Place
from cardgen.findings import Finding, Severity, finding
from cardgen.numbers import number_text
from cardgen.values import QUOTED, Fact, Quantity

OVERALL = "res.overall"
LAST_LOGGED = "tr.val_score"
RESULTS = frozenset({OVERALL, LAST_LOGGED, "res.unitary", "res.intersect", "res.baseline"})
BEFORE_TRAINING = ("planning.", "premortem.")
"""Sections whose figures are aims: there was no result yet."""
ROUGHLY = 0.1
"""Share of a figure that "about" leaves open."""
SHOWN, DIGITS = 4, 5
"""Recorded values that a message shows, and their digits."""

_PERCENT = r" ?%| per ?cent\b"
_FIGURE = (
    r"(?:(?P<roughly>about|around|approximately|approx\.|roughly|nearly|almost|ca\.|~|≈) ?)?"
    rf"(?P<said>\d*\.\d+|\d+(?={_PERCENT}))(?P<percent>{_PERCENT})?"
)
# Nothing may follow that is a unit, the end of a range or the next of a list of figures.
_END = (
    r"(?![\w%]|\.\d)(?= ?(?:$|[.:)!?(±]|[,;](?! ?\d)|(?:and|or|on|in|for|with|at|over|when|where|"
    r"while|which|but|here|overall)\b(?! ?\d)))"
)
_SPLIT_WORD = r"(?:train(?:ing)?|val(?:idation)?|dev(?:elopment)?|test|held-out|holdout)"
_SPLIT = rf"(?: \({_SPLIT_WORD}\)| on (?:the |its |our )?{_SPLIT_WORD}(?: set| split| data)?\b)"
_LINK = r"(?: ?[:=] ?| (?:of|is|was|reaches|reached|equals) | )"
# What may stand before the name of a metric: "balanced accuracy" and "top-5 accuracy" are others.
_LEAD = re.compile(
    r"(?:^|[:;,.(|–—-] ?|\b(?:an?|the|its|our|overall|total|final|high|good|low|and|with|of|at|has|"
    rf"had|have|reache[sd]|achieve[sd]|gets|got|\w+['’]s|{_SPLIT_WORD}) )$",
    re.IGNORECASE,
)
LONGEST_LEAD = 16
# Other people's models, aims, bounds, conditions, changes and denials.
_ASIDE = re.compile(
    r"\b(?:earlier|previous(?:ly)?|prior|published|literature|papers?|et al|state of the art|sota|"
    r"competitors?|others?|another|humans?|annotators?|people|chance|random(?:ly)?|baselines?|"
    r"majority|ceiling|bound|least|most|more|less|fewer|than|above|below|exceeds?|minimum|maximum|"
    r"min|max|up to|requires?|required|requirements?|must|should|shall|needs?|acceptable|enough|"
    r"thresholds?|targets?|goals?|aims?|aimed|expect\w*|hop(?:e|ed|es)|plan(?:s|ned)?|would|could|"
    r"might|may|can|if|unless|until|whether|suppose\w*|imagin\w+|hypothetical\w*|examples?|no|not|"
    r"never|nor|neither|without|intervals?|between|range[sd]?|differ\w*|drop\w*|rise[sn]?|rose|"
    r"fell|falls?|increas\w+|decreas\w+|gain\w*|improv\w+)\b"
    r"|n['’]t\b|\[@|\[\d+\]|[(,] ?(?:19|20)\d\d[a-z]?\)",
    re.IGNORECASE,
)
# A claim about a part: any recorded part may be meant, by whatever name.
_PART = re.compile(
    r"\b(?:on|for|in|among|when|where|whose|from|by|per|across|within|at|only|each|epochs?|steps?|"
    r"seeds?|folds?|best|worst|lowest|highest)\b",
    re.IGNORECASE,
)
_MODEL = frozenset({"model", "network", "classifier", "we", "our"})
_PRONOUNS = frozenset({"it", "its", "this"})
_PLAIN = _PRONOUNS | frozenset(
    {"a", "an", "the", "s", "has", "had", "have", "is", "was", "with", "at", "of", "on", "and"}
    | {"overall", "total", "final", "reaches", "reached", "achieves", "achieved", "gets", "got"}
    | {"set", "split", "data", "score", "here", "high", "good", "low", "very"}
)


class Claim(NamedTuple):
    """A figure that a sentence gives for a metric."""

    said: str
    percent: str
    roughly: bool
    rest: str
    """The sentence without the claim and without the names of splits."""

    def agrees(self, facts: Sequence[Fact]) -> bool:
        """Whether a value of *facts*, rounded down, up or half up as the text does, is the figure."""
        return any(self._fits(_value(fact)) for fact in facts)

    def _fits(self, value: float) -> bool:
        said, decimals = float(self.said), len(self.said.partition(".")[2])
        open_to = max(10.0**-decimals, said * ROUGHLY if self.roughly else 0.0)
        # A share may be written in percent; a metric may also be recorded in percent.
        scales = (1, 100) if self.percent == "" else (100,) if abs(value) <= 1 else (1,)
        return any(abs(said - value * scale) <= open_to * (1 + 1e-9) for scale in scales)


class Metric(NamedTuple):
    """One metric of the model, with what was recorded of it."""

    name: str
    own: Sequence[Fact]
    """The model's values on whole splits."""
    facts: Sequence[Fact]
    """All values: those of parts and of other systems too."""
    model: frozenset[str]
    """Words that name the model."""

    def judged(self, claim: Claim, sentence: str, quoted: Sequence[Fact]) -> Severity | None:
        """How certain it is that *claim* is wrong, by its sentence alone; None when it is not."""
        meant = _meant(sentence, self.own)
        if meant == [] or _ASIDE.search(sentence) or claim.agrees([*meant, *quoted]):
            return None
        said = set(_tokens(claim.rest))
        if said <= {*_PLAIN, *_tokens(self.name), *self.model}:
            return Severity.ERROR
        possible = [fact for fact in self.facts if _possible(fact, sentence, claim)]
        ours = not said.isdisjoint({*self.model, *_PRONOUNS})
        return Severity.WARNING if ours and not claim.agrees(possible) else None


def check(document: Document) -> Iterator[Finding]:
    results = [fact for fact in document.facts if fact.id in RESULTS and _is_number(fact)]
    model = frozenset({*_MODEL, *_tokens(document.head.name)})
    for name in sorted({fact.where["metric"] for fact in results if _is_overall(fact)}):
        facts = [fact for fact in results if fact.where.get("metric") == name]
        overall = [fact for fact in facts if _is_overall(fact)]
        own = [*overall, *(fact for fact in facts if fact.id == LAST_LOGGED)]
        metric = Metric(name, own, facts, model)
        for place in document.places():
            if not place.path.startswith(BEFORE_TRAINING):
                where, quoted = f"{document.kind}.{place.path}", _quoted(document, place)
                for text in words(place.answer):
                    yield from _contradictions(metric, text, quoted, where)


def _contradictions(
    metric: Metric, text: str, quoted: Sequence[Fact], where: str
) -> Iterator[Finding]:
    for number, sentence in enumerate(sentences(text)):
        for claim in _claims(sentence, metric.name):
            severity = metric.judged(claim, sentence, quoted)
            if severity is None:
                continue
            # A later sentence may be about another model that the text has come to.
            named = number == 0 or not metric.model.isdisjoint(_tokens(claim.rest))
            if not named or _ASIDE.search(text) is not None:
                severity = Severity.WARNING
            yield _finding(where, severity, metric, claim, _meant(sentence, metric.own))


def _claims(sentence: str, metric: str) -> Iterator[Claim]:
    """Figures that *sentence* gives: `accuracy of 0.93`, `accuracy: 0.93`, `93% accuracy`."""
    name = rf"(?<![\w-]){re.escape(metric).replace('_', '[_ -]')}(?![\w-])"
    after = rf"{name}(?: score)?{_SPLIT}?{_LINK}{_FIGURE}{_END}"
    before = rf"(?<![\w.])(?=[\d.\w~≈]){_FIGURE} {name}{_END}"
    for pattern in (after, before):
        for match in re.finditer(pattern, sentence, re.IGNORECASE):
            start, end = match.span()
            if _LEAD.search(sentence[max(0, start - LONGEST_LEAD) : start]) is not None:
                rest = re.sub(_SPLIT, " ", f"{sentence[:start]} ; {sentence[end:]}")
                rest = re.sub(rf"\b{_SPLIT_WORD}\b", " ", rest, flags=re.IGNORECASE)
                roughly = match["roughly"] is not None
                yield Claim(match["said"], match["percent"] or "", roughly, rest)


def _meant(sentence: str, own: Sequence[Fact]) -> list[Fact]:
    """The model's values on the splits that *sentence* names; none when one was not recorded."""
    spoken = re.findall(rf"\b{_SPLIT_WORD}\b", sentence, re.IGNORECASE)
    # `val` is `validation`, `train` is `training`: three letters tell them apart.
    named = {word[:3].lower() for word in spoken}
    recorded = {fact.address: {t[:3] for t in _tokens(_split(fact))} for fact in own}
    if not named <= set().union(*recorded.values()):
        return []
    return [fact for fact in own if named == set() or named & recorded[fact.address]]


def _possible(fact: Fact, sentence: str, claim: Claim) -> bool:
    """Whether a sentence that says more than its claim may mean *fact*."""
    if fact.id in (OVERALL, LAST_LOGGED) or _PART.search(claim.rest) is not None:
        return True
    names = [fact.where[key] for key in ("slice", "group") if key in fact.where]
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE) for name in names
    )


def _finding(
    where: str, severity: Severity, metric: Metric, claim: Claim, meant: Sequence[Fact]
) -> Finding:
    values = [f"{number_text(_value(f), DIGITS)} ({_split(f)})" for f in meant[:SHOWN]]
    said = f"{metric.name} {claim.said}{claim.percent}"
    message = f"The text says {said}; recorded for the model is {', '.join(values)}."
    look_up = f'{{{{ metric("{metric.name}", split="{_split(meant[0])}") }}}}'
    advice = f"Write {look_up} so that it stays true, or say whose figure it is."
    return finding("R101", severity, where, message, advice)


def _quoted(document: Document, place: Place) -> list[Fact]:
    """The facts that the answer's text looks up: their figures stand in it already."""
    sources = {source for one in place.answer.evidence for source in one.derived_from}
    return [f for f in document.facts if f"{QUOTED}{f.address}" in sources and _is_number(f)]


def _is_overall(fact: Fact) -> bool:
    return fact.id == OVERALL and fact.where.get("system", "model") == "model"


def _split(fact: Fact) -> str:
    return fact.where.get("split", "all")


def _is_number(fact: Fact) -> bool:
    return isinstance(fact.value, Quantity) and math.isfinite(_value(fact))


def _value(fact: Fact) -> float:
    """The fact's number; NaN when it has none."""
    value = fact.value.value if isinstance(fact.value, Quantity) else None
    return math.nan if value is None else value


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())
