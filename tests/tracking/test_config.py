"""Configurations become plain JSON with secrets masked."""

import argparse
import dataclasses
import enum
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from pydantic import BaseModel, SecretStr

from cardgen.tracking.config import config_record


@dataclasses.dataclass
class Data:
    lr: float = 0.0
    api_key: str = "s3cr3t"


class Model(BaseModel):
    lr: float = 0.0
    password: SecretStr = SecretStr("s3cr3t")
    data: Data = Data()


class Colour(enum.Enum):
    RED = 1


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (Data(), {"lr": 0.0, "api_key": "***"}),
        (Model(), {"lr": 0.0, "password": "***", "data": {"lr": 0.0, "api_key": "***"}}),
        (argparse.Namespace(lr=0, token="s3cr3t"), {"lr": 0, "token": "***"}),
        ({"keys": {"api_token": "s3cr3t", "n": 0}}, {"keys": {"api_token": "***", "n": 0}}),
        (
            {"max_tokens": 512, "use_token": False, "key": None},
            {"max_tokens": 512, "use_token": False, "key": None},
        ),
        (
            {"secrets": {"a": "s3cr3t", "b": ["s3cr3t", 0]}, "max_tokens": [512, 0], "key_dim": 8},
            {"secrets": {"a": "***", "b": ["***", "***"]}, "max_tokens": [512, 0], "key_dim": 8},
        ),
        (
            {"args": ["--api-key", "s3cr3t", "--lr", 0, "password=s3cr3t and s3cr3t"]},
            {"args": ["--api-key", "***", "--lr", 0, "password=***"]},
        ),
        ({"/home/ada/x": "key"}, {"~/x": "key"}),
    ],
)
def test_every_kind_of_configuration_is_taken_and_masked(config: Any, expected: Any) -> None:
    assert config_record(config) == expected


def test_values_that_json_cannot_hold_are_named() -> None:
    config = {
        "nan": float("nan"),
        "path": Path.home() / "x",
        "np": np.float32(0.5),
        "jnp": jnp.float32(0.0),
        "array": np.zeros((2, 3)),
        "colour": Colour.RED,
        "function": len,
        "object": object(),
        "set": {2, 1},
        "tuple": (0, "", None),
        1: "one",
        "bytes": np.bytes_(b"\xff"),
        "dtype": np.dtype("float32"),
        "bfloat16": jnp.dtype("bfloat16"),
        "type": np.float32,
        "jnp type": jnp.float32,
        "time": np.datetime64("2026-01-01T00:00:00", "ns"),
        "flag": np.bool_(False),
    }
    assert config_record(config) == {
        "nan": "NaN",
        "path": "~/x",
        "np": 0.5,
        "jnp": 0.0,
        "array": "array of shape (2, 3) and dtype float64",
        "colour": "RED",
        "function": "builtins.len",
        "object": "builtins.object",
        "set": [1, 2],
        "tuple": [0, "", None],
        "1": "one",
        "bytes": "array of shape () and dtype |S1",
        "dtype": "float32",
        "bfloat16": "bfloat16",
        "type": "numpy.float32",
        "jnp type": "jax.numpy.float32",
        "time": "array of shape () and dtype datetime64[ns]",
        "flag": False,
    }


def test_a_value_that_fails_costs_only_itself() -> None:
    config = config_record({"rng": jax.random.key(0), "lr": 0.0, "in": {"rng": jax.random.key(0)}})
    name = f"{type(jax.random.key(0)).__module__}.{type(jax.random.key(0)).__qualname__}"
    assert config == {"rng": name, "lr": 0.0, "in": {"rng": name}}


def test_a_configuration_that_holds_itself_ends() -> None:
    config: dict[str, Any] = {}
    config["self"] = config
    assert "nested too deeply" in str(config_record(config))


def test_what_is_no_configuration_is_refused() -> None:
    with pytest.raises(TypeError, match="expected a mapping"):
        config_record(3)
