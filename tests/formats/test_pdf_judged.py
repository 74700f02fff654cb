"""Whatever a document holds, its PDF is PDF/UA-1 and PDF/A-3a."""

import pytest

from cardgen.formats import render
from tests.extremes import Size, extreme
from tests.formats.sample import editions, full
from tests.pdf_judge import faults

FEW = Size(letters=5_000, lines=30, classes=24, stride=4096)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("model_card", "no answers"),
        ("model_card", "wide table"),
        ("model_card", "many classes"),
        ("model_card", "hostile"),
        ("datasheet", "right to left"),
        ("datasheet", "long word"),
        ("data_statement", "every plane"),
        ("data_statement", "long text"),
    ],
)
def test_an_extreme_document_is_valid_and_accessible(kind: str, name: str) -> None:
    pdf = render(extreme(name, kind, FEW), "pdf", "extreme")["extreme.pdf"]
    assert faults(pdf) == []


def test_a_document_with_every_kind_of_block_is_valid_and_accessible() -> None:
    assert faults(render(full(), "pdf", "sample")["sample.pdf"]) == []


@pytest.mark.parametrize("edition", editions())
def test_every_edition_is_valid_and_accessible(edition: str) -> None:
    assert faults(render(editions()[edition], "pdf", "sample")["sample.pdf"]) == []


def test_the_judge_finds_a_fault() -> None:
    pdf = render(full(), "pdf", "sample")["sample.pdf"]
    spoilt = pdf.replace(b'pdfuaid:part="1"', b'pdfuaid:part="3"')
    assert {rule for rule, _ in faults(spoilt)} == {"PDFUA1-ID-PART-001"}
