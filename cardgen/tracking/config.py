"""Turn a configuration into plain JSON with secrets masked."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import sys
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel, JsonValue

from cardgen.tracking.redaction import (
    MASK,
    follows_secret,
    is_secret_name,
    mask_argument,
    mask_text,
)
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
    """A mapping as a JSON object; every value below a name like token or password is masked."""
    return _object(config, 0)


def _object(fields: Mapping[Any, Any], depth: int) -> dict[str, JsonValue]:
    plain = {str(key): _json(value, depth + 1) for key, value in fields.items()}
    return {mask_text(key): _without_secrets(key, value) for key, value in plain.items()}


def _without_secrets(name: str, value: JsonValue) -> JsonValue:
    """*value*, with all that it holds masked where *name* is that of a secret."""
    if isinstance(value, dict):
        return {key: _without_secrets(name, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_secrets(name, item) for item in value]
    keep = value is None or isinstance(value, bool)
    return MASK if not keep and is_secret_name(name, value) else value


def _json(value: Any, depth: int) -> JsonValue:
    """*value* as JSON; what cannot be turned into it costs no more than itself."""
    try:
        return _plain(value, depth)
    except Exception:
        return _type_name(type(value))


def _plain(value: Any, depth: int) -> JsonValue:
    if depth > DEPTH:
        return "<nested too deeply>"
    if isinstance(value, enum.Enum):
        return value.name
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        fits = value.bit_length() < sys.float_info.max_exp
        return int(value) if fits else f"a whole number of {value.bit_length()} bits"
    if isinstance(value, float):
        return number(float(value))
    if isinstance(value, (str, PurePath)):
        return mask_text(str(value))
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    fields = _fields(value)
    if fields is not None:
        return _object(fields, depth)
    if isinstance(value, (list, tuple)):
        return _list(value, depth)
    if isinstance(value, (set, frozenset)):
        return _list(sorted(value, key=repr), depth)
    return _described(value, depth)


def _list(values: Iterable[Any], depth: int) -> list[JsonValue]:
    """A list, which may be a command line: `["--api-key", "x"]`."""
    plain: list[JsonValue] = []
    before: JsonValue = None
    for value in values:
        item = _json(value, depth + 1)
        if isinstance(item, str):
            item = mask_argument(item)
        plain.append(MASK if follows_secret(before, item) else item)
        before = item
    return plain


def _described(value: Any, depth: int) -> JsonValue:
    """Name what JSON cannot hold; never by `repr`, which may hold addresses or data."""
    if hasattr(value, "__qualname__"):
        return _type_name(value)
    if _is_dtype(value):
        return str(value.name)
    shape = getattr(value, "shape", None)
    if shape is None:
        return _type_name(type(value))
    item = value.item() if shape == () else None
    # The number in a date of nanoseconds is none that its setting would be known by.
    if isinstance(item, (bool, int, float, str)) and value.dtype.kind not in "mM":
        return _plain(item, depth)
    return f"array of shape {tuple(shape)} and dtype {getattr(value, 'dtype', 'unknown')}"


def _type_name(named: Any) -> str:
    return f"{named.__module__}.{named.__qualname__}"


def _is_dtype(value: Any) -> bool:
    """Whether *value* is a dtype of NumPy, which has a shape but is no array."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.dtype)


def _fields(value: Any) -> Mapping[Any, Any] | None:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if hasattr(value, field.name)]
        return {name: getattr(value, name) for name in names}
    if hasattr(value, "to_dict") and not hasattr(value, "shape") and not isinstance(value, type):
        plain = value.to_dict()  # ml_collections' ConfigDict and its like
        return plain if isinstance(plain, Mapping) else None
    if type(value).__name__ in ("Namespace", "SimpleNamespace"):
        return dict(vars(value))
    return None
