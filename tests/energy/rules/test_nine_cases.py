"""The nine cases that the rules were made with: each is found, and the clean ones are not."""

from pathlib import Path

import pytest

from cardgen.energy.rules import flags
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord
from tests.energy.cases import (
    CASES,
    STATED,
    environment,
    laptop,
    laptop_log,
    laptop_row,
)
from tests.runs import make_run


def found(run: Run) -> list[str]:
    """Rules from 1 to 12 that fire, each once, in the order of their numbers."""
    ids = [flag.rule for record in run.energy for flag in flags(run, record)]
    return list(dict.fromkeys(rule for rule in ids if int(rule[1:]) <= 12))


@pytest.mark.parametrize("name", CASES)
def test_each_case_has_just_its_own_flags(tmp_path: Path, name: str) -> None:
    record, rules = CASES[name]
    run = make_run(
        tmp_path, evaluations=(), energy=(record,), environment=environment(), country=None
    )
    assert found(run) == rules


@pytest.mark.parametrize(
    ("record", "rules"),
    [
        (laptop_row(), []),
        (laptop_row(stated=STATED), ["E1", "W5"]),
        (laptop_log(stated=STATED), ["E1", "E3", "W5"]),
    ],
    ids=["its row", "with what top said", "with its log"],
)
def test_the_laptop_is_found_the_better_the_more_is_known(
    tmp_path: Path, record: EnergyRecord, rules: list[str]
) -> None:
    run = laptop(tmp_path, record)
    assert found(run) == rules
    assert "E24" in [flag.rule for flag in flags(run, record)]
