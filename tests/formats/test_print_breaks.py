"""Where a printed page ends: what is said of something stands on the page of its end."""

import io

import pytest
from pypdf import PdfReader

from cardgen.formats.pdf import _laid_out
from cardgen.markdown.escape import template_source

NOTE = "What is said of it."
TABLE = (
    '<p class="caption"><strong>Figures</strong></p><div class="table"><table><tr><td>above</td></tr>'
    "{rows}</table></div><p>" + NOTE + "</p>"
)
ROW = "<tr><td>of many</td></tr>"
ANSWER = '<div lang="en">{rows}</div><p class="asked"><small>' + NOTE + "</small></p>"
LIST = "<ul><li>first</li>{rows}<li>" + NOTE + "</li></ul>"


def pages(body: str) -> list[str]:
    """The text of each page of *body* in cardgen's own style."""
    style = template_source("page.css")
    html = f'<html lang="de"><title>x</title><style>{style}</style><main>{body}</main>'
    reader = PdfReader(io.BytesIO(_laid_out(html).write_pdf()))
    return [page.extract_text().strip() for page in reader.pages]


@pytest.mark.parametrize(
    ("block", "row"),
    [(TABLE, ROW), (ANSWER, "<p>Words.</p>"), (LIST, "<li>of many</li>")],
    ids=["table", "answer", "list"],
)
def test_no_page_begins_with_the_last_words_of_the_one_before(block: str, row: str) -> None:
    found = pages("".join(block.format(rows=row * (1 + n * 5 % 11)) for n in range(44)))
    assert (len(found) > 4, [text for text in found if text.startswith(NOTE)]) == (True, [])


def test_one_row_or_item_alone_does_not_hold_on_to_what_follows() -> None:
    alone = '<div class="table"><table><tbody><tr><td>x</td></tr></tbody></table></div><ul><li>y</li></ul>'
    tall = '<p style="height: 150mm; break-inside: avoid">tall</p>'
    assert [text.count("x") for text in pages((alone + tall) * 3)] == [2, 1, 0]
