"""Describe a Flax model: parameters in total and by module, dtypes, bytes; and list its weights."""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cardgen.run import ModelRecord, ModuleRecord
from cardgen.weights import flatten, without_state

PARAMETERS = "params"
STATISTICS = "batch_stats"
COLLECTIONS = (PARAMETERS, STATISTICS)


class Leaf(NamedTuple):
    """One array of a model."""

    path: tuple[str, ...]
    collection: str
    array: Any


def model_record(model: Any, variables: Mapping[str, Any] | None = None) -> ModelRecord:
    """Describe *model*, an `nnx.Module`, or a linen module with its *variables* or parameters.

    Raises:
        TypeError: It is neither, a linen module without variables, or these hold no array.
    """
    if _is_nnx(model):
        return _record("flax.nnx", model, list(_nnx_leaves(model)), _nnx_types(model))
    if _is_linen(model):
        if variables is None:
            message = "a linen module holds no parameters: pass its variables too"
            raise TypeError(message)
        return _record("flax.linen", model, _tree_leaves(variables), {})
    if variables is not None:
        return _record("other", model, _tree_leaves(variables), {})
    message = f"expected an nnx.Module, or a linen module and its variables, not {type(model)}"
    raise TypeError(message)


def weights_of(model_or_tree: Any) -> dict[str, Any]:
    """Parameters and batch statistics by normalised path; other state is left out.

    Raises:
        InputError: Two of them have the same path.
        TypeError: It holds no array.
    """
    if _is_nnx(model_or_tree) or _is_nnx_state(model_or_tree):
        leaves = _nnx_leaves(model_or_tree)
        flat = flatten((leaf.path, leaf.array) for leaf in leaves if leaf.collection != "")
    else:
        flat = flatten(without_state(_walk(model_or_tree, ())))
    if not flat:
        message = "no arrays in it"
        raise TypeError(message)
    return flat


def _record(
    framework: str, model: Any, leaves: list[Leaf], types: Mapping[tuple[str, ...], str]
) -> ModelRecord:
    parameters = [leaf for leaf in leaves if leaf.collection == PARAMETERS]
    statistics = [leaf for leaf in leaves if leaf.collection == STATISTICS]
    modules: dict[tuple[str, ...], list[Leaf]] = defaultdict(list)
    for leaf in parameters:
        modules[leaf.path[:-1]].append(leaf)
    return ModelRecord.model_validate(
        {
            "framework": framework,
            "class_name": type(model).__name__,
            "parameters": _count(parameters),
            "batch_statistics": _count(statistics),
            "bytes": _bytes(parameters),
            "dtypes": _dtypes(parameters),
            "modules": [_module(path, modules[path], types.get(path)) for path in modules],
        }
    )


def _module(path: tuple[str, ...], leaves: list[Leaf], type_name: str | None) -> ModuleRecord:
    return ModuleRecord(
        path=".".join(path),
        type=type_name,
        parameters=_count(leaves),
        bytes=_bytes(leaves),
        dtypes=_dtypes(leaves),
    )


def _size(leaf: Leaf) -> int:
    return math.prod(leaf.array.shape)


def _count(leaves: Iterable[Leaf]) -> int:
    return sum(_size(leaf) for leaf in leaves)


def _bytes(leaves: Iterable[Leaf]) -> int:
    return sum(_size(leaf) * leaf.array.dtype.itemsize for leaf in leaves)


def _dtypes(leaves: Iterable[Leaf]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for leaf in leaves:
        counts[str(leaf.array.dtype)] += _size(leaf)
    return dict(sorted(counts.items()))


def _nnx_leaves(model: Any) -> Iterator[Leaf]:
    from flax import nnx

    state = model if _is_nnx_state(model) else nnx.state(model)
    for path, variable in nnx.to_flat_state(state):
        kind = type(variable)
        collection = ""
        if issubclass(kind, nnx.Param):
            collection = PARAMETERS
        elif issubclass(kind, nnx.BatchStat):
            collection = STATISTICS
        yield Leaf(tuple(str(part) for part in path), collection, variable.get_value())


def _nnx_types(model: Any) -> dict[tuple[str, ...], str]:
    from flax import nnx

    return {
        tuple(str(part) for part in path): type(module).__name__
        for path, module in nnx.iter_modules(model)
    }


def _tree_leaves(variables: Mapping[str, Any]) -> list[Leaf]:
    """Arrays of both collections; a tree without either is that of the parameters."""
    collections = {name: variables[name] for name in COLLECTIONS if name in variables}
    leaves = [
        Leaf(path, collection, array)
        for collection, tree in (collections or {PARAMETERS: variables}).items()
        for path, array in _walk(tree, ())
    ]
    if not leaves:
        message = "no arrays in the variables: pass what the module's `init` returned"
        raise TypeError(message)
    return leaves


def _walk(tree: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Arrays of nested mappings and sequences, in their own order; random-number keys left out."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _walk(value, (*path, str(key)))
    elif isinstance(tree, (list, tuple)):
        for index, value in enumerate(tree):
            yield from _walk(value, (*path, str(index)))
    elif hasattr(tree, "get_value"):
        yield from _walk(tree.get_value(), path)
    elif hasattr(tree, "unbox"):
        yield from _walk(tree.unbox(), path)  # linen's metadata boxes
    elif hasattr(tree, "dtype") and not str(tree.dtype).startswith("key<"):
        yield path, tree


def _is_nnx(model: Any) -> bool:
    return _is_a(model, "flax.nnx", "Module")


def _is_nnx_state(model: Any) -> bool:
    return _is_a(model, "flax.nnx", "State")


def _is_linen(model: Any) -> bool:
    return _is_a(model, "flax.linen", "Module")


def _is_a(value: Any, module: str, name: str) -> bool:
    """Whether *value* is of a class of a library that is loaded; loads none."""
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(value, kind)
