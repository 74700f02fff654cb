"""Where models lie inside a model: to find keys that a newer writer has added."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel


def inner_models(value: Any, annotation: Any) -> Iterator[tuple[str, Any, type[BaseModel]]]:
    """Step, value and model of each object inside *value* that its *annotation* says is a model."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield "", value, annotation
        return
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        for argument in arguments:
            yield from inner_models(value, argument)
    elif origin is tuple and isinstance(value, list) and arguments:
        for index, item in enumerate(value):
            for step, found, model in inner_models(item, arguments[0]):
                yield f"/{index}{step}", found, model
    elif origin is dict and isinstance(value, dict):
        for key, item in value.items():
            for step, found, model in inner_models(item, arguments[1]):
                yield f"/{key}{step}", found, model
