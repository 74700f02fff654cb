"""The parameter digest: one value for the same parameters, wherever they are kept.

SHA-256 over the tensors sorted by path (as UTF-8): for each, `path NUL dtype NUL shape NUL` with
the dtype by NumPy's name and the shape as decimal numbers joined by commas, then its bytes,
little-endian and in C order. A path is its parts as text joined by '.', without a leading `params`
or `batch_stats` and without a trailing `value`, so that Flax's `nnx` and `linen`, an Orbax
checkpoint and a safetensors file agree. Random-number and optimiser state does not belong to it.
Needs no JAX. Flax's `nnx` knows which variables are parameters; of a plain tree or a checkpoint the
paths must tell (`without_state`), unless those of the recorded tensors are given.

Sources: safetensors format description (header of JSON after a 64-bit length); Orbax's `_METADATA`
file, whose arrays TensorStore reads.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cardgen.errors import InputError

if TYPE_CHECKING:
    import numpy as np

COLLECTIONS = frozenset({"params", "batch_stats"})
RANDOM_STATE = "rngs"
MAX_HEADER = 100_000_000

SAFETENSORS_DTYPES = {
    "BOOL": ("bool", 1),
    "U8": ("uint8", 1),
    "I8": ("int8", 1),
    "F8_E4M3": ("float8_e4m3fn", 1),
    "F8_E5M2": ("float8_e5m2", 1),
    "U16": ("uint16", 2),
    "I16": ("int16", 2),
    "F16": ("float16", 2),
    "BF16": ("bfloat16", 2),
    "U32": ("uint32", 4),
    "I32": ("int32", 4),
    "F32": ("float32", 4),
    "U64": ("uint64", 8),
    "I64": ("int64", 8),
    "F64": ("float64", 8),
    "C64": ("complex64", 8),
}


class Tensor(NamedTuple):
    """A tensor as bytes, so that dtypes unknown to NumPy (bfloat16) need no library."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes | memoryview
    """Little-endian, C order."""


def tensor(array: Any) -> Tensor:
    """The bytes of *array* (NumPy, JAX or anything NumPy can read), in C order, little-endian."""
    import numpy as np

    if isinstance(array, Tensor):
        return array
    value = np.asarray(array)
    if value.dtype.hasobject:
        message = f"a tensor cannot hold Python objects (dtype {value.dtype})"
        raise TypeError(message)
    return Tensor(value.dtype.name, value.shape, _little_endian(value).tobytes())


