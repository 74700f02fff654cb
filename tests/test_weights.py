"""The parameter digest is equal wherever the same parameters are kept."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import linen, nnx
from safetensors.flax import save_file

from cardgen.errors import InputError
from cardgen.tracking.models import weights_of
from cardgen.weights import (
    Tensor,
    digest_tree,
    flatten,
    normalise,
    read_orbax,
    read_safetensors,
    tensor,
    write_safetensors,
)


class Net(nnx.Module):
    """Parameters of two dtypes, batch statistics, and random-number state."""

    def __init__(self, rngs: nnx.Rngs) -> None:
        self.dense = nnx.Linear(3, 4, rngs=rngs, param_dtype=jnp.bfloat16)
        self.norm = nnx.BatchNorm(4, rngs=rngs)
        self.drop = nnx.Dropout(0.1, rngs=rngs)
        self.layers = nnx.List([nnx.Linear(4, 2, rngs=rngs)])


class LinenNet(linen.Module):
    """The same names in linen, without the list."""

    @linen.compact
    def __call__(self, x: jax.Array) -> jax.Array:
        x = linen.Dense(4, name="dense", param_dtype=jnp.bfloat16)(x)
        return linen.BatchNorm(use_running_average=False, name="norm")(x)


@pytest.fixture
def net() -> Net:
    return Net(nnx.Rngs(0))


def digest(model: Any) -> str:
    return digest_tree(weights_of(model))


def saved(tree: Any, folder: Path) -> Path:
    import orbax.checkpoint as ocp

    with ocp.StandardCheckpointer() as checkpointer:
        checkpointer.save(folder, tree)
    return folder


def test_random_number_state_is_left_out(net: Net) -> None:
    assert sorted(weights_of(net)) == [
        "dense.bias",
        "dense.kernel",
        "layers.0.bias",
        "layers.0.kernel",
        "norm.bias",
        "norm.mean",
        "norm.scale",
        "norm.var",
    ]


@pytest.mark.parametrize(
    "select", [lambda net: nnx.state(net, (nnx.Param, nnx.BatchStat)), nnx.state]
)
def test_memory_orbax_and_safetensors_agree(
    net: Net, tmp_path: Path, select: Callable[[Net], Any]
) -> None:
    expected = digest(net)
    flat = weights_of(net)
    save_file(dict(flat), tmp_path / "theirs.safetensors")
    write_safetensors(tmp_path / "ours.safetensors", flat)
    checkpoint = saved(select(net), tmp_path / "checkpoint")
    found = {
        "theirs": digest_tree(read_safetensors(tmp_path / "theirs.safetensors")),
        "ours": digest_tree(read_safetensors(tmp_path / "ours.safetensors")),
        "orbax": digest_tree(read_orbax(checkpoint)),
        "state": digest(nnx.state(net)),
    }
    assert found == dict.fromkeys(found, expected)


def test_linen_variables_and_the_same_nnx_parameters_agree(tmp_path: Path) -> None:
    variables = LinenNet().init(jax.random.key(1), jnp.ones((2, 3)))
    model = Net(nnx.Rngs(0))
    params, statistics = variables["params"], variables["batch_stats"]
    model.dense.kernel[...] = params["dense"]["kernel"]
    model.dense.bias[...] = params["dense"]["bias"]
    model.norm.scale[...] = params["norm"]["scale"]
    model.norm.bias[...] = params["norm"]["bias"]
    model.norm.mean[...] = statistics["norm"]["mean"]
    model.norm.var[...] = statistics["norm"]["var"]
    same = {path: a for path, a in weights_of(model).items() if not path.startswith("layers")}
    checkpoint = saved(variables, tmp_path / "linen")
    expected = digest(variables)
    assert (digest_tree(same), digest_tree(read_orbax(checkpoint))) == (expected, expected)


def test_a_training_states_optimiser_and_step_are_left_out(tmp_path: Path) -> None:
    params = {"dense": {"kernel": jnp.ones((2, 2))}}
    state = {"params": params, "opt_state": {"mu": jnp.ones(2)}, "step": jnp.int32(3)}
    assert digest(state) == digest(params)
    assert digest_tree(read_orbax(saved(state, tmp_path / "state"))) == digest(params)


class Count(nnx.Variable):
    """A variable of the user's own."""


class StatefulNet(nnx.Module):
    """State that no path tells from parameters, and parameters below `params`."""

    def __init__(self, rngs: nnx.Rngs) -> None:
        self.dense = nnx.Linear(2, 2, rngs=rngs)
        self.attention = nnx.MultiHeadAttention(num_heads=2, in_features=4, rngs=rngs)
        self.attention.init_cache((1, 5, 4))
        self.streams = rngs
        self.noise = rngs.noise
        self.count = Count(jnp.array(0))
        self.params = nnx.Dict(scale=nnx.Param(jnp.ones(2)))


