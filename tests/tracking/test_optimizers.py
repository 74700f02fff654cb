"""Hyper-parameters: read from the state, else as declared, else a gap that says why."""

import jax.numpy as jnp
import optax
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
