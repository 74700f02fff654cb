"""No internal value stands in any public byte: markers are planted, and looked for everywhere."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

import cardgen
from cardgen.build import build, check
from tests.dom import github, outline
from tests.pdf_judge import faults

PROJECT = """\
schema: cardgen.project/1
model: Review model
version: 1.0.0
documents:
  - type: model_card
  - type: datasheet
    data: reviews
    answers: sheet-MARKfile.yaml
data:
  reviews: {}
internal:
  groups:
    MARKgroup: Contracts with partners.
  slices:
    source:
      MARKslice: Too few people.
  figures:
    tr.hparams: A trade secret.
  appendices:
    evidence: It names machines.
"""
CARD = """\
model_details:
  developers:
    answer: [{name: MARKauthor}]
    audience: internal
  resources:
    answer: [{title: MARKtitle, link: "https://example.org/MARKlink"}]
    audience: internal
    by: MARKby
intended_use:
  uses:
    answer: MARKanswer {{ slice("accuracy", "MARKslice", group="source") }}
    audience: internal
    reason: Partners agreed to no more.
  users:
    status: unknown
    reason: MARKreason
    audience: internal
  out_of_scope:
    status: pending
    answer: MARKpending
    audience: internal
"""
GERMAN = """\
translated_by: MARKtranslator
intended_use:
  uses: MARKtranslated
  users: MARKtranslated
"""
SHEET = """\
overview:
  summary:
    answer: MARKsummary
    audience: internal
collection:
  sampling:
    answer: MARKdraft
    audience: internal
motivation:
  funding: Nobody.
