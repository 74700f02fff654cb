"""Hyper-parameters: read from the state, else as declared, else a gap that says why."""

from typing import Any

import jax
import jax.numpy as jnp
import optax
import pytest
from flax import nnx

from cardgen.run import OptimizerRecord
from cardgen.tracking.optimizers import optimizer_record

PARAMS = {"a": jnp.zeros(2)}


def test_injected_values_are_read_inside_a_chain_as_short_decimals() -> None:
    tx = optax.chain(
        optax.clip_by_global_norm(1.0), optax.inject_hyperparams(optax.sgd)(learning_rate=0.1)
    )
    record = optimizer_record("sgd", tx.init(PARAMS))
    assert record == OptimizerRecord(name="sgd", hyperparameters={"learning_rate": 0.1})


def test_a_scheduled_value_is_that_of_the_states_step_and_zero_is_a_value() -> None:
    schedule = optax.linear_schedule(0.0, 1.0, 10)
    tx = optax.inject_hyperparams(optax.sgd)(learning_rate=schedule)
    assert optimizer_record("sgd", tx.init(PARAMS)).hyperparameters == {"learning_rate": 0.0}


def test_two_wrapped_optimisers_keep_both_values() -> None:
    wrapped = optax.inject_hyperparams(optax.sgd)
    tx = optax.chain(wrapped(learning_rate=0.5), wrapped(learning_rate=0.25))
    values = optimizer_record("two", tx.init(PARAMS)).hyperparameters
    assert values == {"learning_rate": 0.5, "learning_rate (2)": 0.25}


def test_an_nnx_optimizer_is_read() -> None:
    tx = optax.inject_hyperparams(optax.sgd)(learning_rate=0.5)
    optimizer = nnx.Optimizer(nnx.Linear(1, 1, rngs=nnx.Rngs(0)), tx, wrt=nnx.Param)
    assert optimizer_record("sgd", optimizer).hyperparameters == {"learning_rate": 0.5}


def test_declared_values_stand_without_a_state() -> None:
    record = optimizer_record("adam", declared={"learning_rate": 0.0})
    assert record == OptimizerRecord(name="adam", declared={"learning_rate": 0.0})


def test_a_gap_says_why() -> None:
    plain = optimizer_record("adam", optax.adam(1e-3).init(PARAMS)).gap
    assert plain is not None and "inject_hyperparams" in plain
    assert optimizer_record("adam").gap == "no state was given, and nothing was declared"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (-jnp.inf, "-Infinity"),
        (0.0, 0.0),
        (jnp.bfloat16(0.001), 0.001),
        (jnp.float8_e4m3fn(0.5), 0.5),
        (jnp.float16(65504), 65500.0),
        (jnp.int32(3), 3.0),
    ],
)
def test_a_value_of_any_dtype_is_kept_and_what_json_cannot_hold_by_name(
    value: Any, expected: float | str
) -> None:
    state = optax.inject_hyperparams(optax.sgd)(learning_rate=0.5).init(PARAMS)
    state.hyperparams["learning_rate"] = jnp.asarray(value)
    assert optimizer_record("sgd", state).hyperparameters == {"learning_rate": expected}


def test_bfloat16_parameters_leave_no_false_gap() -> None:
    tx = optax.inject_hyperparams(optax.sgd)(learning_rate=0.001)
    record = optimizer_record("sgd", tx.init({"a": jnp.zeros(2, jnp.bfloat16)}))
    assert record == OptimizerRecord(name="sgd", hyperparameters={"learning_rate": 0.001})


def test_values_that_are_no_number_are_named_as_left_out() -> None:
    state = optax.inject_hyperparams(optax.sgd)(learning_rate=0.5).init(PARAMS)
    state.hyperparams["betas"] = jnp.zeros(2)
    state.hyperparams["key"] = jax.random.key(0)
    record = optimizer_record("sgd", state)
    assert record.hyperparameters == {"learning_rate": 0.5}
    assert record.gap is not None
    assert record.gap.startswith("not recorded: betas (an array of shape (2,)), key (")