def test_state_of_every_kind_is_left_out_wherever_the_weights_are_kept(tmp_path: Path) -> None:
    model = StatefulNet(nnx.Rngs(0, noise=1))
    flat = weights_of(model)
    write_safetensors(tmp_path / "model.safetensors", flat)
    checkpoint = saved(nnx.state(model), tmp_path / "checkpoint")
    found = [
        digest_tree(read_safetensors(tmp_path / "model.safetensors")),
        digest_tree(read_orbax(checkpoint, flat.keys())),
    ]
    assert found == [digest(model)] * 2
    others = [path for path in flat if not path.startswith(("dense.", "attention."))]
    assert others == ["scale"]


def test_linen_collections_beside_params_are_left_out(tmp_path: Path) -> None:
    params = {"dense": {"kernel": jnp.ones((2, 2))}}
    statistics = {"norm": {"mean": jnp.zeros(2)}}
    whole = {"params": params, "batch_stats": statistics}
    state = {**whole, "own": {"n": jnp.ones(1)}, "ema": params, "cache": {"k": jnp.ones(1)}}
    expected = digest({**params, **statistics})
    orbax = digest_tree(read_orbax(saved(state, tmp_path / "state")))
    assert (digest(whole), digest(state), orbax) == (expected, expected, expected)


def test_a_checkpoint_without_the_recorded_paths_is_one_clear_error(tmp_path: Path) -> None:
    checkpoint = saved({"model": {"a": jnp.ones(1)}}, tmp_path / "checkpoint")
    with pytest.raises(InputError, match="checkpoint: no array a in it"):
        read_orbax(checkpoint, ["a"])


def test_a_dtype_that_safetensors_lacks_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="w: safetensors has no dtype int4"):
        write_safetensors(tmp_path / "w.safetensors", {"w": jnp.ones(3, jnp.int4)})
    assert list(tmp_path.iterdir()) == []


def test_any_change_changes_the_digest() -> None:
    base = {"a": np.zeros((2, 3), np.float32), "b": np.zeros(1, np.float32)}
    others = [
        {**base, "a": np.zeros((3, 2), np.float32)},
        {**base, "a": np.zeros((2, 3), np.int32)},
        {**base, "a": np.full((2, 3), -0.0, np.float32)},
        {"a": base["a"], "c": base["b"]},
        {"a": base["a"]},
    ]
    assert len({digest_tree(tree) for tree in [base, *others]}) == 6


def test_order_memory_layout_and_byte_order_do_not_matter() -> None:
    a = np.arange(6, dtype="<f4").reshape(2, 3)
    b = np.ones(2, np.float64)
    expected = digest_tree({"a": a, "b": b})
    assert digest_tree({"b": b, "a": np.asfortranarray(a).astype(">f4")}) == expected


def test_the_digest_is_as_documented() -> None:
    content = b"a.b\0float32\0" + b"2\0" + np.float32([0, 1]).tobytes() + b"s\0int32\0\0\0\0\0\0"
    tree = {"params.a.b.value": np.float32([0, 1]), "params.s": np.int32(0)}
    assert digest_tree(tree) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "tree",
    [
        {"params.a": 1, "batch_stats.a": 2},
        {"a.value": 1.0, "a": 2.0},
        {"params.a": 1, "params.a.value": 2},
    ],
)
def test_colliding_paths_are_refused(tree: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="weights: a: two tensors have this path"):
        digest_tree(tree)


def test_a_part_with_a_dot_may_collide_and_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.b"):
        flatten([(("a.b",), 1.0), (("a", "b"), 2.0)])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("params",), ("params",)),
        (("value",), ("value",)),
        (("params", "value"), ("params",)),
        (("batch_stats", "norm", "mean"), ("norm", "mean")),
        (("a", "params", "b"), ("a", "params", "b")),
        (("a", "value", "value"), ("a",)),
    ],
)
def test_paths_are_normalised_and_stay_so(
    parts: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert (normalise(parts), normalise(normalise(parts))) == (expected, expected)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x01",
        (2**40).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (2).to_bytes(8, "little") + b"{",
        (
            len(h := json.dumps({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}))
        ).to_bytes(8, "little")
        + h.encode()
        + b"1234",
        (len(h := json.dumps({"a": {"dtype": "X", "shape": [], "data_offsets": [0, 0]}}))).to_bytes(
            8, "little"
        )
        + h.encode(),
    ],
)
def test_a_broken_safetensors_file_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.safetensors: not a whole safetensors file"):
        read_safetensors(path)


def test_a_folder_that_is_no_checkpoint_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not an Orbax checkpoint item"):
        read_orbax(tmp_path)


def test_bfloat16_is_read_as_bytes_without_a_library(tmp_path: Path) -> None:
    array = jnp.asarray([0.0, 1.5], jnp.bfloat16)
    save_file({"a": array}, tmp_path / "a.safetensors")
    found = read_safetensors(tmp_path / "a.safetensors")["a"]
    assert Tensor(found.dtype, found.shape, bytes(found.data)) == tensor(array)


def test_python_objects_are_no_tensor() -> None:
    with pytest.raises(TypeError, match="Python objects"):
        tensor(np.array([object()]))
