"""The PDF uses the fonts that are shipped, and no other."""

from __future__ import annotations

import io
import unicodedata
from collections import defaultdict

import pytest
from pypdf import PdfReader

from cardgen._resources import resources
from cardgen.documents._types import Prose
from cardgen.errors import CardgenError
from cardgen.formats import render
from cardgen.formats._fonts import SANS, TEXT_FACES, Legible, fetcher, font_faces
from tests.formats.sample import answered, document


def fonts_in(pdf: bytes) -> set[str]:
    names = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        fonts = page["/Resources"].get("/Font", {})
        names |= {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts.values()}
    return names


def every_block() -> str:
    """Two characters of each 256 of the first two planes, a few of each other; no control."""
    shown = []
    for start in (*range(0, 0x20000, 256), *range(0x20000, 0x110000, 0x4000)):
        row = [chr(start + i) for i in (0x61, 0xE0)]
        shown.append("".join(c for c in row if unicodedata.category(c) not in {"Cc", "Cs"}))
    return " ".join(shown)


def test_a_page_of_every_block_is_drawn_by_the_shipped_fonts_without_a_missing_glyph() -> None:
    pdf = render(document(prose=answered(Prose(every_block()))), "pdf", "sample")["sample.pdf"]
    files = {file.name.partition("-")[0] for file in resources("fonts").iterdir()}
    shipped = files | {"cardgen-sans", "cardgen-sans-Bold", "cardgen-sans-Italic", "cardgen-mono"}
    # WeasyPrint gives a font with missing glyphs an encoding of its own.
    assert (fonts_in(pdf) - shipped, b"WP-Encod" in pdf) == (set(), False)


def test_a_character_that_no_font_holds_is_printed_as_its_number() -> None:
    text = "a\U0001f600b\ue000c\U0010fffdd\ufffee"
    assert text.translate(Legible()) == "a⟨U+1F600⟩b⟨U+E000⟩c⟨U+10FFFD⟩d⟨U+FFFE⟩e"


def test_text_of_the_scripts_named_in_the_readme_is_printed_as_it_is() -> None:
    words = (
        "Þórður Ελλάδα Україна العربية Հայաստան বাংলা भारत ኢትዮጵያ საქართველო ગુજરાત ਪੰਜਾਬ ישראל ಕನ್ನಡ"
        " កម្ពុជា ລາວ മലയാളം မြန်မာ ଓଡ଼ିଆ ශ්‍රී தமிழ் తెలుగు ދިވެހި ไทย བོད 中国 中國 日本 한국 カナ ㄅ"
        " ∑ ≤ ∈ → ⇒ ✓ ✗ ★ ½ € — … • × \ufffd e\u0301 1\ufe0f a\u00adb"
    )
    assert words.translate(Legible()) == words


def test_only_the_fonts_of_its_characters_are_brought_to_a_page() -> None:
    table = Legible()
    "Plain text.".translate(table)
    plain = set(table.fonts)
    "שלום".translate(table)
    assert (plain, table.fonts - plain) == (set(TEXT_FACES), {"NotoSansHebrew-Regular.ttf"})
    assert font_faces(plain).count(f"font-family:'{SANS}'") == 4


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x", "https://127.0.0.1:9/x", "ftp://127.0.0.1:9/x", "file:///etc/passwd",
     "x.png", "/etc/passwd", "cardgen-font:../page.css", "cardgen-font:OFL.txt"],
)  # fmt: skip
def test_the_fetcher_refuses_all_but_data_and_its_fonts(address: str) -> None:
    with pytest.raises((ValueError, CardgenError)):
        fetcher().fetch(address)


def test_the_fetcher_opens_data_and_the_shipped_fonts() -> None:
    opened = [fetcher().fetch(a).read() for a in ("data:,x", "cardgen-font:NotoSans-Regular.ttf")]
    assert opened == [b"x", resources("fonts").joinpath("NotoSans-Regular.ttf").read_bytes()]


def test_the_table_of_coverage_says_what_the_fonts_hold() -> None:
    from fontTools.ttLib import TTFont

    said: dict[str, set[int]] = defaultdict(set)
    held: dict[str, set[int]] = {}
    for line in resources("fonts").joinpath("coverage.txt").read_text().splitlines():
        file, *ranges = line.split()
        for written in ranges:
            first, _, last = written.partition("-")
            said[file] |= set(range(int(first, 16), int(last or first, 16) + 1))
        with resources("fonts").joinpath(file).open("rb") as stream:
            held[file] = set(TTFont(stream)["cmap"].getBestCmap())
    assert {file: said[file] - held[file] for file in held} == {file: set() for file in held}
