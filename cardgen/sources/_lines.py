"""Read files of JSON and of JSON lines that a crash may have torn, within limits."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError

from cardgen.errors import InputError
from cardgen.sources._shape import inner_models

MAX_DOCUMENT = 64 << 20
"""Bytes of one JSON document."""
MAX_ROWS = 8 << 30
"""Bytes of one file of rows."""
MAX_DEPTH = 100
LFS = b"version https://git-lfs.github.com/spec/"


def read_document(path: Path, name: str) -> dict[str, Any]:
    """A JSON object in a file; *name* is how errors call it.

    Raises:
        InputError: It cannot be read, is too large or too deep, or is no object.
    """
    data = read_bytes(path, name, MAX_DOCUMENT)
    try:
        value = json.loads(data, parse_constant=_refuse, parse_int=_whole, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise InputError([f"{name}: not JSON ({_reason(error)}); restore the file"]) from error
    if not isinstance(value, dict):
        raise InputError([f"{name}: expected a JSON object, found {type(value).__name__}"])
    if _depth(value) > MAX_DEPTH:
        raise InputError([f"{name}: nested deeper than {MAX_DEPTH} levels"])
    return value


def read_bytes(path: Path, name: str, limit: int) -> bytes:
    """The bytes of a file of at most *limit*.

    Raises:
        InputError: It cannot be read, is larger, or is a Git LFS pointer.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise InputError([f"{name}: {size} bytes; at most {limit} are read"])
        data = path.read_bytes()
    except OSError as error:
        raise InputError([f"{name}: cannot be read: {error.strerror}"]) from error
    if data.startswith(LFS):
        raise InputError([f"{name}: a Git LFS pointer; run `git lfs pull` first"])
    return data


def rows(path: Path, name: str) -> Iterator[tuple[int, bytes | None]]:
    """1-based number and text of each line; None for a torn last one, which has no newline.

    Raises:
        InputError: The file cannot be read or is too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_ROWS:
            raise InputError([f"{name}: {size} bytes; at most {MAX_ROWS} are read"])
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield number, line if line.endswith(b"\n") else None
    except OSError as error:
        raise InputError([f"{name}: cannot be read: {error.strerror}"]) from error


def problems_of(error: ValidationError, name: str) -> list[str]:
    """Pydantic's errors as problems of a file: `run.json: environment.python: …`."""
    return [
        f"{name}: {'.'.join(str(part) for part in entry['loc'])}: {entry['msg'].lower()}"
        for entry in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def unknown_keys(value: Any, model: type[BaseModel], path: str = "") -> list[str]:
    """Take keys that *model* does not know out of *value*, in place; their paths."""
    if not isinstance(value, dict):
        return []
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    found = []
    for key in sorted(value.keys() - fields.keys()):
        del value[key]
        found.append(f"{path}/{key}")
    for key in value:
        for step, item, inner in inner_models(value[key], fields[key].annotation):
            found += unknown_keys(item, inner, f"{path}/{key}{step}")
    return found


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is not JSON"
    raise ValueError(message)


def _whole(digits: str) -> int:
    """A whole number no larger than any float: pages, charts and other readers of JSON need one."""
    if not math.isfinite(float(digits)):
        message = f"a whole number of {len(digits)} digits is larger than any float"
        raise ValueError(message)
    return int(digits)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these *pairs*.

    Raises:
        ValueError: A key stands there twice.
    """
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        message = f"the key {twice!r} stands there twice"
        raise ValueError(message)
    return found


def _reason(error: BaseException) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _depth(value: Any) -> int:
    deepest, stack = 0, [(value, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        stack += [(item, level + 1) for item in inner]
    return deepest
