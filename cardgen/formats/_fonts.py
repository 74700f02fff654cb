"""The PDF's own fonts: which of them a text needs, and what stands for characters that none holds.

No font of the machine is ever used, so the same document has the same bytes everywhere. The fonts
and `coverage.txt`, the table of who draws which character, are made by `fonts/make.py`.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file
from typing import Any

from cardgen._resources import resources

SCHEME = "cardgen-font:"
SANS, MONO = "cardgen sans", "cardgen mono"
TEXT_FACES = {
    "NotoSans-Regular.ttf": (SANS, "normal", "normal"),
    "NotoSans-Bold.ttf": (SANS, "bold", "normal"),
    "NotoSans-Italic.ttf": (SANS, "normal", "italic"),
    "NotoSans-BoldItalic.ttf": (SANS, "bold", "italic"),
    "NotoSansMono-Regular.ttf": (MONO, "normal", "normal"),
}
"""Fonts of every page: file name to family, weight and style. The others draw what these lack."""
WHITESPACE = "\t\n\f\r"
SELECTORS = (0xFE00, 0xFE0F, "NotoSans-Regular.ttf")
"""Variation selectors choose a shape that these fonts do not have; they are drawn as nothing."""


class Legible(dict[int, int | str]):
    """A table for `str.translate`: a character that no font holds becomes `⟨U+XXXX⟩`.

    It remembers in `fonts` which files drew what it has translated.
    """

    def __init__(self) -> None:
        super().__init__({ord(character): ord(character) for character in WHITESPACE})
        self.fonts: set[str] = set(TEXT_FACES)

    def __missing__(self, code: int) -> int | str:
        font = _font_of(code)
        if font is None:
            named = f"⟨U+{code:04X}⟩"
            self.fonts.update(filter(None, (_font_of(ord(character)) for character in named)))
            self[code] = named
        else:
            self.fonts.add(font)
            self[code] = code
        return self[code]


def font_faces(files: Iterable[str]) -> str:
    """The style sheet that brings the fonts *files* in, in the table's order."""
    wanted = set(files)
    return "".join(_face(file) for file in _shipped() if file in wanted)


def _face(file: str) -> str:
    # Each file is a family of its own: WeasyPrint tells the fonts of a PDF apart by family and style.
    family, weight, style = TEXT_FACES.get(file, (file.partition("-")[0], "normal", "normal"))
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
        f"src:url({SCHEME}{file})}}"
    )


def fetcher() -> Any:
    """Opens `data:` addresses and the fonts of this package; everything else is refused."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            file = url.removeprefix(SCHEME)
            # As `data:` in the style sheet, their megabytes would be read letter by letter.
            if url.startswith(SCHEME) and file in _shipped():
                return URLFetcherResponse(url, resources("fonts").joinpath(file).read_bytes())
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"data"})


@contextmanager
def own_fonts_only() -> Iterator[None]:
    """While it lasts, Fontconfig starts without a font of the machine."""
    before = os.environ.get("FONTCONFIG_FILE")
    with as_file(resources("fonts").joinpath("fonts.conf")) as file:
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _font_of(code: int) -> str | None:
    """The font that draws the character *code*; None when no font does."""
    place = bisect_right(_ranges(), (code, 0x110000, "")) - 1
    first, last, font = _ranges()[place] if place >= 0 else (0, -1, "")
    return font if first <= code <= last else None


@cache
def _ranges() -> list[tuple[int, int, str]]:
    """Ranges of characters that do not overlap: first, last, and the font."""
    return sorted([SELECTORS, *((*_range(p), font) for font, parts in _table() for p in parts)])


def _range(written: str) -> tuple[int, int]:
    first, _, last = written.partition("-")
    return int(first, 16), int(last or first, 16)


@cache
def _shipped() -> tuple[str, ...]:
    return tuple(dict.fromkeys([*TEXT_FACES, *(font for font, _ in _table())]))


@cache
def _table() -> list[tuple[str, list[str]]]:
    """The lines of the coverage table: a font and its ranges."""
    text = resources("fonts").joinpath("coverage.txt").read_text(encoding="ascii")
    return [(line.split()[0], line.split()[1:]) for line in text.splitlines()]
