"""The types of answers keep what they accept as written, and say what they expected otherwise."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langcodes import tag_is_valid
from pydantic import TypeAdapter, ValidationError

from cardgen.documents._identifiers import COMMON
from cardgen.documents._types import (
    Agent,
    Amount,
    Commit,
    Doi,
    IsoDate,
    LanguageTag,
    Link,
    Orcid,
    Prose,
    SpdxExpression,
    Text,
    Timespan,
)
from cardgen.values import Answer, Status


def read(wanted: Any, value: Any) -> Any:
    return TypeAdapter(wanted).validate_python(value)


def problem(wanted: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        read(wanted, value)
    return str(caught.value.errors()[0]["msg"]).removeprefix("Value error, ")


KEPT = [
    (Prose, ""),
    (Prose, "Zwei\n\nAbsätze, <b>HTML</b> und\tTabs"),
    (Text, ""),
    (Text, "1.10"),
    (SpdxExpression, "MIT OR (Apache-2.0 AND CC-BY-4.0)"),
    (SpdxExpression, "LicenseRef-house-rules"),
    (SpdxExpression, "Unicode-3.0"),
    (LanguageTag, "zh-Hans"),
    (LanguageTag, "sr-Cyrl"),
    (LanguageTag, "de-CH-1996"),
    (LanguageTag, "ase"),
    (LanguageTag, "x-own"),
    (Link, "https://example.org/a?b=c#d"),
    (Doi, "10.1145/3458723"),
    (IsoDate, "2026"),
    (IsoDate, "2026-11"),
    (IsoDate, "2024-02-29"),
    (Timespan, "2019-05/2021"),
    (Timespan, "2021/2021-03"),
    (Timespan, "../2021-01-31"),
    (Timespan, "2021/.."),
    (Timespan, "2021"),
    (Commit, "0123abc"),
    (Orcid, "0000-0002-1825-0097"),
    (Orcid, "0000-0002-1694-233X"),
    (Amount, "0"),
    (Amount, "0.0 kWh"),
    (Amount, "at least 120 people"),
    (Amount, "5-10 people"),
    (Amount, "120–150"),
    (Amount, "fewer than 10 people"),
]


@pytest.mark.parametrize(("wanted", "text"), KEPT)
def test_a_valid_text_is_kept_as_written(wanted: type[str], text: str) -> None:
    value = read(wanted, text)
    assert (value, type(value)) == (text, wanted)


@pytest.mark.parametrize(("wanted", "text"), KEPT)
def test_a_value_survives_json_and_pickle(wanted: type[str], text: str) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(wanted)
    value = read(wanted, text)
    again = [adapter.validate_json(adapter.dump_json(value)), pickle.loads(pickle.dumps(value))]
    assert [(item, type(item)) for item in again] == [(text, wanted)] * 2


@pytest.mark.parametrize(("wanted", "text"), KEPT)
def test_a_dump_holds_plain_text(wanted: type[str], text: str) -> None:
    assert type(TypeAdapter(wanted).dump_python(read(wanted, text))) is str


UNIFIED = [
    (Prose, "a\r\nb\rc", "a\nb\nc"),
    (SpdxExpression, "apache-2.0", "Apache-2.0"),
    (LanguageTag, "ZH-hans-cn", "zh-Hans-CN"),
    (LanguageTag, "DE-ch-1996", "de-CH-1996"),
    (LanguageTag, "EN-x-US", "en-x-us"),
    (Doi, "https://doi.org/10.1145/3458723", "10.1145/3458723"),
    (Doi, "doi:10.1145/3458723", "10.1145/3458723"),
    (Orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
]


@pytest.mark.parametrize(
    ("wanted", "text"), [*KEPT, *((wanted, text) for wanted, text, _ in UNIFIED)]
)
def test_an_editor_accepts_what_the_reader_accepts(wanted: type[str], text: str) -> None:
    pattern = TypeAdapter(wanted).json_schema().get("pattern", "")
    assert re.search(pattern, text) is not None


@pytest.mark.parametrize(("wanted", "text", "kept"), UNIFIED)
def test_one_form_is_kept_where_several_mean_the_same(
    wanted: type[str], text: str, kept: str
) -> None:
    assert read(wanted, text) == kept


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        (Prose, "a\x00b", "expected text without control characters"),
        (Text, "a\nb", "expected one line of text without control characters"),
        (Text, "a\u2028b", "expected one line of text without control characters"),
        (SpdxExpression, "Apache 2.0", "did you mean 'Apache-2.0'?"),
        (SpdxExpression, "MIT License", "did you mean 'MIT'?"),
        (SpdxExpression, "no", "write 'LicenseRef-<name>'"),
        (SpdxExpression, "", "expected an SPDX licence expression"),
        (LanguageTag, "en_US", "did you mean 'en-US'?"),
        (LanguageTag, "xx", "registered parts"),
        (LanguageTag, "english", "registered parts"),
        (LanguageTag, "en-", "registered parts"),
        (LanguageTag, "", "registered parts"),
        (Link, "javascript:alert(1)", "begins with http:// or https://"),
        (Link, "https://", "begins with http:// or https://"),
        (Link, "https://[", "begins with http:// or https://"),
        (Link, "https://a.b/\x01", "begins with http:// or https://"),
        (Link, "https://a.b/ c", "begins with http:// or https://"),
        (Doi, "10.1/x", "expected a DOI"),
        (IsoDate, "2026-02-30", "expected a date"),
        (IsoDate, "24.11.2026", "expected a date"),
        (IsoDate, "", "expected a date"),
        (Timespan, "..", "expected a date or a span"),
        (Timespan, "2021/2022/2023", "expected a date or a span"),
        (Timespan, "2021/2019", "end is not before its start"),
        (Commit, "main", "expected a git commit"),
        (Orcid, "0000-0002-1825-0098", "expected an ORCID iD"),
        (Amount, "many", "expected a number or a range, then its unit"),
        (Amount, "1,200 people", "no thousands separator"),
        (Amount, "12 000 speakers", "no thousands separator"),
        (Amount, "-5 people", "expected a number or a range"),
        (Amount, "10-5 people", "end is not below its start"),
        (Amount, "nan", "expected a number or a range"),
    ],
)
def test_an_error_says_what_was_expected(wanted: type[str], text: str, expected: str) -> None:
    assert expected in problem(wanted, text)


@pytest.mark.parametrize("value", [None, 0, 0.0, False, float("nan"), ["a"]])
def test_only_text_is_text(value: Any) -> None:
    assert problem(Prose, value) == "Input should be a valid string"


@given(st.text())
def test_any_text_is_either_kept_or_refused(text: str) -> None:
    for wanted in (Prose, Text, LanguageTag, Link, Doi, IsoDate, Timespan, Commit, Orcid, Amount):
        try:
            value = read(wanted, text)
        except ValidationError:
            continue
        assert read(wanted, str(value)) == value


def test_an_answer_of_several_agents_keeps_their_types() -> None:
    answer = Answer[tuple[Agent, ...]].model_validate(
        {"status": "answered", "value": [{"name": "Jo", "orcid": "0000-0002-1825-0097"}]}
    )
    assert answer.status is Status.ANSWERED
    assert answer.value is not None
    assert [type(part) for part in (answer.value[0].name, answer.value[0].orcid)] == [Text, Orcid]


def test_a_schema_says_what_kind_of_text_it_is() -> None:
    schemas = {wanted.__name__: TypeAdapter(wanted).json_schema() for wanted in (Prose, Link)}
    assert schemas == {
        "Prose": {"type": "string", "contentMediaType": "text/markdown"},
        "Link": {"type": "string", "format": "uri", "pattern": "^https?://"},
    }


def test_languages_that_are_known_without_the_registry_are_in_it() -> None:
    assert {tag for tag in COMMON if not tag_is_valid(tag)} == set()
