"""The demo's data set: names of places, each with the CLDR locale that spells it this way.

Everything here is a pure function of the installed Babel: no clock, no random numbers. The
locales are chosen by `Rule`, every other locale is left out with its reason, and the splits are
made by place, so that no place's names are both learnt from and tested on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Literal

from cardgen.demo.place_names import cldr

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")

_Names = Mapping[str, str]
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Rule:
    """Which locales are in; shares are fractions between 0 and 1.

    The conditions apply in the order of the fields; a locale is left out by the first it fails.
    """

    min_own_coverage: float = 0.95
    """Own, not inherited, names for at least this share of the places."""
    max_same_as_english: float = 0.5
    """At most this share of its names may be spelled as in English (English itself is in)."""
    min_official_use: float = 0.9
    """Official for a whole place where CLDR says that at least this share of the people use it."""
    max_same_as_kept: float = 0.8
    """At most this share of its names may be spelled as in one locale that was kept before."""

    def __str__(self) -> str:
        return (
            f"own, not inherited, names for at least {self.min_own_coverage:.0%} of the places; "
            f"at most {self.max_same_as_english:.0%} of the names spelled as in English; "
            "official for a whole place where, by CLDR's figures, at least "
            f"{self.min_official_use:.0%} of the people use it; at most "
            f"{self.max_same_as_kept:.0%} of the names spelled as in another chosen locale"
        )


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling: place `place` (two-letter code) in locale `locale` (BCP-47 tag)."""

    text: str
    place: str
    locale: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A locale that was left out: Babel's id, the condition of `Rule` it failed, and why."""

    locale: str
    condition: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The data set.

    `locales` are BCP-47 tags in alphabetical order, `names` are ordered by locale, then place.
    """

    rule: Rule
    versions: Mapping[str, str]
    places: tuple[str, ...]
    locales: tuple[str, ...]
    names: tuple[Name, ...]
    excluded: tuple[Exclusion, ...]

    def split(self, split: Split) -> tuple[Name, ...]:
        """The names of the places of one split."""
        return tuple(name for name in self.names if split_of(name.place) == split)


@dataclass
class _Selection:
    kept: dict[str, _Names] = field(default_factory=dict)
    excluded: list[Exclusion] = field(default_factory=list)


@cache
def load(rule: Rule = Rule()) -> PlaceNames:
    """Build the data set from the installed Babel."""
    own = cldr.own_names()
    places = tuple(own[_ENGLISH])
    selection = _select(own, places, rule)
    tags = {locale: _tag(locale, own, places, rule) for locale in selection.kept}
    names = [
        Name(text, place, tags[locale])
        for locale, texts in selection.kept.items()
        for place, text in texts.items()
    ]
    return PlaceNames(
        rule=rule,
        versions=cldr.versions(),
        places=places,
        locales=tuple(sorted(tags.values())),
        names=tuple(sorted(names, key=lambda name: (name.locale, name.place))),
        excluded=tuple(sorted(selection.excluded, key=lambda exclusion: exclusion.locale)),
    )


def split_of(place: str) -> Split:
    """The split of a place, by the SHA-256 of its code: 65, 15 and 20 % of many places, roughly.

    A digest, because it needs no seed, is the same on every machine and with every library
    version, and keeps each place where it is when another is added.
    """
    digest = sha256(f"cardgen place-names 1: {place}".encode()).digest()
    percent = int.from_bytes(digest[:8], "big") * 100 >> 64
    if percent < 65:
        return "train"
    return "validation" if percent < 80 else "test"


def _select(own: Mapping[str, _Names], places: tuple[str, ...], rule: Rule) -> _Selection:
    selection = _Selection()
    for locale in sorted(own, key=_precedence):
        failed = (
            _lacks_names(own[locale], places, rule)
            or _is_mostly_english(locale, own, rule)
            or _is_rarely_official(locale, rule)
            or _repeats(own[locale], selection.kept, rule)
        )
        if failed is None:
            selection.kept[locale] = own[locale]
        else:
            selection.excluded.append(Exclusion(locale, *failed))
    return selection


def _precedence(locale: str) -> tuple[int, int, str]:
    """Of two like locales the first is kept: two-letter languages, then the default script."""
    return len(locale.partition("_")[0]), locale.count("_"), locale


def _lacks_names(names: _Names, places: tuple[str, ...], rule: Rule) -> tuple[str, str] | None:
    if len(names) >= rule.min_own_coverage * len(places):
        return None
    reason = f"own names for {len(names)} of {len(places)} places"
    return "min_own_coverage", reason if names else "no own names: all inherited, or none"


def _is_mostly_english(
    locale: str, own: Mapping[str, _Names], rule: Rule
) -> tuple[str, str] | None:
    share = _share_alike(own[locale], own[_ENGLISH])
    if locale == _ENGLISH or share <= rule.max_same_as_english:
        return None
    return "max_same_as_english", f"{share:.1%} of its names are spelled as in English"


def _is_rarely_official(locale: str, rule: Rule) -> tuple[str, str] | None:
    percent, place = cldr.official_use(locale)
    if percent >= 100 * rule.min_official_use:
        return None
    if place == "":
        return "min_official_use", "official for no whole place, by CLDR's figures"
    return "min_official_use", f"where official, used by at most {percent:g}% ({place})"


def _repeats(names: _Names, kept: Mapping[str, _Names], rule: Rule) -> tuple[str, str] | None:
    for other, others in kept.items():
        share = _share_alike(names, others)
        if share > rule.max_same_as_kept:
            return "max_same_as_kept", f"{share:.1%} of its names are spelled as in {other}"
    return None


def _share_alike(names: _Names, others: _Names) -> float:
    """Share of the names that another locale spells alike for the same place, 0 to 1."""
    return sum(others.get(place) == text for place, text in names.items()) / len(names)


def _tag(locale: str, own: Mapping[str, _Names], places: tuple[str, ...], rule: Rule) -> str:
    """BCP-47 tag, with the script where the language has well-covered files in several scripts.

    Babel calls `zh` and `sr` what is exactly `zh-Hans` and `sr-Cyrl`.
    """
    language = locale.partition("_")[0]
    scripts = {
        cldr.likely_script(other)
        for other, names in own.items()
        if other.partition("_")[0] == language and _lacks_names(names, places, rule) is None
    }
    return f"{language}-{cldr.likely_script(locale)}" if len(scripts) > 1 else language
