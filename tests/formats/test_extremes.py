"""Extreme documents of the real types are valid ones."""

from __future__ import annotations

import pytest

from cardgen.documents import document_type, kinds
from cardgen.formats._content import layout, load
from tests.extremes import EXTREMES, SMALL, extreme

CASES = [(name, kind) for name in EXTREMES for kind in kinds()]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_an_extreme_document_is_valid_and_comes_back_from_its_json(name: str, kind: str) -> None:
    document = extreme(name, kind, SMALL)
    assert load(layout(document), document_type(kind)) == document