def _little_endian(value: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    swap = value.dtype.byteorder == ">" or (value.dtype.byteorder == "=" and sys.byteorder == "big")
    return value.byteswap() if swap else value


def flatten(leaves: Iterable[tuple[Sequence[Any], Any]]) -> dict[str, Any]:
    """Leaves by normalised path text, from (path parts, leaf) pairs.

    Raises:
        InputError: Two leaves have the same path.
    """
    flat: dict[str, Any] = {}
    collisions = []
    for parts, leaf in leaves:
        path = ".".join(normalise([str(part) for part in parts]))
        if path in flat:
            collisions.append(
                f"weights: {path}: two tensors have this path; rename one of their modules"
            )
        flat[path] = leaf
    if collisions:
        raise InputError(collisions)
    return flat


def without_state(leaves: Iterable[tuple[Sequence[Any], Any]]) -> list[tuple[Sequence[Any], Any]]:
    """Leaves that are parameters or batch statistics, as far as their paths tell.

    Nothing below a part `rngs`, and beside a top-level `params` nothing but `batch_stats`.
    """
    kept = [(parts, leaf) for parts, leaf in leaves if RANDOM_STATE not in parts]
    if not any(parts[0] == "params" for parts, _ in kept if len(parts) > 1):
        return kept
    return [(parts, leaf) for parts, leaf in kept if parts[0] in COLLECTIONS]


def normalise(parts: Sequence[str]) -> tuple[str, ...]:
    """Path parts without leading collection names and trailing `value`s.

    All of them, so that normalising twice changes nothing: a parameter that is itself called
    `value` is stored by Orbax as `value.value`, and without the second in memory.
    """
    kept = tuple(parts)
    while len(kept) > 1 and kept[-1] == "value":
        kept = kept[:-1]
    while len(kept) > 1 and kept[0] in COLLECTIONS:
        kept = kept[1:]
    return kept


def digest_tree(flat: Mapping[str, Any]) -> str:
    """The parameter digest of tensors by dotted path, normalised or not.

    Raises:
        InputError: Two tensors have the same path.
    """
    tensors = flatten(without_state((path.split("."), value) for path, value in flat.items()))
    return digest_tensors(tensors)


def digest_tensors(tensors: Mapping[str, Any]) -> str:
    """SHA-256 over name, dtype, shape and bytes of *tensors*, sorted by name, names as they are."""
    sha = hashlib.sha256()
    for path in sorted(tensors, key=lambda path: path.encode()):
        dtype, shape, data = tensor(tensors[path])
        sha.update(f"{path}\0{dtype}\0{','.join(map(str, shape))}\0".encode())
        sha.update(data)
    return sha.hexdigest()


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Tensors of a safetensors file by their own names; NumPy is not needed.

    Raises:
        InputError: The file is not a whole safetensors file.
    """
    content = memoryview(path.read_bytes())
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > min(MAX_HEADER, len(content) - 8):
        raise _broken(path, "its header is longer than the file")
    try:
        header = json.loads(bytes(content[8 : 8 + length]))
        header.pop("__metadata__", None)
        body = content[8 + length :]
        return {name: _slice(path, name, entry, body) for name, entry in header.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _broken(path, f"its header cannot be read ({type(error).__name__})") from error


def _slice(path: Path, name: str, entry: dict[str, Any], body: memoryview) -> Tensor:
    dtype, size = SAFETENSORS_DTYPES[entry["dtype"]]
    shape = tuple(int(n) for n in entry["shape"])
    begin, end = entry["data_offsets"]
    if not 0 <= begin <= end <= len(body) or end - begin != size * math.prod(shape):
        raise _broken(path, f"{name} does not fit its shape")
    return Tensor(dtype, shape, body[begin:end])


def _broken(path: Path, what: str) -> InputError:
    return InputError([f"{path.name}: not a whole safetensors file: {what}; write it again"])


def write_safetensors(path: Path, tensors: Mapping[str, Any]) -> None:
    """Write *tensors* as a safetensors file, whole or not at all, in a fixed order.

    Raises:
        InputError: The format has no such dtype.
    """
    names = {dtype: name for name, (dtype, _) in SAFETENSORS_DTYPES.items()}
    header: dict[str, Any] = {}
    parts: list[bytes | memoryview] = []
    offset = 0
    for name in sorted(tensors, key=lambda name: name.encode()):
        dtype, shape, data = tensor(tensors[name])
        if dtype not in names:
            message = (
                f"{path.name}: {name}: safetensors has no dtype {dtype}; the file is not written"
            )
            raise InputError([message])
        header[name] = {
            "dtype": names[dtype],
            "shape": list(shape),
            "data_offsets": [offset, offset + len(data)],
        }
        offset += len(data)
        parts.append(data)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)  # the format wants tensors aligned to eight bytes
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        file.writelines([len(text).to_bytes(8, "little"), text, *parts])
    temporary.replace(path)


def read_orbax(path: Path, paths: Collection[str] | None = None) -> dict[str, Tensor]:
    """Parameters of an Orbax checkpoint item (the folder with `_METADATA`), through TensorStore.

    With *paths* (`WeightsRecord.paths`) the arrays of these normalised paths alone. Without, all that
    the paths in the checkpoint do not show to be state; it does not say what else is a parameter.

    Raises:
        InputError: The folder holds no readable Orbax tree or not all *paths*, or two tensors have
            the same path.
    """
    import tensorstore

    try:
        metadata = json.loads((path / "_METADATA").read_bytes())
        entries = list(metadata["tree_metadata"].values())
    except (OSError, ValueError, KeyError, AttributeError) as error:
        message = f"{path.name}: not an Orbax checkpoint item: no readable _METADATA in it"
        raise InputError([message]) from error
    zarr3 = bool(metadata.get("use_zarr3", False))
    driver = "zarr3" if zarr3 else "zarr"
    leaves = [_orbax_leaf(entry) for entry in entries]
    arrays = [(parts, ".".join(parts)) for parts, is_array in leaves if is_array]
    tensors = {}
    for name, stored in _chosen(arrays, paths, path.name).items():
        spec = {"driver": driver, "kvstore": _kvstore(path, stored)}
        try:
            array = tensorstore.open(spec, open=True, read=True).result().read().result()
        except ValueError as error:
            message = f"{path.name}: {stored}: TensorStore cannot read this array ({error})"
            raise InputError([message]) from error
        tensors[name] = tensor(array)
    return tensors


def _chosen(
    arrays: list[tuple[tuple[str, ...], str]], paths: Collection[str] | None, item: str
) -> dict[str, str]:
    """Where the arrays to read are stored, by normalised path."""
    if paths is None:
        return flatten(without_state(arrays))
    found = flatten(leaf for leaf in arrays if ".".join(normalise(leaf[0])) in paths)
    missing = ", ".join(sorted(set(paths) - found.keys()))
    if missing != "":
        message = f"{item}: no array {missing} in it; give the item that holds the model alone"
        raise InputError([message])
    return found


def _orbax_leaf(entry: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """Path parts of a leaf of the tree, and whether it is a stored array."""
    parts = tuple(str(part["key"]) for part in entry["key_metadata"])
    value = entry.get("value_metadata", {})
    arrays = ("jax.Array", "np.ndarray")
    return parts, value.get("value_type") in arrays and not value.get("skip_deserialize", False)


def _kvstore(path: Path, stored: str) -> dict[str, Any]:
    folder = path.resolve()
    if (folder / "manifest.ocdbt").exists():
        base = {"driver": "file", "path": f"{folder}/"}
        return {"driver": "ocdbt", "base": base, "path": f"{stored}/"}
    return {"driver": "file", "path": f"{folder / stored}/"}
