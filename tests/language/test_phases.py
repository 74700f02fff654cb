"""Phases that cardgen names are translated; those that people named are not."""

import pytest

from cardgen.language import speaking
from cardgen.language.phases import phase_name
from cardgen.pages.labels import where_text
from cardgen.pages.notes import own_words


@pytest.mark.parametrize(
    ("name", "german"),
    [
        ("training", "Training"),
        ("evaluation", "Auswertung"),
        ("data preparation", "Datenaufbereitung"),
        ("inference of failed", "Inferenz von failed"),
        ("inference of model (2)", "Inferenz von model (2)"),
        ("inference of model (failed)", "Inferenz von model (fehlgeschlagen)"),
        ("failed", "failed"),
        ("CPU, 5% of the sum", "CPU, 5% of the sum"),
        ("Training", "Training"),
    ],
)
def test_a_phase_has_its_name_in_tables_and_beside_figures(name: str, german: str) -> None:
    with speaking("de"):
        shown = (phase_name(name), where_text("phase", name), str(own_words("en.activity", name)))
    assert shown == (german, german, german)
    assert phase_name(name) == name
