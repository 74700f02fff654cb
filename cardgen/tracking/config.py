"""Turn a configuration into plain JSON with secrets masked."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import sys
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel, JsonValue

from cardgen.tracking.redaction import MASK, is_secret_name, mask_text
from cardgen.values import number

DEPTH = 30


def config_record(config: Any) -> dict[str, JsonValue]:
    """A mapping, dataclass, Pydantic model or namespace as a JSON object.

    Raises:
        TypeError: It is none of them.
    """
    plain = _fields(config)
    if plain is None:
        message = f"expected a mapping, dataclass or Pydantic model, not {type(config).__name__}"
        raise TypeError(message)
    return as_json(plain)


def as_json(config: Mapping[Any, Any]) -> dict[str, JsonValue]:
    """A mapping as a JSON object; values under names like token or password are masked."""
    return {str(key): _masked(str(key), value, 0) for key, value in config.items()}


def _masked(key: str, value: Any, depth: int) -> JsonValue:
    keep = value is None or isinstance(value, bool) or _fields(value) is not None
    text = value if isinstance(value, (str, int, float)) else None
    return MASK if not keep and is_secret_name(key, text) else _json(value, depth + 1)


def _json(value: Any, depth: int) -> JsonValue:
    if depth > DEPTH:
        return "<nested too deeply>"
    if isinstance(value, enum.Enum):
        return value.name
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        fits = value.bit_length() < sys.float_info.max_exp
        return value if fits else f"a whole number of {value.bit_length()} bits"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, (str, PurePath)):
        return mask_text(str(value))
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    fields = _fields(value)
    if fields is not None:
        return {str(key): _masked(str(key), item, depth) for key, item in fields.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item, depth + 1) for item in value]
    if isinstance(value, (set, frozenset)):
        return [_json(item, depth + 1) for item in sorted(value, key=repr)]
    return _described(value)


def _described(value: Any) -> JsonValue:
    """Name what JSON cannot hold; never by `repr`, which may hold addresses or data."""
    shape = getattr(value, "shape", None)
    if shape == () and hasattr(value, "item"):
        item = value.item()
        return number(item) if isinstance(item, float) else item
    if shape is not None:
        return f"array of shape {tuple(shape)} and dtype {getattr(value, 'dtype', 'unknown')}"
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{named.__module__}.{named.__qualname__}"


def _fields(value: Any) -> Mapping[Any, Any] | None:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "to_dict") and not hasattr(value, "shape") and not isinstance(value, type):
        plain = value.to_dict()  # ml_collections' ConfigDict and its like
        return plain if isinstance(plain, Mapping) else None
    if type(value).__name__ in ("Namespace", "SimpleNamespace"):
        return dict(vars(value))
    return None
