"""The German edition of real documents: no English is left of the frame, in any format."""

import io
import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from cardgen.build import build
from cardgen.documents._base import Head
from cardgen.formats import render
from cardgen.language import catalogue
from cardgen.values import Curve, Table
from tests.formats.sample import document, fact, quantity
from tests.projects import record_run, write_project

KINDS = ("model_card", "datasheet", "data_statement")
CARD = """\
intended_use:
  uses:
    answer: To *learn*.
    by: Ada
  users: Students.
"""
GERMAN = """\
translated_by: Grace
intended_use:
  uses: Zum *Lernen*.
"""
# Whole phrases that are long enough not to stand in a file's or a function's name.
SHORTEST = 11


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    project = write_project(tmp_path_factory.mktemp("german") / "project", model_card=CARD)
    (project / "model_card.de.yaml").write_text(GERMAN, encoding="utf-8")
    record_run(project)
    built = build(project, formats=("md", "html", "json"), language="de")
    files = {path.name: path.read_bytes() for path in built.files}
    # One of the three: each is laid out from its HTML.
    return files | render(built.loaded.documents[0].document, "pdf", "model_card.de")


def left(text: str) -> list[str]:
    """English phrases of the frame in *text*; parts marked as English are not looked at."""
    shown = re.sub(
        r'<(span|div) lang="en".*?</\1>|<code>.*?</code>|<!--.*?-->', "", text, flags=re.DOTALL
    )
    shown = re.sub(r"<style>.*?</style>|<(?!img)[^>]*>", " ", shown, flags=re.DOTALL)
    found = []
    for phrase, german in catalogue("de").items():
        piece = max(re.split(r"\{\w+\}", phrase), key=len).strip()
        if (
            len(piece) >= SHORTEST
            and piece not in german
            and piece in shown  # much faster than the next look, which tells whole words from parts
            and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", shown)
        ):
            found.append(piece)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_no_english_phrase_of_the_frame_is_left_in_markdown_and_html(
    files: dict[str, bytes], kind: str
) -> None:
    pages = [files[f"{kind}.de.{suffix}"].decode() for suffix in ("md", "html")]
    assert [left(page) for page in pages] == [[], []]


def test_no_english_phrase_of_the_frame_is_left_in_the_pdf(files: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(files["model_card.de.pdf"]))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert (left(text), reader.trailer["/Root"]["/Lang"]) == ([], "de")


def test_the_search_finds_english_where_there_is_some() -> None:
    assert left("Where can one read more, such as a paper, the code or a demonstration?") != []


def test_facts_in_json_are_the_same_in_every_language(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    document = json.loads(files["model_card.de.json"])
    notes = {fact["evidence"]["note"] for fact in document["facts"]}
    assert document["head"]["language"] == "de"
    assert "The sum over the splits that the run recorded." in notes


def test_a_page_says_who_translated_and_what_is_not_translated(files: dict[str, bytes]) -> None:
    card = files["model_card.de.md"].decode()
    html = files["model_card.de.html"].decode()
    assert (
        "Zum <em>Lernen</em>\\.\n\nÜbersetzt von Grace. Die Übersetzung ist womöglich veraltet"
        in card
    )
    assert '<div lang="en" markdown="1">\n\nStudents.\n\n</div>' in card
    assert "In der eigenen Sprache (en), nicht übersetzt." in card
    assert ('<div lang="en">' in html, '<html lang="de">' in html) == (True, True)


def test_heads_and_keys_are_german_and_names_out_of_the_data_are_not() -> None:
    names = [f"c{i}" for i in range(20)]
    rows = tuple((a, *(range(20) if a == "c0" else [0] * 20)) for a in names)
    where = {"system": "model", "group": "My source", "slice": "a"}
    facts = (
        fact(Table(columns=("label", *names), rows=rows), id="res.confusion", where=where),
        *(fact(quantity(0.5), id="tr.val_score", where={"series": s}) for s in ("x", "y")),
        fact(Curve(x="step", series={}), id="tr.curves"),
    )
    head = Head(name="x", language="de")
    files = render(document(facts, head), "md", "x")
    page = files["x.md"].decode()
    said = [
        "**Konfusionsmatrix (System model, Gruppe My source, Teilmenge a)**",
        "| Label | Vorhersage | Anzahl |",
        "| Reihe | Wert |",
        "Lernkurven: Es ließ sich nichts zeichnen;",
    ]
    assert [words for words in said if words not in page] == []
    charts = "".join(files[name].decode() for name in files if name.endswith(".svg"))
    assert re.findall(r">(Label|Vorhersage|label|prediction)<", charts) == ["Vorhersage", "Label"]
