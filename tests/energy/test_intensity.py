"""The table of carbon intensities that ships is its source's, trimmed and otherwise unchanged."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from cardgen.energy.intensity import country_name, intensity
from tests.documents.frameworks import REFERENCE

FIRST_YEAR = 2015
VALUE = "Carbon intensity of electricity per kWh"


def source() -> Path:
    """Our World in Data's file as downloaded; skips the test where the reference is absent."""
    path = REFERENCE / "data" / "carbon-intensity-electricity.csv"
    if not path.is_file():
        pytest.skip(f"the shared reference ({path.name}) is not beside this checkout")
    return path


def published(path: Path) -> Iterator[tuple[str, int, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if len(row["Code"]) == 3 and int(row["Year"]) >= FIRST_YEAR:
                yield row["Code"], int(row["Year"]), float(row[VALUE])


def shipped() -> Iterator[tuple[str, int, float]]:
    text = files("cardgen.energy").joinpath("data", "carbon-intensity.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        code = row.pop("code")
        del row["country"]
        yield from ((code, int(year), float(value)) for year, value in row.items() if value != "")


def test_every_figure_is_the_published_one_and_none_is_missing() -> None:
    assert set(shipped()) == set(published(source()))


def test_names_are_those_of_the_source() -> None:
    with source().open(encoding="utf-8", newline="") as file:
        names = {row["Code"]: row["Entity"] for row in csv.DictReader(file)}
    codes = {code for code, _, _ in shipped()}
    assert {code: country_name(code) for code in codes} == {code: names[code] for code in codes}


def test_the_notice_names_source_licence_vintage_and_changes() -> None:
    text = files("cardgen.energy").joinpath("data", "carbon-intensity.README.md").read_text("utf-8")
    wanted = ("Ember", "Energy Institute", "Our World in Data", "CC BY 4.0", "2026", "Changes")
    assert [words for words in wanted if words not in text] == []


@pytest.mark.parametrize("code", ["GBR", "gbr"])
def test_a_country_has_the_figure_of_its_year(code: str) -> None:
    found = intensity(code, 2022)
    assert found is not None
    assert (found.country, found.year, round(found.grams_per_kwh)) == ("United Kingdom", 2022, 255)


@pytest.mark.parametrize(("code", "year"), [("GBX", 2022), ("", 2022), ("GBR", 1990)])
def test_what_is_not_in_the_table_has_no_figure(code: str, year: int) -> None:
    assert intensity(code, year) is None
