from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from babel import Locale

from cardgen.demo.place_names import cldr
from cardgen.demo.place_names.data import SPLITS, Name, PlaceNames, Rule, load, split_of


@pytest.fixture(scope="module")
def data() -> PlaceNames:
    return load()


def test_some_forty_locales_have_about_eleven_thousand_names(data: PlaceNames) -> None:
    assert (35 <= len(data.locales) <= 50, 9_000 <= len(data.names) <= 13_000) == (True, True)


def test_each_name_is_what_babel_gives_for_the_locale(data: PlaceNames) -> None:
    babel_id = {"zh-Hans": "zh", "sr-Cyrl": "sr", "bs-Latn": "bs"}
    given = [
        Locale.parse(babel_id.get(name.locale, name.locale), sep="-").territories[name.place]
        for name in data.names[::50]
    ]
    assert given == [name.text for name in data.names[::50]]


def test_tags_say_the_script_where_a_language_has_several(data: PlaceNames) -> None:
    exact = {"zh-Hans", "zh-Hant", "sr-Cyrl", "sr-Latn", "bs-Latn", "de", "ja"}
    assert exact <= set(data.locales)
    assert {"zh", "sr", "bs"}.isdisjoint(data.locales)


def test_no_locale_names_a_place_twice(data: PlaceNames) -> None:
    counts = Counter((name.locale, name.place) for name in data.names)
    assert max(counts.values()) == 1


def test_no_place_is_in_two_splits(data: PlaceNames) -> None:
    splits = defaultdict(set)
    for split in SPLITS:
        for name in data.split(split):
            splits[name.place].add(split)
    assert {len(found) for found in splits.values()} == {1}


def test_the_splits_together_are_the_data_set(data: PlaceNames) -> None:
    rows = [name for split in SPLITS for name in data.split(split)]
    assert Counter(rows) == Counter(data.names)


def test_no_spelling_of_the_test_split_is_learnt_from(data: PlaceNames) -> None:
    learnt = {name.text for name in data.split("train")}
    assert [name.text for name in data.split("test") if name.text in learnt] == []


def test_a_place_keeps_its_split() -> None:
    found = {place: split_of(place) for place in ("AD", "DE", "DK", "JP", "XK", "ZW")}
    assert found == {
        "AD": "train",
        "DE": "train",
        "DK": "validation",
        "JP": "test",
        "XK": "train",
        "ZW": "train",
    }


def test_every_locale_of_babel_is_chosen_or_left_out_with_a_reason(data: PlaceNames) -> None:
    assert len(data.locales) + len(data.excluded) == len(cldr.own_names())
    assert [exclusion for exclusion in data.excluded if exclusion.reason == ""] == []


def test_rule_leaves_out_mostly_english_locales_with_a_reason(data: PlaceNames) -> None:
    reasons = _reasons(data, "max_same_as_english")
    assert reasons["ceb"] == "95.3% of its names are spelled as in English"
    assert "en" in data.locales


def test_rule_leaves_out_duplicates_and_names_what_they_repeat(data: PlaceNames) -> None:
    reasons = _reasons(data, "max_same_as_kept")
    assert reasons == {"bs_Cyrl": "84.0% of its names are spelled as in sr"}


def test_rule_leaves_out_locales_that_inherit_their_names(data: PlaceNames) -> None:
    reasons = _reasons(data, "min_own_coverage")
    assert reasons["de_LU"] == "no own names: all inherited, or none"
    assert reasons["fr_CA"] == "own names for 33 of 257 places"


def test_rule_leaves_out_locales_that_are_official_nowhere_for_most(data: PlaceNames) -> None:
    reasons = _reasons(data, "min_official_use")
    assert reasons["hi"] == "where official, used by at most 41% (IN)"


def test_the_rule_can_be_printed_with_its_numbers() -> None:
    assert [share in str(Rule()) for share in ("95%", "50%", "90%", "80%")] == [True] * 4


def test_another_rule_gives_another_choice(data: PlaceNames) -> None:
    wider = load(Rule(min_official_use=0.5))
    assert set(data.locales) < set(wider.locales)


def test_what_is_no_place_is_left_out(data: PlaceNames) -> None:
    assert set(cldr.NOT_PLACES).isdisjoint(data.places)
    assert {len(place) for place in data.places} == {2}


def test_reading_the_names_leaves_babels_own_cache_alone() -> None:
    cldr.own_names()
    assert Locale.parse("fr_CA").territories["DE"] == "Allemagne"


def test_names_are_ordered_by_locale_and_place(data: PlaceNames) -> None:
    def position(name: Name) -> tuple[str, str]:
        return name.locale, name.place

    assert list(data.names) == sorted(data.names, key=position)


def _reasons(data: PlaceNames, condition: str) -> dict[str, str]:
    return {e.locale: e.reason for e in data.excluded if e.condition == condition}
