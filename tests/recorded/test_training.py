import math
from pathlib import Path

import pytest

from cardgen.recorded import training
from cardgen.recorded.training import validation_score
from cardgen.values import Quantity
from tests.runs import make_run, run_record


@pytest.mark.parametrize("last", [0.0, math.inf, math.nan])
def test_the_last_score_is_given_as_it_was_logged(tmp_path: Path, last: float) -> None:
    run = make_run(tmp_path, metrics={"val_loss": [1.0, last]}, evaluations=())
    value = validation_score(run, name="val_loss").value
    assert value is not None
    assert value == last or (math.isnan(value) and math.isnan(last))


@pytest.mark.parametrize(
    ("choice", "facts"),
    [
        ({}, []),
        ({"step": 0}, [(0, None)]),
        ({"step": 7, "selected_by": "lowest loss"}, [(7, "Selected by: lowest loss.")]),
    ],
    ids=str,
)
def test_only_a_run_that_says_which_parameters_were_kept_has_a_fact_of_it(
    tmp_path: Path, choice: dict[str, object], facts: list[tuple[int, str | None]]
) -> None:
    weights = run_record().weights
    assert weights is not None
    run = make_run(tmp_path, evaluations=(), weights=weights.model_copy(update=choice))
    found = [fact for fact in training.facts(run) if fact.id == "tr.kept"]
    assert [(fact.value, fact.evidence.note) for fact in found] == [
        (Quantity(value=step, unit="steps"), note) for step, note in facts
    ]
