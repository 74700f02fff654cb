"""Rules of plausibility: what cannot be true of an energy record, or is easily misread.

A plug-in is one module: `ID` (E blocks a figure, W warns), `TITLE`, `ADVICE`, its thresholds as
constants, and `judge(case)`, a pure function that yields a `Claim` for each thing that it finds. What
is not recorded makes a rule not apply. The rules are those of section 6 of the design's notes on
energy; rule E20 on the units of exports is kept by the tests of the exports' units as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol, cast

from cardgen._plugins import load, names
from cardgen.energy.case import Case, Component
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord

MOST_KEPT = 64
"""Records whose flags are kept."""

About = Literal[Component, "all", "emissions", "coverage"]
"""A component; all of the tool's figures; its emissions; or what part of the run was recorded."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a rule found: the figure that it is about, and a sentence with those that show it."""

    about: About
    text: str


class Rule(Protocol):
    """What a module in this package offers."""

    ID: str
    """E and a number blocks the figure that a claim is about, W and a number prints a flag."""
    TITLE: str
    ADVICE: str

    def judge(self, case: Case) -> Iterator[Claim]:
        """Everything that the rule finds wrong with *case*."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A claim with the rule that made it."""

    rule: str
    title: str
    advice: str
    about: About
    text: str

    def blocks(self, component: Component) -> bool:
        """Whether the tool's figure of *component* must not be used."""
        return self.rule.startswith("E") and self.about in {component, "all"}


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by its number."""
    found = [cast("Rule", load(__name__, name)) for name in names(__name__)]
    return tuple(sorted(found, key=lambda rule: (int(rule.ID[1:]), rule.ID)))


_judged: dict[tuple[int, int], tuple[Run, EnergyRecord, tuple[Flag, ...]]] = {}
"""Both objects are kept beside their flags, so that no other can get their place in memory."""


def flags(run: Run, record: EnergyRecord) -> tuple[Flag, ...]:
    """What the rules find wrong with *record*, by the numbers of the rules."""
    # Each fact asks for each record, and a record may hold thousands of samples.
    key = (id(run), id(record))
    if key not in _judged:
        while len(_judged) >= MOST_KEPT:
            del _judged[next(iter(_judged))]
        _judged[key] = (run, record, _judge(Case(run, record)))
    return _judged[key][2]


def _judge(case: Case) -> tuple[Flag, ...]:
    return tuple(
        Flag(rule.ID, rule.TITLE, rule.ADVICE, claim.about, claim.text)
        for rule in rules()
        for claim in rule.judge(case)
    )
