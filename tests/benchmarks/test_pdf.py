"""What a PDF of cardgen's costs beside WeasyPrint alone on the same HTML and variant."""

import statistics
import time
from collections.abc import Callable

import pytest

from cardgen.documents._types import Prose
from cardgen.formats import pdf
from cardgen.formats._edition import Edition
from cardgen.formats._html import html_page
from tests.extremes import filled
from tests.formats.sample import answered, document

ROUNDS = 5
WORDS = (
    "The names were taken from the *published* files, see [the page](https://example.org/names). "
    "Those that a place has in several languages were kept apart.\n\n- one reason\n- another\n\n"
    "| split | n |\n| --- | --- |\n| train | 7,222 |\n| test | 1,640 |\n"
)


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


@pytest.mark.benchmark
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["one answer", "datasheet"])
def test_a_pdf_costs_at_most_1_15_of_weasyprint_alone(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page, its JSON, the fonts' table and the marks included; CPU time, pairs in turn."""
    import weasyprint

    made = document(prose=answered(Prose(WORDS))) if kind == "one answer" else filled(kind, [WORDS])
    edition = Edition(made, "sample")
    html = html_page(edition, beside="pdf")

    def alone() -> object:
        return weasyprint.HTML(string=html).write_pdf(pdf_variant=pdf.VARIANT)

    def whole() -> object:
        return pdf.render(Edition(made, "sample"))

    alone(), whole()
    pairs = [(_seconds(whole), _seconds(alone)) for _ in range(ROUNDS)]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    ours, bare = (statistics.median(times) for times in zip(*pairs, strict=True))
    with capsys.disabled():
        print(
            f"\nPDF, {kind}: {ours:.2f} s / {bare:.2f} s = {ratio:.2f} (median of {ROUNDS} pairs)"
        )
    assert ratio <= 1.15
