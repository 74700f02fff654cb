"""The HTML page is what GitHub makes of the Markdown page."""

from __future__ import annotations

import pytest

from cardgen.documents import kinds
from cardgen.documents._base import Document
from cardgen.formats import render
from tests.dom import github, outline
from tests.extremes import EXTREMES, Size, extreme, filled
from tests.formats.sample import editions, full
from tests.markdown.cases import CASES

pytestmark = pytest.mark.tool("cmark-gfm")
TINY = Size(letters=5_000, lines=20, classes=20, stride=512)
# Every kind has the texts in slots of its own; what is large needs no more than one of them.
PAIRS = [
    *((name, kinds()[index % 3]) for index, name in enumerate(EXTREMES) if name != "hostile"),
    *(("hostile", kind) for kind in kinds()),
]


def pages(document: Document) -> tuple[str, str]:
    """The Markdown page and the HTML page of *document*."""
    markdown, html = (render(document, format, "x") for format in ("md", "html"))  # noqa: A001
    return markdown["x.md"].decode(), html["x.html"].decode()


def assert_reads_the_same(markdown: str, html: str) -> None:
    assert outline(html) == outline(github(markdown))


@pytest.mark.parametrize(("name", "kind"), PAIRS)
def test_an_extreme_document_reads_the_same(name: str, kind: str) -> None:
    assert_reads_the_same(*pages(extreme(name, kind, TINY)))


@pytest.mark.parametrize("kind", kinds())
def test_what_people_write_reads_the_same_in_every_slot(kind: str) -> None:
    start = kinds().index(kind) * len(CASES) // 3
    texts = [*CASES.values()]
    assert_reads_the_same(*pages(filled(kind, [*texts[start:], *texts[:start]])))


def test_every_kind_of_block_reads_the_same() -> None:
    assert_reads_the_same(*pages(full()))


@pytest.mark.parametrize("edition", editions())
def test_every_edition_reads_the_same(edition: str) -> None:
    assert_reads_the_same(*pages(editions()[edition]))
