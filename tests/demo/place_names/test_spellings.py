from __future__ import annotations

import pytest

from cardgen.demo.place_names.data import Name
from cardgen.demo.place_names.spellings import (
    best_locales,
    is_shared,
    length,
    locales_by_spelling,
    ngrams,
    script,
)

SOME = (Name("Malta", "MT", "de"), Name("Malta", "MT", "it"), Name("Malte", "MT", "fr"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "Latin"),
        ("Србија", "Cyrillic"),
        ("アンドラ", "Katakana"),
        ("パラオ・ー", "Katakana"),
        ("アラブ首長国連邦", "Han"),
        ("中国", "Han"),
        ("대한민국", "Hangul"),
        ("বাংলাদেশ", "Bengali"),
        ("ישראל", "Hebrew"),
        ("\N{MODIFIER LETTER TURNED COMMA}", "None"),
        ("", "None"),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, expected: str) -> None:
    assert script(text) == expected


@pytest.mark.parametrize(
    ("text", "group"),
    [("", "1-5"), ("Malta", "1-5"), ("Malte!", "6-10"), ("a" * 20, "11-20"), ("a" * 21, "21+")],
)
def test_the_length_is_counted_in_code_points(text: str, group: str) -> None:
    assert length(text) == group


def test_a_spelling_is_shared_when_two_locales_list_it() -> None:
    listing = locales_by_spelling(SOME)
    assert [is_shared(text, listing) for text in ("Malta", "Malte")] == [True, False]


def test_the_best_answer_to_a_shared_spelling_is_the_first_of_its_locales() -> None:
    assert best_locales(SOME) == ["de", "de", "fr"]


def test_the_best_answer_is_the_locale_that_lists_the_spelling_most_often() -> None:
    twice = (*SOME, Name("Malta", "XX", "it"))
    assert best_locales(twice) == ["it", "it", "fr", "it"]


def test_ngrams_mark_the_ends_of_a_name() -> None:
    assert list(ngrams("ab", 3)) == ["^", "a", "b", "$", "^a", "ab", "b$", "^ab", "ab$"]
