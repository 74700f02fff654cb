from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from runpy import run_module
from typing import Any

import jax
import numpy as np
import pytest

import cardgen
from cardgen.demo.place_names.train import Settings

STEPS_PER_EPOCH = 7  # 7,222 training names in whole batches of 1,024


@dataclass
class RecordingRun:
    """A recorder that keeps what it is told, in order."""

    told: dict[str, list[Any]] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    evaluations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def config(self, values: Mapping[str, Any]) -> None:
        self.told["config"] = [values]

    def seeds(self, **seeds: int) -> None:
        self.told["seeds"] = [seeds]

    def data(self, name: str, split: str, **about: Any) -> None:
        self.told.setdefault("data", []).append((name, {"split": split, **about}))

    def model(self, model: Any) -> None:
        self.told["model"] = [model]

    def optimizer(self, name: str, state: Any, declared: Mapping[str, Any]) -> None:
        self.told["optimizer"] = [(name, {"state": state, "declared": declared})]

    def selection(self, split: str, **about: Any) -> None:
        self.told["selection"] = [(split, about)]

    def weights(self, model: Any, file: str, **choice: Any) -> None:
        self.told["weights"] = [(model, file, choice)]

    def flops(self, step: Any, *args: Any) -> None:
        self.told["flops"] = [step.lower(*args).cost_analysis()]

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        self.phases.append(name)
        yield

    def log(self, step: int, **metrics: Any) -> None:
        self.rows.append((step, metrics))

    def evaluation(self, data: str, split: str, **about: Any) -> None:
        self.evaluations[split, about["system"]] = about


@pytest.fixture(scope="module")
def run() -> RecordingRun:
    return _script()


def _script() -> RecordingRun:
    """The demo's script, told to a recorder in memory, with two epochs of large batches."""
    run = RecordingRun()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cardgen, "track", lambda _: nullcontext(run), raising=False)
        settings = Settings(epochs=2, batch_size=1024)
        patch.setattr("cardgen.demo.place_names.train.Settings", lambda: settings)
        run_module("cardgen.demo.place_names.script")
    return run


def test_each_step_logs_its_loss_on_the_device(run: RecordingRun) -> None:
    losses = [(step, row["loss"]) for step, row in run.rows if "loss" in row]
    assert [step for step, _ in losses] == list(range(1, 2 * STEPS_PER_EPOCH + 1))
    assert {isinstance(loss, jax.Array) for _, loss in losses} == {True}


def test_each_epoch_logs_validation(run: RecordingRun) -> None:
    epochs = [(step, set(row)) for step, row in run.rows if "loss" not in row]
    names = {"validation_loss", "validation_accuracy"}
    assert epochs == [(STEPS_PER_EPOCH, names), (2 * STEPS_PER_EPOCH, names)]


def test_training_lowers_the_loss(run: RecordingRun) -> None:
    losses = [float(row["loss"]) for _, row in run.rows if "loss" in row]
    assert losses[-1] < losses[0]


def test_the_model_is_evaluated_on_validation_and_every_system_on_test(run: RecordingRun) -> None:
    systems = ("model", "ceiling", "majority", "script_lookup", "char_ngrams")
    validation = {("validation", "model"), ("validation", "ceiling")}
    assert set(run.evaluations) == validation | {("test", system) for system in systems}
    assert run.phases == ["training", "evaluation"]


def test_kept_parameters_are_those_of_the_best_epoch(run: RecordingRun) -> None:
    logged = [row["validation_accuracy"] for _, row in run.rows if "loss" not in row]
    assert _accuracy(run.evaluations["validation", "model"]) == max(logged)


def test_the_run_says_which_step_was_kept_and_why(run: RecordingRun) -> None:
    epochs = {
        row["validation_accuracy"]: step for step, row in reversed(run.rows) if "loss" not in row
    }
    choice = {"step": epochs[max(epochs)], "selected_by": "highest strict accuracy on validation"}
    assert run.told["weights"][0][2] == choice
    about = {"metric": "accuracy", "why": "the epoch whose parameters were kept"}
    assert run.told["selection"] == [("validation", about)]


def test_no_system_is_above_the_ceiling(run: RecordingRun) -> None:
    above = [
        (split, system)
        for (split, system), about in run.evaluations.items()
        if _accuracy(about) > _accuracy(run.evaluations[split, "ceiling"])
    ]
    assert above == []


def test_set_valued_accuracy_is_at_least_the_strict_one(run: RecordingRun) -> None:
    below = [
        key
        for key, about in run.evaluations.items()
        if float(about["metrics"]["set_valued_correct"].values.mean()) < _accuracy(about)
    ]
    assert below == []


def test_a_unique_spelling_is_right_in_both_senses_or_in_none(run: RecordingRun) -> None:
    about = run.evaluations["test", "model"]
    unique = about["groups"]["spelling"] == "unique"
    strict = about["prediction"] == about["label"]
    assert (
        strict[unique] == about["metrics"]["set_valued_correct"].values[unique].astype(bool)
    ).all()


def test_the_ngrams_know_more_than_the_scripts_and_these_more_than_the_majority(
    run: RecordingRun,
) -> None:
    systems = ("majority", "script_lookup", "char_ngrams")
    accuracies = [_accuracy(run.evaluations["test", system]) for system in systems]
    assert accuracies == sorted(accuracies)


def test_scores_are_probabilities_whose_highest_is_the_prediction(run: RecordingRun) -> None:
    about = run.evaluations["test", "model"]
    assert np.allclose(about["score"].sum(axis=1), 1, atol=1e-5)
    assert (about["score"].argmax(axis=1) == about["prediction"]).all()


def test_each_split_is_recorded_with_its_label_and_classes(run: RecordingRun) -> None:
    splits = [about["split"] for _, about in run.told["data"]]
    _, about = run.told["data"][0]
    assert splits == ["train", "validation", "test"]
    assert about["arrays"]["label"].max() + 1 == len(about["classes"])


def test_hyperparameters_are_in_the_optimisers_state(run: RecordingRun) -> None:
    name, about = run.told["optimizer"][0]
    values = {key: float(value[...]) for key, value in about["state"].hyperparams.items()}
    assert (name, round(values["weight_decay"], 6)) == ("adamw", 0.1)


def test_the_compiled_step_counts_its_operations(run: RecordingRun) -> None:
    assert run.told["flops"][0]["flops"] > 0


def test_the_same_seeds_give_the_same_predictions(run: RecordingRun) -> None:
    again = _script()
    first, second = (each.evaluations["test", "model"]["prediction"] for each in (run, again))
    assert (first == second).all()


def _accuracy(about: dict[str, Any]) -> float:
    return float((about["prediction"] == about["label"]).mean())
