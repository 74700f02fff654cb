"""What Babel's files hold of Unicode CLDR: place names by locale, and where languages are official.

Babel's own reader is not used for the names, for two reasons: it merges what a locale inherits
from its parents, and asked not to (`localedata.load(..., merge_inherited=False)`) it leaves the
unmerged data in the cache that every later `babel.Locale` of the process reads (Babel 2.18).
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import babel
from babel import localedata
from babel.core import get_cldr_version, get_global

NOT_PLACES: Mapping[str, str] = {
    "EU": "an organisation of states",
    "EZ": "the euro area, a group of states",
    "QO": "a group of remote islands, CLDR's own code for no one place",
    "UN": "an organisation of states",
    "XA": "a pseudo-locale for testing",
    "XB": "a pseudo-locale for testing",
    "ZZ": "unknown region",
}
"""Two-letter codes in CLDR's list of territories that name no place, with the reason."""

_TWO_LETTERS = re.compile(r"[A-Z]{2}")
_OFFICIAL = frozenset({"official", "de_facto_official"})


def versions() -> dict[str, str]:
    """The versions of Babel and of the CLDR release that it was made from."""
    return {"babel": babel.__version__, "cldr": get_cldr_version()}


def own_names() -> dict[str, dict[str, str]]:
    """Place names that each locale's own file holds, by Babel's locale id and place code.

    A place is a two-letter code that is not in `NOT_PLACES`; three-digit codes (continents and
    their parts) are left out. Names that a locale inherits from its parent are not in its file.
    """
    return {locale: _places(_read(locale)) for locale in sorted(localedata.locale_identifiers())}


def official_use(locale: str) -> tuple[float, str]:
    """The largest share of a place's people who use the language where it is official there.

    Returns the share in percent and the place's code, `(0.0, "")` where it is official nowhere.
    The figures are CLDR's estimates (territoryInfo); regional official status does not count.
    """
    shares = [
        (float(languages[locale]["population_percent"]), place)
        for place, languages in get_global("territory_languages").items()
        if locale in languages and languages[locale]["official_status"] in _OFFICIAL
    ]
    return max(shares, default=(0.0, ""))


def likely_script(locale: str) -> str:
    """ISO 15924 code of the script that a locale id names, else CLDR's most likely one."""
    named = [part for part in locale.split("_")[1:] if len(part) == 4 and part.isalpha()]
    if named:
        return named[0]
    likely = get_global("likely_subtags").get(locale.partition("_")[0], "")
    return next((part for part in likely.split("_")[1:] if len(part) == 4), "")


def _read(locale: str) -> Mapping[str, Any]:
    # A pickle, but Babel's own: `import babel` trusts the same files.
    file = Path(localedata.resolve_locale_filename(locale))
    content: Mapping[str, Any] = pickle.loads(file.read_bytes())  # noqa: S301
    return content


def _places(content: Mapping[str, Any]) -> dict[str, str]:
    territories: Mapping[str, str] = content.get("territories", {})
    return {
        code: name
        for code, name in sorted(territories.items())
        if _TWO_LETTERS.fullmatch(code) is not None and code not in NOT_PLACES
    }
