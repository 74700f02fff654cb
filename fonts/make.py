"""Make the PDF's fonts and their coverage table from Debian's Noto packages.

    apt-get install fonts-noto-core fonts-noto-mono fonts-noto-cjk
    python fonts/make.py

It needs fontTools, which WeasyPrint brings. The same packages give the same bytes.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SOURCES = Path("/usr/share/fonts")
PACKAGES = {
    "fonts-noto-core": "20201225-1",
    "fonts-noto-mono": "20201225-1",
    "fonts-noto-cjk": "1:20220127+repack1-1",
}
TEXT = ("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSans-BoldItalic")
MONO = "NotoSansMono-Regular"
BOXES = range(0x2500, 0x25A0)
SYMBOLS = ("Math", "Symbols", "Symbols2")
# Unicode's recommended scripts (UAX #31, table 5), then those in limited use (table 7).
SCRIPTS = (
    "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi",
    "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil",
    "Telugu", "Thaana", "Thai", "SerifTibetan",
    "Adlam", "Balinese", "Bamum", "Batak", "CanadianAboriginal", "Chakma", "Cham", "Cherokee",
    "HanifiRohingya", "Javanese", "KayahLi", "Lepcha", "Limbu", "Lisu", "Mandaic", "MeeteiMayek",
    "Miao", "Mongolian", "NKo", "NewTaiLue", "Newa", "OlChiki", "Osage", "Saurashtra", "Sundanese",
    "SylotiNagri", "Syriac", "TaiLe", "TaiTham", "TaiViet", "Tifinagh", "Vai", "Wancho", "Yi",
)  # fmt: skip
CJK = "NotoSansCJK-Regular.ttc"
CHINESE, KOREAN = 2, 1
"""Places of the regional forms in Noto's collection."""
# Every font needs the spaces and the joiners; the dotted circle carries a mark that stands alone.
SHARED = frozenset({0x20, 0xA0, 0x200C, 0x200D, 0x25CC})


@dataclass(frozen=True)
class Made:
    """One font file and the characters it holds."""

    file: str
    characters: frozenset[int]


def main() -> None:
    """Write every font, then the table of who draws which character."""
    _check_packages()
    text = [_write(name, _noto(name)) for name in TEXT]
    known = text[0].characters
    made = [text[0], *_others(known), *text[1:]]
    mono = _noto(MONO)
    made.append(_write(MONO, mono, _characters(mono) & (known | set(BOXES))))
    (HERE / "coverage.txt").write_text("".join(_coverage(made)), encoding="ascii", newline="\n")


def _others(known: frozenset[int]) -> Iterator[Made]:
    for script in (*SYMBOLS, *SCRIPTS):
        name = f"Noto{script}" if script.startswith("Serif") else f"NotoSans{script}"
        font = _noto(f"{name}-Regular")
        yield _write(f"{name}-Regular", font, (_characters(font) - known) | SHARED)
    yield _write("NotoSansCJKsc-Regular", _cjk(CHINESE), _chinese_and_japanese() - known | SHARED)
    yield _write("NotoSansCJKkr-Regular", _cjk(KOREAN), _korean() | SHARED)


def _check_packages() -> None:
    for package, version in PACKAGES.items():
        command = ["dpkg-query", "-W", "-f", "${Version}", package]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
        if found != version:
            message = f"{package} is {found}; the fonts here come from {version}"
            raise SystemExit(message)


def _noto(name: str) -> TTFont:
    return TTFont(SOURCES / "truetype" / "noto" / f"{name}.ttf", recalcTimestamp=False)


def _cjk(region: int) -> TTFont:
    return TTFont(SOURCES / "opentype" / "noto" / CJK, fontNumber=region, recalcTimestamp=False)


def _characters(font: TTFont) -> frozenset[int]:
    # Controls draw nothing, and private use has no meaning that a reader could copy out of a PDF.
    return frozenset(c for c in font.getBestCmap() if category(chr(c)) not in {"Cc", "Co"})


def _chinese_and_japanese() -> frozenset[int]:
    """The first levels of GB 2312, Big5 and JIS X 0208, kana, Bopomofo, punctuation."""
    levels = [
        *_table("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)),
        *_table("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
        *_table("euc_jp", range(0xB0, 0xD0), range(0xA1, 0xFF)),
    ]
    blocks = [
        (0x3000, 0x312F),
        (0x31A0, 0x31BF),
        (0x31F0, 0x321F),
        (0x3220, 0x33FF),
        (0xFF01, 0xFFEF),
    ]
    return frozenset(levels) | {c for first, last in blocks for c in range(first, last + 1)}


def _korean() -> frozenset[int]:
    """The syllables of KS X 1001, and modern letters."""
    syllables = _table("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF))
    letters = [(0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2), (0x3131, 0x318E)]
    return frozenset(syllables) | {c for first, last in letters for c in range(first, last + 1)}


def _table(codec: str, leads: Iterable[int], trails: Iterable[int]) -> Iterator[int]:
    for lead in leads:
        for trail in trails:
            character = bytes((lead, trail)).decode(codec, "ignore")
            if len(character) == 1:
                yield ord(character)


def _write(name: str, font: TTFont, wanted: frozenset[int] | None = None) -> Made:
    characters = _characters(font) & (_characters(font) if wanted is None else wanted)
    options = Options(
        layout_features=["ccmp", "ljmo", "vjmo", "tjmo"] if "CFF " in font else ["*"],
        hinting=False,
        desubroutinize=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14],
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=["DSIG", "vhea", "vmtx", "VORG", "BASE"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    file = f"{name}.{'otf' if 'CFF ' in font else 'ttf'}"
    font.save(HERE / file)
    return Made(file, frozenset(characters))


def _coverage(made: Iterable[Made]) -> Iterator[str]:
    """A line for each font: the hexadecimal ranges that no font before it holds."""
    known: set[int] = set()
    for font in made:
        new = sorted(font.characters - known)
        if len(new) > 0:
            known.update(new)
            yield f"{font.file} {' '.join(_ranges(new))}\n"


def _ranges(characters: list[int]) -> Iterator[str]:
    first = last = characters[0]
    for character in [*characters[1:], -1]:
        if character != last + 1:
            yield f"{first:x}" if first == last else f"{first:x}-{last:x}"
            first = character
        last = character


if __name__ == "__main__":
    main()
