"""The page on energy is true: its example is read, its script runs, its table is that of the rules."""

import re
from pathlib import Path

import jax.numpy as jnp
import pytest

from cardgen.energy.comparisons import KNOWN, LEAST, MOST, WIDEST
from cardgen.energy.rules import rules
from cardgen.pages.marks import METHODS
from cardgen.project import EnergyEntry, read_project
from cardgen.sources import find_runs, read_run
from cardgen.values import Method

PAGE = Path(__file__).parents[1] / "docs" / "energy.md"
MARK = "<!-- rules: written by `pytest tests/test_energy_docs.py --update` -->\n"


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", text(), flags=re.MULTILINE | re.DOTALL)
    return str(found)


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_example_states_every_key_that_there_is(tmp_path: Path) -> None:
    (tmp_path / "cardgen.yaml").write_text(f"schema: cardgen.project/1\n{block('yaml')}")
    read = read_project(tmp_path)
    told = {name for name, value in read.energy if value != getattr(EnergyEntry(), name)}
    assert told == set(EnergyEntry.model_fields)
    assert read.energy.stated is not None and read.energy.stated.run in read.runs.search


def test_the_script_measures_a_model_without_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    known = {"model": {"w": jnp.ones(3)}, "predict": lambda x: x.sum(), "batch": jnp.ones((4, 3))}
    exec(block("python"), known)
    (folder,) = find_runs(tmp_path / "runs")
    record = read_run(folder).record
    found = (len(record.inferences), record.weights is not None, record.country, record.problems)
    assert found == (1, True, "DEU", ())


def test_the_table_of_rules_is_that_of_their_modules(update: bool) -> None:
    rows = [f"| {rule.ID} | {rule.TITLE} | {rule.ADVICE} |\n" for rule in rules()]
    table = "".join(["\n| rule | what it finds | what to do |\n| --- | --- | --- |\n", *rows])
    before, _, after = text().partition(MARK)
    if update:
        PAGE.write_text(f"{before}{MARK}{table}", encoding="utf-8")
        return
    assert after == table


def test_the_statuses_are_those_of_figures_of_energy_by_the_words_of_the_page() -> None:
    told = re.findall(
        r"^\| ([a-z ]+) \| [a-z]", text().partition("## Where")[0], flags=re.MULTILINE
    )
    statuses = (
        Method.MEASURED, Method.PARTLY_MEASURED, Method.ESTIMATED, Method.NOT_MEASURED, Method.DECLARED,
    )  # fmt: skip
    assert told == ["status", *(METHODS[status].word for status in statuses)]


def test_the_bounds_of_comparisons_are_those_that_hold() -> None:
    assert f"between {LEAST:g} and {MOST:g} times" in text()
    assert (WIDEST, len(KNOWN)) == (4.0, 3) and "at most fourfold" in text()
