"""Phrases, numbers and dates in the language of an edition."""

import threading

import pytest

from cardgen.errors import CardgenError
from cardgen.language import date_form, language_of, languages, say, say_count, speaking, spoken
from cardgen.numbers import number_text, quantity_text
from cardgen.values import Interval, Quantity


def test_outside_of_any_language_is_english() -> None:
    assert (spoken(), say("Datasheet"), number_text(1234.5)) == ("en", "Datasheet", "1,234")


def test_a_language_holds_for_its_block_and_the_one_around_comes_back() -> None:
    with speaking("de"):
        with speaking("en"):
            inner = say("Datasheet")
        outer = say("Datasheet")
    assert (inner, outer, say("Datasheet")) == ("Datasheet", "Datenblatt", "Datasheet")


def test_an_error_inside_leaves_the_language() -> None:
    with pytest.raises(ZeroDivisionError), speaking("de"):
        raise ZeroDivisionError
    assert spoken() == "en"


def test_each_thread_speaks_its_own_language() -> None:
    heard: list[str] = []
    with speaking("de"):
        thread = threading.Thread(target=lambda: heard.append(say("Datasheet")))
        thread.start()
        thread.join()
        heard.append(say("Datasheet"))
    assert heard == ["Datasheet", "Datenblatt"]


def test_a_region_has_the_catalogue_of_its_language() -> None:
    assert (language_of("de-AT"), language_of("EN-gb"), languages()) == ("de", "en", ("de", "en"))


def test_a_language_without_a_catalogue_is_an_error_that_lists_what_there_is() -> None:
    with pytest.raises(CardgenError, match="language 'fr'; choose from de, en"), speaking("fr"):
        pass


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (Quantity(value=11234, unit="instances"), "11.234 Instanzen"),
        (Quantity(value=0.62, unit="1", interval=Interval(low=0.61, high=0.63, method="m")), "0,62 (0,61–0,63)"),
        (Quantity(value=95.0, unit="%"), "95 %"),
        (Quantity(value=2.5, unit="kWh", at_least=True), "mindestens 2,5 kWh"),
        (Quantity(value=None, unit="kWh"), "nicht gemessen"),
        (Quantity(value=None, unit="1"), "nicht angegeben"),
    ],
)  # fmt: skip
def test_german_writes_numbers_with_a_comma_and_thousands_with_a_point(
    quantity: Quantity, shown: str
) -> None:
    with speaking("de"):
        assert quantity_text(quantity) == shown


def test_dates_are_written_as_the_language_does_and_other_text_is_left() -> None:
    with speaking("de"):
        shown = [date_form(text) for text in ("2026-11-24", "2026", "a-b-c", "")]
    assert (shown, date_form("2026-11-24")) == (["24.11.2026", "2026", "a-b-c", ""], "2026-11-24")


def test_one_and_many_are_told_apart() -> None:
    counted = [say_count(n, "{n} row", "{n} rows") for n in (0, 1, 1000)]
    assert counted == ["0 rows", "1 row", "1,000 rows"]
