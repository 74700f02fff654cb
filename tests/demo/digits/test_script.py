"""The demo on digits, really trained on a few of them, and its documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cardgen.build import Built, build, check
from cardgen.demo.digits import data
from cardgen.demo.digits.settings import SETTINGS
from cardgen.findings import Severity
from cardgen.run import Run
from tests.demo.small import few, run_small

FORMATS = ("html", "json", "md")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("digits") / "project"
    digits = few(data.load(), 120)
    smaller = {
        "cardgen.demo.digits.data.load": lambda: digits,
        "cardgen.demo.digits.settings.SETTINGS": replace(SETTINGS, epochs=2, batch_size=40),
    }
    run_small("digits", folder, smaller)
    return build(folder, formats=FORMATS)


@pytest.fixture(scope="module")
def run(built: Built) -> Run:
    assert built.loaded.run is not None
    return built.loaded.run


def test_two_documents_are_built_and_no_data_statement(built: Built) -> None:
    found = sorted(path.name for path in built.folder.iterdir() if path.is_file())
    assert found == [f"{kind}.{name}" for kind in ("datasheet", "model_card") for name in FORMATS]


def test_nothing_is_wrong_with_the_documents(built: Built) -> None:
    findings = check(built.folder.parent)
    assert [found for found in findings if found.severity is not Severity.NOTE] == []


def test_the_record_has_no_problems(run: Run) -> None:
    assert run.record.problems == ()


def test_every_system_is_evaluated_on_test_and_the_model_on_validation(run: Run) -> None:
    found = {(evaluation.split, evaluation.system) for evaluation in run.record.evaluations}
    systems = ("model", "majority", "nearest_mean", "linear")
    assert found == {("validation", "model"), *(("test", system) for system in systems)}


def test_test_is_not_looked_at_while_training(run: Run) -> None:
    assert sorted(run.metrics) == [
        "loss", "train_accuracy", "train_loss", "validation_accuracy", "validation_loss",
    ]  # fmt: skip


def test_the_parameters_are_those_after_the_last_step(run: Run) -> None:
    weights = run.record.weights
    assert weights is not None
    assert (weights.step, weights.selected_by) == (
        2 * 120 // 40, "the last of the epochs, whose number was fixed beforehand",
    )  # fmt: skip
