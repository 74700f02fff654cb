"""The catalogues are complete, hold nothing that is not said, and keep the places of each phrase."""

import json
import re
import string
from pathlib import Path

import pytest

from cardgen.language import catalogue, in_words, languages, recognised, speaking
from tests.language.phrases import ROOT, phrases

FOLDER = ROOT / "cardgen" / "language"
OTHERS = [language for language in languages() if language != "en"]


def places(phrase: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None)


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_phrase_of_the_frame_and_no_other(language: str) -> None:
    assert set(catalogue(language)) == phrases()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", ["documents.json", "page.json", "facts.json"])
def test_translations_keep_the_places_and_are_not_empty(language: str, name: str) -> None:
    entries: dict[str, str] = json.loads((FOLDER / language / name).read_text(encoding="utf-8"))
    wrong = [key for key, text in entries.items() if places(key) != places(text) or text == ""]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_translated_questions_keep_their_links_and_are_questions(language: str) -> None:
    entries = catalogue(language)
    links = re.compile(r"https?://[^\s)]+[^\s).]")
    lost = [k for k, text in entries.items() if links.findall(k) != links.findall(text)]
    asked = [k for k, text in entries.items() if k.endswith("?") and not text.endswith("?")]
    assert (lost, asked) == ([], [])


def _pieces(phrase: str) -> list[str]:
    """The parts of *phrase* that code may hold as they are: those of some length, or all of it."""
    parts = [part.strip(" .()") for part in re.split(r"\{\w+\}|[.,;:] ?", phrase)]
    return [part for part in parts if len(part) > 7] or [max(parts, key=len)]


@pytest.mark.parametrize("language", OTHERS)
def test_words_of_facts_are_words_that_measuring_writes(language: str) -> None:
    """Each stands in the code, whatever is filled in and wherever its lines break."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "cardgen").rglob("*.py"))
    )
    source = re.sub(r'["\']\s*\n?\s*f?["\']', "", source).replace("_", " ")
    source = re.sub(r"\s+", " ", source)
    facts: dict[str, str] = json.loads((FOLDER / language / "facts.json").read_text("utf-8"))
    strange = [key for key in facts if not any(part in source for part in _pieces(key))]
    assert strange == []


def test_the_keys_of_a_catalogue_are_sorted_so_that_changes_are_easy_to_read() -> None:
    files = [path for language in OTHERS for path in sorted((FOLDER / language).glob("[pf]*.json"))]
    keys = [list(json.loads(Path(path).read_text(encoding="utf-8"))) for path in files]
    assert keys == [sorted(own) for own in keys]


@pytest.mark.parametrize(
    ("note", "german"),
    [
        ("No country was declared.", "Es wurde kein Land angegeben."),
        ("Too few examples to tell (fewer than 1,000).", "Zu wenige Beispiele für eine Aussage (weniger als 1.000)."),
        (
            "RAM, 0.5% of the sum, estimated: model of its size; GPU board, measured: hardware counter.",
            "RAM, 0,5 % der Summe, geschätzt: Modell nach der Größe; GPU-Karte, gemessen: Hardware-Zähler.",
        ),
        (
            "Not covered: storage, cooling. The largest step number that was logged.",
            "Nicht erfasst: Datenspeicher, Kühlung. Die größte aufgezeichnete Schrittnummer.",
        ),
        ("Selected by: my own rule.", "Ausgewählt nach: my own rule."),
        ("Something that nobody translated.", None),
        ("No country was declared. Something that nobody translated.", None),
        ("; " * 400_000, None),
        ("", None),
    ],
)  # fmt: skip
def test_words_of_facts_are_known_with_their_parts_filled_in(note: str, german: str | None) -> None:
    with speaking("de"):
        assert recognised(note) == german
        assert in_words(note) == (note if german is None else german)
    assert recognised(note) == note
