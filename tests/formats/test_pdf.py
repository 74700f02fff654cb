from __future__ import annotations

import builtins
import hashlib
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from cardgen import __version__
from cardgen.documents._base import Head
from cardgen.documents._types import Prose
from cardgen.errors import MissingDependencyError
from cardgen.formats import _pdf_objects, render
from tests.formats.sample import answered, document, full
from tests.pdf_judge import faults

ROOT = Path(__file__).parents[2]
PROGRAM = "from tests.formats.test_pdf import digests; print(digests())"


def digests() -> list[tuple[str, str]]:
    """Digests of all files of the sample."""
    return [
        (file, hashlib.sha256(content).hexdigest())
        for name in ("md", "html", "json", "pdf")
        for file, content in sorted(render(full(), name, "sample").items())
    ]


NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/nowhere</dir></fontconfig>"""


def test_the_same_document_has_the_same_bytes_on_any_machine_even_without_fonts(
    tmp_path: Path,
) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(NO_FONTS)
    other = {"FONTCONFIG_FILE": str(fonts), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env=os.environ | other | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    # Here there are this machine's fonts, and documents were made before.
    assert elsewhere == f"{digests()}\n"


def test_the_pdf_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: calls.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: calls.append(address))
    text = "![x](http://127.0.0.1:9/x.png) <img src='file:///etc/passwd'> [l](http://127.0.0.1:9/)"
    content = render(document(prose=answered(Prose(text))), "pdf", "sample")["sample.pdf"]
    assert (calls, b"root:" in content) == ([], False)


def test_the_pdf_is_tagged_and_carries_its_json(tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(render(full(), "pdf", "sample")["sample.pdf"])
    reader = PdfReader(path)
    assert reader.attachments["document.json"] == [render(full(), "json", "sample")["sample.json"]]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert b'pdfuaid:part="1"' in path.read_bytes()
    assert "Because of this." in reader.pages[0].extract_text()


def test_the_metadata_says_which_document_it_is() -> None:
    head = Head(name="Names \ufffe", version="1.0", date="2026-11-24", run="r1")
    pdf = render(document(head=head), "pdf", "sample")["sample.pdf"]
    reader = PdfReader(io.BytesIO(pdf))
    about = {name: reader.metadata[name] for name in reader.metadata if name != "/Producer"}
    assert about == {
        "/Title": "Sample: Names \ufffd",
        "/Subject": "Sample: Names \ufffd · 1.0 · 2026-11-24 · r1",
        "/Keywords": "Sample, Names \ufffd",
        "/Creator": f"cardgen {__version__}",
        "/CreationDate": "D:20261124",
    }
    assert [mark.title for mark in reader.outline[:1]] == ["Sample: Names \ufffd"]
    assert faults(pdf) == []


def test_a_run_of_letters_without_a_break_is_laid_out() -> None:
    content = render(document(prose=answered(Prose("x" * 8_000))), "pdf", "sample")["sample.pdf"]
    pages = PdfReader(io.BytesIO(content)).pages
    assert sum(page.extract_text().count("x") for page in pages) >= 8_000


def test_without_pango_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def refuse(name: str, *arguments):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(
        MissingDependencyError, match=r"apt-get install -y .*libharfbuzz-subset0.*brew"
    ) as caught:
        render(full(), "pdf", "sample")
    assert "\n" not in str(caught.value)


def test_a_pdf_that_is_written_a_second_time_carries_its_json_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # One PDF in some hundred is; none is known that stays so when a library changes.
    monkeypatch.setattr(_pdf_objects, "_RETURN", b"")
    monkeypatch.setattr(_pdf_objects, "_TRIES", 2)
    page = render(document(prose=answered(Prose("x"))), "pdf", "sample")["sample.pdf"]
    assert "document.json" in PdfReader(io.BytesIO(page)).attachments


def test_a_name_from_right_to_left_stands_before_the_date_of_its_line() -> None:
    signed = document(prose=answered(Prose("x"), by="דוד לוי", date="2026-01-02"))
    drawn: list[tuple[float, str]] = []
    reader = PdfReader(io.BytesIO(render(signed, "pdf", "sample")["sample.pdf"]))
    reader.pages[0].extract_text(visitor_text=lambda text, _, at, *__: drawn.append((at[4], text)))
    line = {text.strip(): left for left, text in drawn}
    assert line["Stated by"] < line["דוד לוי"] < line["2026-01-02."]
