"""Checked text: prose, lines, dates, amounts. A value is a `str` that says what kind it is.

It prints and compares as the text that a person wrote (`1.10` stays `1.10`), and its class tells a
format how to show it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

# C0 controls but tab and newline, DEL, C1: HTML and XML cannot hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_END = re.compile("[\n\u2028\u2029]")


class CheckedText(str):
    """Base of the scalar types: a `str` that `checked` accepted."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {}
    """What the JSON Schema says beside `type: string`."""

    @classmethod
    def checked(cls, text: str) -> str:
        """The text to keep; ValueError says what was expected."""
        raise NotImplementedError

    @classmethod
    def _make(cls, text: str) -> Self:
        return cls(cls.checked(text))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._make,
            core_schema.str_schema(),
            # JSON and Python dumps hold plain text; the class returns when the text is read.
            serialization=core_schema.plain_serializer_function_ser_schema(
                str.__str__, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), **cls.json_schema}


class Prose(CheckedText):
    """Markdown text of any length; its HTML is shown as text."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"contentMediaType": "text/markdown"}

    @classmethod
    def checked(cls, text: str) -> str:
        unified = text.replace("\r\n", "\n").replace("\r", "\n")
        if _CONTROL.search(unified) is not None:
            message = "expected text without control characters"
            raise ValueError(message)
        return unified


class Text(CheckedText):
    """One line of plain text."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[^\\r\\n]*$"}

    @classmethod
    def checked(cls, text: str) -> str:
        if _LINE_END.search(text) is not None or _CONTROL.search(text) is not None:
            message = "expected one line of text without control characters"
            raise ValueError(message)
        return text


class IsoDate(CheckedText):
    """A date as ISO 8601 writes it, as exact as it is known: `2026`, `2026-11`, `2026-11-24`."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}

    @classmethod
    def checked(cls, text: str) -> str:
        if not _is_date(text):
            message = f"expected a date such as 2026-11-24, 2026-11 or 2026, found '{text}'"
            raise ValueError(message)
        return text


class Timespan(CheckedText):
    """A date, or two with a slash between: `2019-05/2021`; `..` is an open end (ISO 8601-2)."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"pattern": "^[0-9.-]+(/[0-9.-]+)?$"}

    @classmethod
    def checked(cls, text: str) -> str:
        ends = text.split("/")
        known = [end for end in ends if end != ".."]
        dated = len(ends) <= 2 and len(known) >= 1 and all(_is_date(end) for end in known)
        if not dated or (len(ends) == 1 and known != ends):
            message = f"expected a date or a span such as 2019-05/2021, found '{text}'"
            raise ValueError(message)
        if len(known) == 2 and known[1] < known[0][: len(known[1])]:
            message = f"expected a span whose end is not before its start, found '{text}'"
            raise ValueError(message)
        return text


class Amount(CheckedText):
    """A number or a range with its unit, as people write it: `120 people`, `5-10`, `about 40 h`."""

    __slots__ = ()
    QUALIFIERS: ClassVar[tuple[str, ...]] = (
        "about", "at least", "at most", "fewer than", "less than", "more than",
    )  # fmt: skip
    json_schema: ClassVar[dict[str, Any]] = {"pattern": f"^(({'|'.join(QUALIFIERS)}) )?[0-9]"}
    # A unit that begins with a digit or a dash would be a part of the number: `12 000`, `3 - 5`.
    _FORM: ClassVar[re.Pattern[str]] = re.compile(
        rf"(?:({'|'.join(QUALIFIERS)}) )?(\d+(?:\.\d+)?)(?:[-–](\d+(?:\.\d+)?))?"
        r"(?: ([^\s\d–-](?:.*\S)?))?",
        re.ASCII,
    )

    @classmethod
    def checked(cls, text: str) -> str:
        match = cls._FORM.fullmatch(Text.checked(text))
        if match is None:
            message = (
                "expected a number or a range, then its unit, such as '120 people', '5-10 people'"
                f" or 'about 40 hours' (no thousands separator), found '{text}'"
            )
            raise ValueError(message)
        if match[3] is not None and float(match[3]) < float(match[2]):
            message = f"expected a range whose end is not below its start, found '{text}'"
            raise ValueError(message)
        return text


def _is_date(text: str) -> bool:
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII) is None:
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True
