from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from cardgen import __version__
from cardgen.errors import InputError
from cardgen.formats import render
from cardgen.formats._content import load
from cardgen.values import Scalar
from tests.formats.sample import Sample, answered, document, fact, full, quantity


def data(doc: Sample) -> dict:
    return json.loads(render(doc, "json", "sample")["sample.json"])


def test_the_top_says_what_it_is_and_who_made_it() -> None:
    top = data(full())
    assert list(top) == [
        "schema",
        "document",
        "generated_by",
        "run",
        "head",
        "sections",
        "facts",
        "withheld",
        "content",
    ]
    assert (top["schema"], top["document"], top["run"]) == ("cardgen.sample/1", "sample", "r1")
    assert top["generated_by"] == {"name": "cardgen", "version": __version__}
    assert {"status", "value", "facts", "evidence"} <= set(top["sections"]["first"]["text"])


def test_a_document_loads_back() -> None:
    assert load(data(full()), Sample) == full()


def test_another_schema_is_refused() -> None:
    with pytest.raises(InputError, match=r"expected cardgen\.sample/1, found cardgen\.sample/2"):
        load(data(full()) | {"schema": "cardgen.sample/2"}, Sample)


@pytest.mark.parametrize(
    ("value", "stored"),
    [(float("nan"), "NaN"), (float("-inf"), "-Infinity"), (0.0, 0.0), (None, None)],
)
def test_numbers_that_json_lacks_are_words(value: float | None, stored: object) -> None:
    assert data(document((fact(quantity(value)),)))["facts"][0]["value"]["value"] == stored


@pytest.mark.parametrize("value", [0, 0.0, False, "", None, []])
def test_falsy_values_stay_what_they_are(value: object) -> None:
    top = data(document((fact(Scalar(value=value)),), anything=answered(value)))
    shown = (top["sections"]["first"]["anything"]["value"], top["facts"][0]["value"]["value"])
    assert repr(shown) == repr((value, value))


def test_a_public_document_cannot_hold_an_internal_answer() -> None:
    with pytest.raises(ValidationError, match="anything is internal"):
        document(anything=answered("s3cret", audience="internal"))
