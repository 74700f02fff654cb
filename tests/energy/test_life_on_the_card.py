"""A project's runs and statements reach its model card, and its figures can be derived again."""

import re
from pathlib import Path

import pytest

from cardgen.build import build, load
from cardgen.documents._base import Document
from cardgen.errors import CardgenError
from cardgen.measure import needs, rederive
from cardgen.sources import find_runs, read_run
from cardgen.values import Fact, Quantity
from tests.projects import record_run, write_project

STATED = """\
runs:
  main: kept
  search: [kept, trial, lost]
energy:
  price: {amount: 3600, currency: EUR, date: 2026-01, source: an <b>invoice</b>}
  hardware: {embodied_kg: 250, lifetime_years: 4, source: its maker}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("life"))
    file = folder / "cardgen.yaml"
    file.write_text(file.read_text(encoding="utf-8") + STATED, encoding="utf-8")
    for name in ("kept", "trial", "other"):
        record_run(folder, name)
    return folder


def card(folder: Path) -> Document:
    return next(f.document for f in load(folder).documents if f.entry.type == "model_card")


def of(document: Document, fact_id: str, **where: str) -> Fact:
    return next(fact for fact in document.facts if fact.id == fact_id and fact.where == where)


def seconds(folder: Path, *names: str) -> float:
    ends = [read_run(folder / "runs" / name).finished for name in names]
    return sum(end.duration_s for end in ends if end is not None)


def test_cost_and_time_are_of_the_runs_that_the_project_names(project: Path) -> None:
    document = card(project)
    values = {
        stage: quantity.value
        for stage in ("main run", "search")
        for quantity in [of(document, "en.cost", stage=stage).value]
        if isinstance(quantity, Quantity)
    }
    # At 3,600 an hour, a second costs 1.
    assert values == {
        "main run": pytest.approx(seconds(project, "kept")),
        "search": pytest.approx(seconds(project, "kept", "trial")),
    }
    search = of(document, "en.cost", stage="search").value
    assert isinstance(search, Quantity) and search.at_least


def test_figures_of_all_runs_are_derived_again_from_all_runs(project: Path) -> None:
    runs = [read_run(folder) for folder in find_runs(project / "runs")]
    made = [fact for fact in card(project).facts if fact.evidence.generated_by is not None]
    facts = [fact for fact in made if needs(fact) == "runs"]
    assert {"en.kwh_all", "en.totalcompute", "en.wall_time", "en.cost"} <= {
        fact.id for fact in facts
    }
    assert [rederive(fact, runs) for fact in facts] == [fact.value for fact in facts]
    with pytest.raises(CardgenError, match="is derived from `runs`; give that"):
        rederive(facts[0], runs[0])


def test_what_rests_on_the_project_file_names_its_key(project: Path) -> None:
    document = card(project)
    price, hardware = of(document, "en.cost", stage="search"), of(document, "en.embodied")
    assert price.evidence.derived_from[-2:] == (
        "cardgen.yaml#/energy/price",
        "cardgen.yaml#/runs/search",
    )
    assert hardware.evidence.derived_from[-1] == "cardgen.yaml#/energy/hardware"
    assert of(document, "en.cost").evidence.derived_from[-1] == "cardgen.yaml#/energy/price"


def test_rows_without_a_figure_say_so_and_people_s_words_are_escaped(project: Path) -> None:
    build(project, formats=("md",))
    page = (project / "documents" / "model_card.md").read_text(encoding="utf-8")
    assert re.search(r"^\| search \| not measured \| 0 \|", page, flags=re.MULTILINE)
    assert "<b>invoice" not in page and "an &lt;b&gt;invoice" in page.replace("\\", "")


def test_a_german_card_has_german_rows(project: Path) -> None:
    build(project, formats=("md",), language="de")
    page = (project / "documents" / "model_card.de.md").read_text(encoding="utf-8")
    assert re.search(r"^\| Suche \| nicht gemessen \| 0 \|", page, flags=re.MULTILINE)
    assert "Energie aller Läufe" in page


def test_a_statement_of_a_trial_is_in_the_search_and_not_in_the_main_run(tmp_path: Path) -> None:
    folder = write_project(tmp_path)
    file = folder / "cardgen.yaml"
    said = "{run: trial, cpus_busy: 1, tdp_w: 4.5, threads: 4, source: read off top}"
    runs = "runs: {main: kept, search: [kept, trial]}"
    text = f"{file.read_text(encoding='utf-8')}{runs}\nenergy:\n  stated: {said}\n"
    file.write_text(text, encoding="utf-8")
    for name in ("kept", "trial"):
        record_run(folder, name)
    document = card(folder)
    own, search = of(document, "en.kwh"), of(document, "en.kwh_all", stage="search")
    assert own.evidence.derived_from == ("run:kept#/energy",)
    assert search.evidence.derived_from == (
        "run:kept#/energy",
        "run:trial#/energy",
        "cardgen.yaml#/energy/stated",
        "cardgen.yaml#/runs/search",
    )
