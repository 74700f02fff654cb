"""Spellings: their script, their length, and which locales share them.

"Guinea" stands in many locales' files, so no system can always name the one file that a row came
from. What can be reached at best is computed here, from the same rows as the accuracy.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cardgen.demo.place_names.data import Name

LENGTHS: tuple[tuple[int, str], ...] = ((5, "1-5"), (10, "6-10"), (20, "11-20"))
"""Upper bounds, in code points, and names of the length groups; longer names are `LONGEST`."""
LONGEST = "21+"

_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})


def locales_by_spelling(names: Iterable[Name]) -> dict[str, frozenset[str]]:
    """The locales that list a spelling, for whichever place, by the exact code points."""
    locales: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        locales[name.text].add(name.locale)
    return {text: frozenset(tags) for text, tags in locales.items()}


def is_shared(text: str, locales: Mapping[str, frozenset[str]]) -> bool:
    """Whether more than one locale lists the spelling, so that a strict label is ambiguous."""
    return len(locales[text]) > 1


def best_locales(names: Sequence[Name]) -> list[str]:
    """For each row, the answer that a system which must give one per spelling does best to give.

    It is the locale that occurs most often among the rows with that spelling, the first in the
    alphabet of equals. The share of rows for which it is right is the highest strict accuracy that
    any function of the spelling alone can reach on these rows. Over a slice by locale it is no
    bound: a system that always says one locale is right on all its rows.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        counts[name.text][name.locale] += 1
    best = {text: min(found, key=lambda tag: (-found[tag], tag)) for text, found in counts.items()}
    return [best[name.text] for name in names]


def script(text: str) -> str:
    """The script of most of a spelling's letters, by their Unicode names.

    In words: "Latin", "Cyrillic", "Han", "Katakana".
    Marks and modifier letters belong to no one script and are not counted. Of scripts with
    equally many letters the one that comes first in the text is taken. Without a letter: "None".
    """
    letters = Counter(
        unicodedata.name(character, "UNNAMED").replace("-", " ").split()[0]
        for character in text
        if unicodedata.category(character) in _LETTERS
    )
    if not letters:
        return "None"
    word = letters.most_common(1)[0][0]
    return "Han" if word == "CJK" else word.title()


def length(text: str) -> str:
    """The length group of a spelling, by its number of code points."""
    return next((group for bound, group in LENGTHS if len(text) <= bound), LONGEST)


def ngrams(text: str, longest: int) -> Iterator[str]:
    """Runs of 1 to `longest` code points, shortest first, of the text between "^" and "$"."""
    marked = f"^{text}$"
    for size in range(1, longest + 1):
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]
