"""Flax models are described by module, dtype and bytes."""

from typing import Any

import jax
import jax.numpy as jnp
import pytest
from flax import linen, nnx

from cardgen.tracking.models import model_record, weights_of


class Net(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.dense = nnx.Linear(3, 4, rngs=rngs, param_dtype=jnp.bfloat16)
        self.norm = nnx.BatchNorm(4, rngs=rngs)
        self.drop = nnx.Dropout(0.1, rngs=rngs)


class LinenNet(linen.Module):
    @linen.compact
    def __call__(self, x: jax.Array) -> jax.Array:
        x = linen.Dense(4, name="dense", param_dtype=jnp.bfloat16)(x)
        return linen.BatchNorm(use_running_average=False, name="norm")(x)


MODULES = [("dense", 16, 32, {"bfloat16": 16}), ("norm", 8, 32, {"float32": 8})]


def test_an_nnx_model() -> None:
    record = model_record(Net(nnx.Rngs(0)))
    assert (record.framework, record.class_name) == ("flax.nnx", "Net")
    assert (record.parameters, record.batch_statistics, record.bytes) == (24, 8, 64)
    assert record.dtypes == {"bfloat16": 16, "float32": 8}
    assert [(m.path, m.parameters, m.bytes, m.dtypes) for m in record.modules] == MODULES
    assert [module.type for module in record.modules] == ["Linear", "BatchNorm"]


def test_a_linen_model_with_its_variables() -> None:
    model = LinenNet()
    variables = model.init(jax.random.key(0), jnp.ones((2, 3)))
    record = model_record(model, variables)
    assert (record.framework, record.class_name) == ("flax.linen", "LinenNet")
    assert (record.parameters, record.batch_statistics, record.bytes) == (24, 8, 64)
    assert [(m.path, m.parameters, m.bytes, m.dtypes) for m in record.modules] == MODULES


def test_a_linen_model_without_variables_is_refused() -> None:
    with pytest.raises(TypeError, match="pass its variables"):
        model_record(LinenNet())


def test_a_linen_model_with_its_parameters_alone() -> None:
    model = LinenNet()
    variables = model.init(jax.random.key(0), jnp.ones((2, 3)))
    record = model_record(model, variables["params"])
    assert (record.parameters, record.batch_statistics) == (24, 0)
    assert [(m.path, m.parameters, m.bytes, m.dtypes) for m in record.modules] == MODULES


@pytest.mark.parametrize("variables", [{}, {"params": {}}, {"a": 1.0}])
def test_variables_without_an_array_are_refused(variables: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="no arrays in the variables"):
        model_record(LinenNet(), variables)


def test_what_holds_no_array_has_no_weights() -> None:
    with pytest.raises(TypeError, match="no arrays"):
        weights_of({})
