"""What a whole run records, unasked and with one call each."""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from flax import nnx

import cardgen
from cardgen.run import BaseModelRecord, Outcome, SelectionRecord
from cardgen.sources import read_run
from cardgen.tracking import track
from cardgen.tracking.problems import TrackingWarning
from tests.tracking.runs import finish, only_run, rows, start


def test_track_is_the_packages_own() -> None:
    assert cardgen.track is track


def test_a_training_run_is_recorded_and_read(tmp_path: Path) -> None:
    model = nnx.Linear(3, 2, rngs=nnx.Rngs(0))
    tx = optax.inject_hyperparams(optax.adamw)(learning_rate=1e-3)
    optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)

    @nnx.jit
    def step(model: nnx.Linear, optimizer: nnx.Optimizer, x: jax.Array) -> jax.Array:
        loss, grads = nnx.value_and_grad(lambda m: jnp.mean(m(x) ** 2))(model)
        optimizer.update(model, grads)
        return loss

    x = np.ones((4, 3), np.float32)
    with track(tmp_path, country="deu", energy=False) as run:
        run.seeds(params=0, data=7)
        run.config({"lr": 0.0, "name": "", "none": None, "on": False})
        run.model(model)
        run.optimizer("adamw", optimizer)
        run.flops(step, model, optimizer, x)
        run.data("toy", "train", arrays={"x": x, "y": [0, 0, 1, 1]}, label="y", classes=["a", "b"])
        run.base_model("org/base", revision="abc")
        for index in range(5):
            run.log(index, loss=step(model, optimizer, x))
        run.evaluation("toy", "test", task="binary", label=[0, 1], prediction=[0, 0])
        run.weights(model, "model.safetensors")
    recorded = only_run(tmp_path)
    record = recorded.record
    assert (recorded.outcome, recorded.id, recorded.findings) == (Outcome.FINISHED, run.id, ())
    assert (record.country, record.seeds) == ("DEU", {"params": 0, "data": 7})
    assert record.config == {"lr": 0.0, "name": "", "none": None, "on": False}
    assert record.model is not None and record.model.parameters == 8
    assert record.optimizer is not None
    assert record.optimizer.hyperparameters["learning_rate"] == 0.001
    assert record.flops is not None and record.flops.per_step is not None
    assert record.data[0].class_counts == {"a": 2, "b": 2}
    assert record.base_model is not None and record.base_model.revision == "abc"
    assert record.evaluations[0].file == "evaluation/toy.test.npz"
    assert record.weights is not None and record.weights.files[0].name == "model.safetensors"
    assert [point.step for point in recorded.metrics["loss"]] == [0, 1, 2, 3, 4]
    assert record.problems == ()


