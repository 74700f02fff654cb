"""Identifiers that others keep: licences, language tags, web addresses, DOI, ORCID, git commits.

Where several spellings mean the same (`apache-2.0`, a DOI with its resolver), one form is kept.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

from cardgen.documents._text import CheckedText

COMMON = frozenset(
    re.findall(
        r"\w+",
        "ar bn cs da de el en es fa fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk ur vi zh",
    )
)
"""Languages for which nobody waits until the whole registry is loaded, a tenth of a small build."""


class SpdxExpression(CheckedText):
    """A licence as SPDX names it, such as `Apache-2.0` or `MIT OR CC-BY-4.0`.

    A licence that SPDX does not list is `LicenseRef-` and a name of its own.
    """

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[A-Za-z0-9.+() -]+$"}

    @classmethod
    def checked(cls, text: str) -> str:
        from packaging.licenses import (
            InvalidLicenseExpression,
            canonicalize_license_expression,
        )

        try:
            return canonicalize_license_expression(text)
        except InvalidLicenseExpression:
            near = _near_licence(text)
            hint = f"; did you mean '{near}'?" if near is not None else ""
            message = (
                f"expected an SPDX licence expression such as 'Apache-2.0', found '{text}'{hint}"
                " (for a licence that SPDX does not list write 'LicenseRef-<name>')"
            )
            raise ValueError(message) from None


class LanguageTag(CheckedText):
    """A language tag of BCP 47 (RFC 5646), such as `zh-Hans`; all its parts are registered.

    Kept in the case that RFC 5646, section 2.1.1, recommends.
    """

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$"}

    @classmethod
    def checked(cls, text: str) -> str:
        # RFC 5646 has no underscore; langcodes would let `en_US` pass.
        if "_" in text:
            near = text.replace("_", "-")
            message = f"expected a BCP 47 language tag, found '{text}'; did you mean '{near}'?"
            raise ValueError(message)
        if not _registered(text):
            message = (
                "expected a BCP 47 language tag of registered parts, such as 'en' or 'zh-Hans',"
                f" found '{text}'"
            )
            raise ValueError(message)
        return _in_usual_case(text)


class Link(CheckedText):
    """An absolute web address."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"format": "uri", "pattern": "^https?://"}

    @classmethod
    def checked(cls, text: str) -> str:
        parts = _split_address(text)
        blank = " " in text or not text.isprintable()
        if blank or parts is None or parts[0] not in {"http", "https"} or parts[1] == "":
            message = f"expected a web address that begins with http:// or https://, found '{text}'"
            raise ValueError(message)
        return text


class Doi(CheckedText):
    """A digital object identifier, kept without its resolver: `10.1145/3458723`."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "10\\.[0-9]{4,9}/"}
    _FORM: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s\x00-\x1f\x7f]+)", re.IGNORECASE
    )

    @classmethod
    def checked(cls, text: str) -> str:
        match = cls._FORM.fullmatch(text)
        if match is None:
            message = f"expected a DOI such as '10.1145/3458723', found '{text}'"
            raise ValueError(message)
        return match[1]


class Commit(CheckedText):
    """A git commit: 7 to 64 hexadecimal digits."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[0-9a-f]{7,64}$"}

    @classmethod
    def checked(cls, text: str) -> str:
        if re.fullmatch(r"[0-9a-f]{7,64}", text) is None:
            message = f"expected a git commit of 7 to 64 hexadecimal digits, found '{text}'"
            raise ValueError(message)
        return text


class Orcid(CheckedText):
    """A researcher's ORCID iD, kept without its resolver: `0000-0002-1825-0097`."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {
        "pattern": "[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$"
    }

    @classmethod
    def checked(cls, text: str) -> str:
        match = re.fullmatch(r"(?:https?://orcid\.org/)?((?:\d{4}-){3}\d{3}[\dX])", text, re.ASCII)
        if match is None or not _orcid_check(match[1]):
            message = f"expected an ORCID iD such as 0000-0002-1825-0097, found '{text}'"
            raise ValueError(message)
        return match[1]


@cache
def _registered(tag: str) -> bool:
    if tag in COMMON:
        return True
    from langcodes import tag_is_valid

    try:
        return bool(tag_is_valid(tag))
    except ValueError:
        return False


def _in_usual_case(tag: str) -> str:
    """`ZH-hans-cn` as `zh-Hans-CN`: after a single letter, and at the start, all is lower case."""
    first, *rest = tag.lower().split("-")
    parts = [first]
    for part in rest:
        plain = min(len(before) for before in parts) > 1
        if plain and len(part) == 2:
            parts.append(part.upper())
        else:
            parts.append(part.title() if plain and len(part) == 4 and part.isalpha() else part)
    return "-".join(parts)


def _near_licence(text: str) -> str | None:
    """An SPDX expression that *text* seems to mean: `Apache 2.0`, `CC BY 4.0`, `MIT License`."""
    from packaging.licenses import (
        InvalidLicenseExpression,
        canonicalize_license_expression,
    )

    words = re.sub(r"[\s,]+(licen[cs]e|version)\b", "", text.strip(), flags=re.IGNORECASE)
    try:
        return canonicalize_license_expression("-".join(words.split()))
    except InvalidLicenseExpression:
        return None


def _split_address(text: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(text)
        return parts.scheme.lower(), parts.hostname or ""
    except ValueError:
        return None


def _orcid_check(orcid: str) -> bool:
    """ISO 7064 MOD 11-2, as ORCID uses it."""
    total = 0
    digits = orcid.replace("-", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))
