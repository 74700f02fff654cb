"""Figures inside prose: `{{ metric("accuracy", split="test") }}` becomes the fact's number.

Three look-ups, with quoted arguments, are all there is: `metric(name, …)`, `slice(name, slice, …)`
and `fact(id, …)`. Nothing is ever executed: what is not exactly such a look-up stays text, whether
it looks like Jinja, HTML or anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, JsonValue

from cardgen._yaml.convert import near
from cardgen.documents._text import Prose, Text
from cardgen.errors import CardgenError
from cardgen.numbers import number_text, quantity_text
from cardgen.values import QUOTED, Evidence, Fact, Quantity, Scalar

_STRING = r"\"[^\"{}\n]*\"|'[^'{}\n]*'"
_ARGUMENT = rf"(?:[a-z_]+\s*=\s*)?(?:{_STRING})"
_REFERENCE = re.compile(
    rf"\{{\{{\s*(metric|slice|fact)\(\s*({_ARGUMENT}(?:\s*,\s*{_ARGUMENT})*)\s*\)\s*\}}\}}"
)
_ARGUMENTS = re.compile(rf"(?:([a-z_]+)\s*=\s*)?({_STRING})")
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
METRIC_IDS = ("res.overall",)
SLICE_IDS = ("res.unitary", "res.intersect")
SHOWN = 8
HIDDEN = (
    "the figure is withheld from the public edition (`internal` or `evaluation` in cardgen.yaml);"
    " make the answer internal too, or leave the figure out"
)


class LookUpError(CardgenError):
    """A look-up that finds no fact, or several; `Resolver` gathers them."""


class Problem(NamedTuple):
    """A look-up that could not be resolved, as it is written, and why."""

    look_up: str
    why: str

    def __str__(self) -> str:
        return f"{self.look_up}: {self.why}"


class Resolver:
    """Resolves look-ups against *facts* and remembers which it used.

    *hidden* are facts that these words may not quote; a look-up that finds one says so.
    """

    def __init__(self, facts: Sequence[Fact], hidden: Sequence[Fact] = ()) -> None:
        self.facts = facts
        self.hidden = hidden
        self.problems: list[Problem] = []
        self.used: list[str] = []

    def value(self, value: Any) -> Any:
        """*value* with the look-ups in all its texts resolved; the same object when there are none."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, tuple | list):
            made = type(value)(self.value(item) for item in value)
            return value if made == value else made
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, BaseModel):
            names = type(value).model_fields
            items = {name: getattr(value, name) for name in names}
            changed = {name: self.value(item) for name, item in items.items()}
            changed = {name: item for name, item in changed.items() if item != items[name]}
            return value if changed == {} else value.model_copy(update=changed)
        return value

    def named_in(self, evidence: Evidence) -> Evidence:
        """*evidence* of a resolved text, with the facts that were used among what it derives from."""
        figures = (f"{QUOTED}{address}" for address in dict.fromkeys(self.used))
        return evidence.model_copy(update={"derived_from": (*evidence.derived_from, *figures)})

    def _text(self, text: str) -> str:
        if "{{" not in text or not isinstance(text, Prose | Text):
            return text
        escape = _escaped if isinstance(text, Prose) else str
        resolved = _REFERENCE.sub(lambda match: self._one(match, escape), text)
        return type(text)(resolved)

    def _one(self, match: re.Match[str], escape: Callable[[str], str]) -> str:
        try:
            fact = find(self.facts, match[1], match[2])
            words = fact_text(fact)
        except LookUpError as problem:
            why = HIDDEN if _finds(self.hidden, match) else str(problem)
            self.problems.append(Problem(match[0], why))
            return match[0]
        self.used.append(fact.address)
        # Numbers are our own words; text from files may hold markup.
        return words if isinstance(fact.value, Quantity) else escape(words)


def find(facts: Sequence[Fact], function: str, arguments: str) -> Fact:
    """The one fact that a look-up names.

    Where no `system` is named, the model is meant; of several matches, the one without further
    conditions.

    Raises:
        LookUpError: No fact matches, several do, or the arguments do not fit the look-up.
    """
    names, where = _parsed(arguments)
    ids = _ids(function, names, where)
    subject = where.pop("subject", None)
    candidates = [fact for fact in facts if fact.id in ids]
    found = [fact for fact in candidates if _matches(fact, subject, where)]
    if "system" not in where:
        found = [fact for fact in found if fact.where.get("system", "model") == "model"]
    _refuse_unknown(where, candidates)
    plain = [fact for fact in found if set(fact.where) <= {*where, "system"}]
    if len(plain) == 1:
        return plain[0]
    if len(found) == 1:
        return found[0]
    if found != []:
        message = f"{len(found)} facts match; add what tells them apart: {_listed(found)}"
        raise LookUpError(message)
    known = _listed(candidates) if candidates != [] else ", ".join(sorted({f.id for f in facts}))
    message = f"there is no such fact; there are: {known}" if known != "" else "there are no facts"
    raise LookUpError(message)


def _finds(facts: Sequence[Fact], look_up: re.Match[str]) -> bool:
    try:
        find(facts, look_up[1], look_up[2])
    except LookUpError:
        return False
    return True


def _refuse_unknown(where: dict[str, str], candidates: Sequence[Fact]) -> None:
    """A key that no fact has is a slip of the pen: `splt="test"`."""
    known = sorted({key for fact in candidates for key in fact.where} | {"subject"})
    for key in where:
        if candidates != [] and key not in known:
            message = f"no such fact has a '{key}'{near(key, known)}"
            raise LookUpError(message)


def fact_text(fact: Fact) -> str:
    """The value of *fact* as it stands in a sentence.

    Raises:
        LookUpError: It is a table or a curve.
    """
    if isinstance(fact.value, Quantity):
        return quantity_text(fact.value, interval=False)
    if isinstance(fact.value, Scalar):
        return " ".join(
            "".join(c if c.isprintable() else " " for c in _words(fact.value.value)).split()
        )
    message = f"{fact.address} is a table or a curve; only a number or words fit in a sentence"
    raise LookUpError(message)


def _parsed(arguments: str) -> tuple[list[str], dict[str, str]]:
    pairs = [(match[1], match[2][1:-1]) for match in _ARGUMENTS.finditer(arguments)]
    return [text for key, text in pairs if key is None], {k: t for k, t in pairs if k is not None}


def _ids(function: str, names: list[str], where: dict[str, str]) -> tuple[str, ...]:
    """Ids that the look-up may find; what its unnamed arguments mean is added to *where*."""
    expected = {"metric": 1, "slice": 2, "fact": 1}[function]
    if len(names) != expected:
        message = f"{function}(…) takes {expected} unnamed, found {len(names)}"
        raise LookUpError(message)
    if function == "fact":
        return (names[0],)
    where["metric"] = names[0]
    if function == "slice":
        where["slice"] = names[1]
        return SLICE_IDS
    return METRIC_IDS


def _matches(fact: Fact, subject: str | None, where: dict[str, str]) -> bool:
    if subject is not None and fact.subject != subject:
        return False
    return all(fact.where.get(key) == text for key, text in where.items())


def _listed(facts: Sequence[Fact]) -> str:
    shown = ", ".join(fact.address for fact in facts[:SHOWN])
    return shown if len(facts) <= SHOWN else f"{shown} and {len(facts) - SHOWN} more"


def _words(value: JsonValue) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool | int):
        return number_text(value)
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_words(item)}" for key, item in value.items())
    return str(value)


def _escaped(text: str) -> str:
    """*text* so that Markdown shows exactly these characters."""
    return _MARKUP.sub(r"\\\1", text)
