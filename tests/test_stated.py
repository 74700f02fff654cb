"""What people state of a run's energy in the project file."""

from pathlib import Path

import pytest

from cardgen.cache import NO_CACHE
from cardgen.documents._types import Text
from cardgen.errors import InputError
from cardgen.facts import facts_of_run
from cardgen.measure import rederive
from cardgen.project import EnergyEntry, RunsEntry, read_project
from cardgen.run_energy import Stated
from cardgen.stated import name_places, of_main, of_nobody, of_others, with_statements
from tests.runs import energy_record, make_run

BUSY = Stated(cpus_busy=3.0, tdp_w=4.5, source="read off top")


def test_a_statement_reaches_the_run_where_nothing_was_recorded(tmp_path: Path) -> None:
    run = make_run(tmp_path, country=None)
    stated = with_statements(run, EnergyEntry(country="GBR", stated=BUSY))
    found = (stated.run.record.country, [r.stated for r in stated.run.energy], stated.findings)
    assert found == ("GBR", [BUSY], ())


def test_without_a_statement_the_run_is_as_it_was(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    assert with_statements(run, EnergyEntry()).run is run


def test_what_the_run_recorded_is_not_replaced(tmp_path: Path) -> None:
    run = make_run(tmp_path, country="DEU")
    stated = with_statements(run, EnergyEntry(country="GBR"))
    assert stated.run is run
    assert [f.code for f in stated.findings] == ["D103"]


def test_a_statement_of_one_computer_is_not_spread_over_several(tmp_path: Path) -> None:
    run = make_run(tmp_path, energy=(energy_record(host=0), energy_record(host=1)))
    stated = with_statements(run, EnergyEntry(stated=BUSY))
    assert stated.run is run
    assert [f.code for f in stated.findings] == ["D104"]


def test_more_busy_cpus_than_the_computer_has_are_not_used(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    threads = run.record.environment.cpu_logical
    assert threads is not None
    for busy, used, codes in ((threads, threads, []), (100.0 * threads, None, ["D109"])):
        entry = EnergyEntry(stated=BUSY.model_copy(update={"cpus_busy": float(busy)}))
        stated = with_statements(run, entry)
        kept = [(r.stated.cpus_busy, r.stated.tdp_w) for r in stated.run.energy if r.stated]
        assert (kept, [f.code for f in stated.findings]) == ([(used, 4.5)], codes)


def test_a_statement_of_busy_cpus_asks_which_run_it_speaks_of(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    entries = (EnergyEntry(stated=BUSY), EnergyEntry(stated=Stated(tdp_w=4.5, source="its box")))
    unsure = [with_statements(run, entry, sure=False) for entry in entries]
    assert [[f.code for f in one.findings] for one in unsure] == [["D105"], []]
    assert unsure[0].energy


def test_a_run_without_any_record_of_energy_keeps_the_statement(tmp_path: Path) -> None:
    stated = with_statements(make_run(tmp_path, energy=()), EnergyEntry(stated=BUSY))
    assert [(r.tracker, r.stated) for r in stated.run.energy] == [(None, BUSY)]


def test_figures_name_the_project_file_and_are_derived_again(tmp_path: Path) -> None:
    run = make_run(tmp_path, country=None)
    stated = with_statements(run, EnergyEntry(country="GBR", stated=BUSY))
    facts = list(name_places(facts_of_run(stated.run, NO_CACHE), [stated], EnergyEntry()))
    by_id = {fact.id: fact for fact in facts}
    assert by_id["en.region"].evidence.derived_from == ("cardgen.yaml#/energy/country",)
    assert "cardgen.yaml#/energy/stated" in by_id["en.kwh"].evidence.derived_from
    assert [fact.address for fact in facts if rederive(fact, stated.run) != fact.value] == []


OF_TRIAL = BUSY.model_copy(update={"run": "trial"})


@pytest.mark.parametrize(
    ("stated", "runs", "speaks"),
    [
        (BUSY, RunsEntry(), True),
        (BUSY, RunsEntry(main=Text("main"), search=(Text("main"),)), True),
        (BUSY, RunsEntry(main=Text("runs/main")), True),
        (BUSY, RunsEntry(main=Text("trial")), False),
        (BUSY, RunsEntry(search=(Text("main"),)), False),
        (BUSY, RunsEntry(seeds=(Text("main"),)), False),
        (BUSY, RunsEntry(baselines=(Text("main"),)), False),
        (OF_TRIAL, RunsEntry(main=Text("main")), False),
        (BUSY.model_copy(update={"run": "main"}), RunsEntry(search=(Text("main"),)), True),
    ],
)
def test_a_statement_is_of_the_run_that_it_names_or_of_the_main_one(
    tmp_path: Path, stated: Stated, runs: RunsEntry, speaks: bool
) -> None:
    run = make_run(tmp_path / "main", id="main")
    assert (of_main(run, EnergyEntry(stated=stated), runs).stated is not None) is speaks


def test_a_statement_of_another_run_reaches_that_run_alone(tmp_path: Path) -> None:
    runs = [make_run(tmp_path / name, id=name, energy=()) for name in ("main", "trial", "seed")]
    main, energy = runs[0], EnergyEntry(country="GBR", stated=OF_TRIAL)
    found = [(one.run.id, one.energy) for one in of_others(runs, main, energy)]
    assert found == [("trial", True)]
    assert list(of_others(runs, main, EnergyEntry(stated=BUSY))) == []
    unnamed = OF_TRIAL.model_copy(update={"run": "gone"})
    told = [list(of_nobody(runs, EnergyEntry(stated=one))) for one in (BUSY, OF_TRIAL, unnamed)]
    assert [[finding.code for finding in one] for one in told] == [[], [], ["D106"]]


def problems(tmp_path: Path, energy: str) -> list[str]:
    text = f"schema: cardgen.project/1\nenergy:\n{energy}\n"
    (tmp_path / "cardgen.yaml").write_text(text)
    with pytest.raises(InputError) as caught:
        read_project(tmp_path)
    return caught.value.problems


@pytest.mark.parametrize(
    ("energy", "where"),
    [
        ("  country: Germany", "3: energy.country"),
        ("  contry: DEU", "3: energy.contry"),
        ("  stated: {cpus_busy: 3}", "3: energy.stated.source"),
        ("  stated: {cpus_busy: 0, source: top}", "3: energy.stated.cpus_busy"),
        ("  stated: {tdp_w: -4.5, source: top}", "3: energy.stated.tdp_w"),
        ("  stated: {tdp_w: .nan, source: top}", "3: energy.stated.tdp_w"),
        ("  stated: {threads: 2.5, source: top}", "3: energy.stated.threads"),
        ("  stated: {laptop: perhaps, source: top}", "3: energy.stated.laptop"),
        ("  stated: {laptop: yes, source: ''}", "3: energy.stated.source"),
    ],
)
def test_a_statement_that_cannot_be_used_is_refused_by_line(
    tmp_path: Path, energy: str, where: str
) -> None:
    (problem,) = problems(tmp_path, energy)
    assert problem.startswith(f"cardgen.yaml:{where}: ")


def test_a_statement_is_read_as_written(tmp_path: Path) -> None:
    text = (
        "schema: cardgen.project/1\nenergy:\n  country: gbr\n  stated: {cpus_busy: 3, threads: 4,"
        " laptop: yes, source: read off top, by: J. Doe}\n"
    )
    (tmp_path / "cardgen.yaml").write_text(text)
    expected = Stated(cpus_busy=3.0, threads=4, laptop=True, source="read off top", by="J. Doe")
    energy = read_project(tmp_path).energy
    assert (energy.country, energy.stated) == ("GBR", expected)
