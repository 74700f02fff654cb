"""FLOPs of a step, and where they are a lower bound."""

import jax
import jax.numpy as jnp
import pytest
from flax import nnx

from cardgen.tracking.flops import flops_record


def test_a_matrix_product_is_counted_exactly() -> None:
    step = jax.jit(lambda a, b: a @ b)
    record = flops_record(step, jnp.ones((8, 16)), jnp.ones((16, 4)))
    assert (record.per_step, record.at_least, record.note) == (2 * 8 * 16 * 4, False, None)


def test_a_scan_is_at_least() -> None:
    step = jax.jit(lambda x: jax.lax.scan(lambda c, _: (c @ x, None), x, None, length=10)[0])
    record = flops_record(step, jnp.ones((8, 8)))
    assert (record.at_least, "loop" in (record.note or "")) == (True, True)


def test_a_decomposition_is_at_least() -> None:
    record = flops_record(jax.jit(jnp.linalg.cholesky), jnp.eye(4))
    assert record.at_least


def test_an_nnx_jit_step_is_taken() -> None:
    step = nnx.jit(lambda model, x: model(x))
    record = flops_record(step, nnx.Linear(3, 2, rngs=nnx.Rngs(0)), jnp.ones((4, 3)))
    assert record.per_step is not None and record.per_step >= 2 * 4 * 3 * 2


def test_a_function_that_is_not_jitted_is_refused() -> None:
    with pytest.raises(TypeError, match=r"jax\.jit"):
        flops_record(len, [])