def test_the_environment_is_recorded_unasked(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.log(0, x=1.0)
    recorded = only_run(tmp_path)
    environment = recorded.record.environment
    assert environment.python == sys.version.split()[0]
    assert environment.packages["jax"] == jax.__version__
    assert environment.jax is not None
    assert (environment.jax.backend, environment.jax.process_count) == ("cpu", 1)
    assert environment.memory_bytes is not None and environment.memory_bytes > 0
    assert recorded.record.command is not None
    assert recorded.finished is not None and recorded.finished.duration_s > 0
    assert recorded.finished.peak_memory_bytes is not None


def test_user_host_and_home_are_not_in_the_record(tmp_path: Path) -> None:
    import getpass
    import socket

    with track(tmp_path, energy=False) as run:
        run.config({"out": str(Path.home() / "out"), "host": socket.gethostname()})
        run.log(0, x=1.0)
    text = (run.folder / "run.json").read_text()
    assert str(Path.home()) + "/" not in text
    assert socket.gethostname() not in text or len(socket.gethostname()) < 4
    assert f"/{getpass.getuser()}/" not in text


def test_an_empty_run_id_in_the_environment_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARDGEN_RUN_ID", "")
    with track(tmp_path, energy=False) as run:
        run.log(0, x=1.0)
    assert (only_run(tmp_path).id, run.id[8]) == (run.id, "T")


def test_seeds_are_whole_numbers_and_each_stands_for_itself(tmp_path: Path) -> None:
    with pytest.warns(TrackingWarning) as caught, track(tmp_path, energy=False) as run:
        run.seeds(a=1.7, b="3", c=None, d=jax.random.key(0))
        run.seeds(e=0, f=np.int64(1), g=2.0, h=jnp.int32(3))
        run.log(0, x=1.0)
    refused = [str(warning.message).split(": ")[1:3] for warning in caught]
    assert refused == [["run.seeds", name] for name in "abcd"]
    assert only_run(tmp_path).record.seeds == {"e": 0, "f": 1, "g": 2, "h": 3}


def test_a_steps_flops_are_counted_with_arguments_by_name(tmp_path: Path) -> None:
    step = jax.jit(lambda a, *, b: a @ b)
    with track(tmp_path, energy=False) as run:
        run.flops(step, jnp.ones((8, 16)), b=jnp.ones((16, 4)))
        run.log(0, x=1.0)
    flops = only_run(tmp_path).record.flops
    assert flops is not None and flops.per_step == 2 * 8 * 16 * 4


def test_weights_that_no_file_can_hold_keep_their_digest(tmp_path: Path) -> None:
    with pytest.warns(TrackingWarning, match="no dtype int4"), track(tmp_path, energy=False) as run:
        run.weights({"w": jnp.ones(3, jnp.int4), "b": jnp.zeros(1)}, file="w.safetensors")
        run.log(0, x=1.0)
    weights = only_run(tmp_path).record.weights
    assert weights is not None
    assert (len(weights.digest), weights.paths, weights.files) == (64, ("b", "w"), ())


def test_the_kept_step_and_why_it_was_kept_are_recorded(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.weights({"w": jnp.zeros(1)}, step=jnp.int32(0), selected_by="lowest val_loss")
        run.log(0, x=1.0)
    weights = only_run(tmp_path).record.weights
    assert weights is not None
    assert (weights.step, weights.selected_by) == (0, "lowest val_loss")


@pytest.mark.parametrize("choice", [{"step": 1.5}, {"step": "best"}, {"selected_by": 3}], ids=str)
def test_a_choice_that_cannot_be_recorded_costs_only_itself(
    tmp_path: Path, choice: dict[str, Any]
) -> None:
    name = next(iter(choice))
    with (
        pytest.warns(TrackingWarning, match=f"run.weights: {name}"),
        track(tmp_path, energy=False) as run,
    ):
        run.weights({"w": jnp.zeros(1)}, **choice)
        run.log(0, x=1.0)
    weights = only_run(tmp_path).record.weights
    assert weights is not None
    assert (weights.tensors, weights.step, weights.selected_by) == (1, None, None)


def test_run_ids_sort_by_time_and_are_folder_names_everywhere(tmp_path: Path) -> None:
    from cardgen.tracking.ids import new_run_id

    ids = [new_run_id(t) for t in (0.0, 1.0, 1_800_000_000.0)]
    assert ids == sorted(ids)
    assert ids[0][:16] == "19700101T000000Z"
    assert all(":" not in run_id for run_id in ids)


@pytest.mark.parametrize("run_id", ["", "a:b", "../x", "a/b", ".", "x" * 101, "a\n"])
def test_an_id_that_is_no_folder_name_is_refused_before_training(
    tmp_path: Path, run_id: str
) -> None:
    with pytest.raises(cardgen.errors.InputError, match="run id"), track(tmp_path, run_id=run_id):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_country_that_is_no_alpha_3_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(cardgen.errors.InputError, match="DEU"), track(tmp_path, country="Germany"):
        pass


def test_the_exception_of_training_passes_through_and_is_recorded(tmp_path: Path) -> None:
    with pytest.raises(FloatingPointError, match="diverged"), track(tmp_path, energy=False) as run:
        run.log(0, loss=jnp.nan)
        raise FloatingPointError("diverged")
    recorded = only_run(tmp_path)
    assert recorded.finished is not None
    assert (recorded.outcome, recorded.finished.exception_type) == (
        Outcome.FAILED,
        "FloatingPointError",
    )
    assert len(recorded.metrics["loss"]) == 1
    assert "diverged" not in (run.folder / "finished.json").read_text()


def test_a_plain_exit_is_no_failure(tmp_path: Path) -> None:
    with pytest.raises(SystemExit), track(tmp_path, energy=False):
        sys.exit(0)
    assert only_run(tmp_path).outcome is Outcome.FINISHED


def test_an_exit_with_a_code_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(SystemExit), track(tmp_path, energy=False):
        sys.exit(3)
    assert only_run(tmp_path).outcome is Outcome.FAILED


def test_an_error_inside_tracking_is_recorded_and_warned_of_once(tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as caught, track(tmp_path, energy=False) as run:
        warnings.simplefilter("always")
        for _ in range(3):
            run.model(object())
        run.log(0, loss=1.0)
    assert [warning.category for warning in caught] == [TrackingWarning]
    problems = only_run(tmp_path).record.problems
    assert [text.partition(":")[0] for text in problems] == ["run.model"]


def test_a_value_that_no_record_can_hold_costs_only_itself(tmp_path: Path) -> None:
    with pytest.warns(TrackingWarning, match="seeds"), track(tmp_path, energy=False) as run:
        run._session.update(seeds={"a": 0})
        with run._session.problems.guard("seeds"):
            run._session.update(seeds={"a": float("nan")})
        run.config({"lr": 0.0})
        run.log(0, loss=1.0)
    recorded = only_run(tmp_path)
    assert (recorded.outcome, recorded.record.seeds, recorded.record.config) == (
        Outcome.FINISHED,
        {"a": 0},
        {"lr": 0.0},
    )


def test_a_hyper_parameter_of_nan_is_read_again(tmp_path: Path) -> None:
    tx = optax.inject_hyperparams(optax.sgd)(learning_rate=float("nan"))
    with track(tmp_path, energy=False) as run:
        run.optimizer("sgd", tx.init({"a": jnp.zeros(2)}))
        run.log(0, loss=1.0)
    optimizer = only_run(tmp_path).record.optimizer
    assert optimizer is not None and optimizer.hyperparameters == {"learning_rate": "NaN"}


def test_warnings_as_errors_do_not_let_tracking_end_training(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:  # the suite turns warnings into errors
        run.model(object())
        run.log(0, loss=1.0)
    assert only_run(tmp_path).outcome is Outcome.FINISHED


def test_a_folder_that_cannot_be_made_does_not_end_training(tmp_path: Path) -> None:
    blocked = tmp_path / "runs"
    blocked.write_text("a file")
    with pytest.warns(TrackingWarning), track(blocked, energy=False) as run:
        run.log(0, loss=1.0)
        run.seeds(a=1)
    assert blocked.read_text() == "a file"


def test_a_full_disk_leaves_whole_rows_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from cardgen.tracking import rowfile

    real = os.write

    def short_write(descriptor: int, data: bytes) -> int:
        if bytes(data).startswith(b'{"s":1,'):
            return real(descriptor, bytes(data)[:10])
        if bytes(data).startswith(b"{"):
            return real(descriptor, data)
        raise OSError(28, "No space left on device")

    with pytest.warns(TrackingWarning, match="No space left"), track(tmp_path, energy=False) as run:
        run.log(0, loss=1.0)
        with monkeypatch.context() as patch:
            patch.setattr(rowfile.os, "write", short_write)
            run.log(1, loss=1.0)
        run.log(2, loss=1.0)
    assert [row["s"] for row in rows(run.folder)] == [0, 2]


def test_a_phase_may_be_named_by_a_number(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        for epoch in range(2):
            with run.phase(epoch):
                run.log(epoch, loss=1.0)
    (energy,) = only_run(tmp_path).energy
    assert [phase.name for phase in energy.phases] == ["0", "1"]


def test_a_notebook_shows_the_run_and_has_no_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace

    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    with track(tmp_path, run_id="nb", energy=False) as run:
        run.log(0, x=1.0)
    assert "<td>nb</td>" in run._repr_html_()
    assert only_run(tmp_path).record.command is None


def test_the_base_models_folder_keeps_its_home_and_token_to_itself(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        run.base_model("/home/alice/checkpoint?token=s3cr3t", revision="")
        run.log(0, x=1.0)
    base = only_run(tmp_path).record.base_model
    assert base == BaseModelRecord(id="~/checkpoint?token=***", revision="")


def test_a_logged_secret_on_the_command_line_is_masked(tmp_path: Path) -> None:
    script = """
        import sys
        sys.orig_argv[:] = ["/usr/bin/python3", "train.py", "--hf-token", "abc123", "--lr", "0"]
        from cardgen.tracking import track
        with track(runs, energy=False) as run:
            run.log(0, x=0.0)
        """
    finish(start(script, tmp_path))
    record = only_run(tmp_path).record
    assert record.command == ("python3", "train.py", "--hf-token", "***", "--lr", "0")


def test_run_json_is_whole_json_with_its_schema_at_every_moment(tmp_path: Path) -> None:
    with track(tmp_path, energy=False) as run:
        first = json.loads((run.folder / "run.json").read_text())
        run.seeds(a=1)
        second = json.loads((run.folder / "run.json").read_text())
    assert (first["schema"], first["seeds"], second["seeds"]) == ("cardgen.run/1", {}, {"a": 1})
    assert [path.name for path in run.folder.iterdir() if path.name.endswith(".tmp")] == []


def test_a_run_without_jax_needs_none(tmp_path: Path) -> None:
    script = """
        import sys
        from cardgen.tracking import track
        with track(runs, energy=False) as run:
            run.log(0, x=0.0)
        print("jax" in sys.modules, "numpy" in sys.modules)
        """
    assert finish(start(script, tmp_path)) == "False False\n"
    assert only_run(tmp_path).record.environment.jax is None


def test_a_finished_run_is_read_from_another_place(tmp_path: Path) -> None:
    with track(tmp_path / "runs", energy=False) as run:
        run.log(0, x=0.0)
    moved = tmp_path / "moved"
    run.folder.rename(moved)
    assert read_run(moved).metrics["x"][0].value == 0.0


def test_what_no_reader_could_hold_is_refused_and_the_run_can_be_read(tmp_path: Path) -> None:
    with pytest.warns(TrackingWarning), track(tmp_path / "runs", energy=False) as run:
        run.config({"n": 10**400, "path": "\ud800.txt"})
        run.seeds(init=10**400)
        run.log(10**400, x=1)
        run.log(0, x=10**400, y=1)
    read = read_run(run.folder)
    assert (read.outcome, read.record.config, read.record.seeds, list(read.metrics)) == (
        Outcome.FINISHED, {"n": "a whole number of 1329 bits", "path": "?.txt"}, {}, ["y"],
    )  # fmt: skip


def test_a_split_that_something_was_chosen_by_is_recorded(tmp_path: Path) -> None:
    with pytest.warns(TrackingWarning, match="split"), track(tmp_path, energy=False) as run:
        run.selection("validation", metric="loss", why="early stopping")
        run.selection("dev", data="toy")
        run.selection("validation", metric="loss", why="early stopping")
        run.selection(split=None)  # type: ignore[arg-type]
        run.log(0, x=1.0)
    assert only_run(tmp_path).record.selections == (
        SelectionRecord(split="dev", data="toy"),
        SelectionRecord(split="validation", metric="loss", why="early stopping"),
    )