"""
MARKS = (
    "MARKfile", "MARKgroup", "MARKvalue", "MARKslice", "MARKconfig", "MARKauthor", "MARKtitle", "MARKlink",
    "MARKby", "MARKanswer", "MARKreason", "MARKpending", "MARKsummary", "MARKdraft", "MARKtranslator",
    "MARKtranslated",
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editions") / "project"
    folder.mkdir()
    (folder / "cardgen.yaml").write_text(PROJECT)
    (folder / "model_card.yaml").write_text(CARD)
    (folder / "model_card.de.yaml").write_text(GERMAN)
    (folder / "sheet-MARKfile.yaml").write_text(SHEET)
    label = np.arange(120) % 2
    groups = {
        "MARKgroup": np.where(label == 0, "MARKvalue", "other"),
        "source": np.where(label == 0, "MARKslice", "shop"),
    }
    with cardgen.track(folder / "runs", energy=False) as run:
        run.config({"MARKconfig": "MARKconfig"})
        run.data("reviews", "test", arrays={"y": label, **groups}, label="y", groups=groups)
        for step in range(5):
            run.log(step, loss=1.0 / (step + 1))
        run.evaluation(
            "reviews", "test", task="binary", label=label, prediction=label, groups=groups
        )
    return folder


@pytest.fixture(scope="module")
def public(project: Path) -> dict[str, bytes]:
    """Every file that a public build leaves in the project, with what PDF files hold inside."""
    before = {path for path in project.rglob("*") if path.is_file()}
    build(project)
    build(project, formats=("md", "html", "json"), language="de")
    made = [path for path in project.rglob("*") if path.is_file() and path not in before]
    files = {str(path.relative_to(project)): path.read_bytes() for path in made}
    for name in [name for name in files if name.endswith(".pdf")]:
        files |= {f"{name}!{part}": content for part, content in _inside(files[name])}
    return files


def _inside(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """Text, metadata, attachments and every stream and string of *pdf*, unpacked."""
    reader = PdfReader(io.BytesIO(pdf))
    for index, page in enumerate(reader.pages):
        yield f"page {index}", "".join(page.extract_text().split()).encode()
    yield "information", str(reader.metadata).encode()
    for name, contents in reader.attachments.items():
        yield f"attachment {name}", b"".join(contents)
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        item = reader.get_object(number)
        yield f"object {number}", str(item).encode()
        if hasattr(item, "get_data"):
            yield f"stream {number}", item.get_data()


def _forms(mark: str) -> Iterator[bytes]:
    """*mark* as bytes may spell it: UTF-8, UTF-16, hexadecimal, base64 at any place, entities."""
    for code in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = mark.encode(code)
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + plain)
            yield whole[4 if shift else 0 : -4]
    yield "".join(f"&#{ord(c)};" for c in mark).encode()
    yield "".join(f"&#x{ord(c):x};" for c in mark).encode()
    yield "".join(f"\\u{ord(c):04x}" for c in mark).encode()


def _found(files: dict[str, bytes]) -> set[str]:
    return {m for m in MARKS for form in _forms(m) if any(form in c for c in files.values())}


def test_no_internal_value_is_in_any_public_byte(public: dict[str, bytes]) -> None:
    leaks = [
        (mark, form, name)
        for mark in MARKS
        for form in _forms(mark)
        for name, content in public.items()
        if form in content or form in name.encode()
    ]
    assert leaks == []


def test_the_search_looks_into_every_kind_of_file(public: dict[str, bytes]) -> None:
    # What is public is found where it must be, so that the test above cannot pass blindly.
    shown = [name for name, content in public.items() if b"Partners" in content]
    kinds = {name.partition("!")[2] or name.rpartition(".")[2] for name in shown}
    assert {"md", "html", "json", "attachment document.json"} <= kinds
    assert any(name.startswith("page ") for name in kinds)
    assert _found({"x.html": base64.b64encode(b"aMARKgroup.")}) == {"MARKgroup"}


def test_a_public_page_says_what_is_withheld_and_why(
    project: Path, public: dict[str, bytes]
) -> None:
    text = public["documents/model_card.md"].decode()
    said = [
        "<i>■ Withheld: Partners agreed to no more.</i>",
        "<i>■ Withheld: the answer is for internal readers.</i>",
        "Results by group: figures are withheld: Contracts with partners.",
        "Results by group: figures are withheld: Too few people.",
        "Configuration: figures are withheld: A trade secret.",
        "## Evidence\n\n<i>■ Withheld: It names machines.</i>",
    ]
    assert [words for words in said if words not in text] == []


def test_a_page_in_another_language_marks_the_reasons_that_the_project_gives(
    public: dict[str, bytes],
) -> None:
    text = public["documents/model_card.de.md"].decode()
    said = [
        '<i>■ Zurückgehalten: <span lang="en">Partners agreed to no more.</span></i>',
        "<i>■ Zurückgehalten: die Antwort ist nur für den internen Gebrauch.</i>",
        'Konfiguration: Zahlen werden zurückgehalten: <span lang="en">A trade secret.</span>',
        '## Belege\n\n<i>■ Zurückgehalten: <span lang="en">It names machines.</span></i>',
    ]
    assert [words for words in said if words not in text] == []


@pytest.mark.tool("cmark-gfm")
def test_what_is_withheld_reads_the_same_in_markdown_and_html(public: dict[str, bytes]) -> None:
    pages = [name.removesuffix(".md") for name in public if name.endswith(".md")]
    found = {p: outline(public[f"{p}.html"].decode()) for p in pages}
    assert found == {p: outline(github(public[f"{p}.md"].decode())) for p in pages}


def test_what_is_withheld_leaves_the_pdf_valid_and_accessible(public: dict[str, bytes]) -> None:
    files = [name for name in public if name.endswith(".pdf")]
    assert {name: faults(public[name]) for name in files} == {
        "documents/datasheet.pdf": [],
        "documents/model_card.pdf": [],
    }


def test_the_internal_edition_has_everything_beside_the_public_one(
    project: Path, public: dict[str, bytes]
) -> None:
    built = build(project, formats=("md", "html", "json"), audience="internal")
    files = {path.name: path.read_bytes() for path in built.files}
    card = files["model_card.internal.md"].decode()
    marks = (
        "**Edition:** internal, not for publication" in card,
        '"audience": "internal"' in card,
        b'"audience": "internal"' in files["model_card.internal.json"],
        b"internal, not for publication" in files["model_card.internal.html"],
    )
    german = build(project, formats=("json",), audience="internal", language="de").files
    files |= {path.name: path.read_bytes() for path in german}
    found = _found({k: v for k, v in files.items() if not k.endswith("html")})
    assert (found, marks, built.folder.name) == (set(MARKS), (True,) * 4, "documents-internal")
    assert (project / "documents" / "model_card.md").read_bytes() == public[
        "documents/model_card.md"
    ]


def test_findings_of_the_public_edition_hold_nothing_internal(project: Path) -> None:
    said = {"x": " ".join(f"{f.where} {f.message} {f.advice}" for f in check(project)).encode()}
    assert _found(said) == set()
