"""Describe one split of a data set as the run used it: rows, columns, counts, digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cardgen.run import ColumnRecord, DataRecord, FileRecord
from cardgen.weights import Tensor, digest_tensors, tensor

CHUNK = 1 << 20


def data_record(  # noqa: PLR0913 - what `Recorder.data` takes
    name: str,
    split: str,
    *,
    arrays: Mapping[str, Any] | Any = None,
    files: Iterable[str | Path] | str | Path | None = None,
    label: str | None = None,
    classes: Sequence[Any] | None = None,
    groups: Mapping[str, Any] | Sequence[str] | None = None,
) -> DataRecord:
    """Describe arrays (first axis: rows) or files of one split.

    *label* names the column of classes, *classes* its names by index; *groups* are columns by name,
    or names of *arrays*, whose values are counted.

    Raises:
        ValueError: Neither arrays nor files, columns of different lengths, or a column unknown.
    """
    columns = _columns(arrays)
    file_records = tuple(file_record(Path(path)) for path in _paths(files))
    if not columns and not file_records:
        message = "give arrays or files"
        raise ValueError(message)
    group_columns = _groups(groups, columns)
    rows = _rows({**columns, **group_columns})
    return DataRecord(
        name=name,
        split=split,
        rows=rows,
        columns=tuple(
            ColumnRecord(name=key, dtype=_dtype(value), shape=value.shape)
            for key, value in columns.items()
        ),
        label=label,
        class_counts=_class_counts(label, columns, classes),
        group_counts={key: counts(value) for key, value in group_columns.items()},
        files=file_records,
        digest=_digest(columns, file_records),
    )


def file_record(path: Path) -> FileRecord:
    """Name, size and SHA-256 of a file."""
    sha = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sha.update(chunk)
            size += len(chunk)
    return FileRecord(name=path.name, bytes=size, sha256=sha.hexdigest())


def as_array(value: Any) -> Any:
    """*value* as a NumPy array without Python objects; lists of text become text arrays.

    Raises:
        ValueError: It holds Python objects that are no text.
    """
    import numpy as np

    array = np.asarray(value)
    if not array.dtype.hasobject:
        return array
    if all(isinstance(item, str) for item in array.flat):
        return array.astype(np.str_)
    message = "an array of Python objects cannot be recorded; use numbers or text"
    raise ValueError(message)


def counts(column: Any, names: Sequence[Any] | None = None) -> dict[str, int]:
    """How often each value occurs, by its text; integers are indices of *names* when given."""
    import numpy as np

    values, numbers = np.unique(column, return_counts=True)
    keys = [_name(value, names) for value in values.tolist()]
    return {key: int(number) for key, number in zip(keys, numbers, strict=True)}


def _name(value: Any, names: Sequence[Any] | None) -> str:
    inside = names is not None and isinstance(value, int) and 0 <= value < len(names)
    return str(names[value]) if inside and names is not None else str(value)


def _columns(arrays: Mapping[str, Any] | Any) -> dict[str, Any]:
    if arrays is None:
        return {}
    if not isinstance(arrays, Mapping):
        arrays = {"x": arrays}
    return {str(name): as_array(value) for name, value in arrays.items()}


def _paths(files: Iterable[str | Path] | str | Path | None) -> list[str | Path]:
    if files is None:
        return []
    return [files] if isinstance(files, (str, Path)) else list(files)


def _groups(groups: Mapping[str, Any] | Sequence[str] | None, columns: dict[str, Any]) -> Any:
    if groups is None:
        return {}
    if isinstance(groups, Mapping):
        return {str(name): as_array(value) for name, value in groups.items()}
    return {name: _column(name, columns) for name in groups}


def _column(name: str, columns: Mapping[str, Any]) -> Any:
    if name not in columns:
        message = f"there is no array {name!r}; there are {', '.join(columns) or 'none'}"
        raise ValueError(message)
    return columns[name]


def _class_counts(
    label: str | None, columns: Mapping[str, Any], classes: Sequence[Any] | None
) -> dict[str, int] | None:
    if label is None or not columns:
        return None
    column = _column(label, columns)
    if column.ndim != 1 or column.dtype.kind == "f":
        return None  # a target of regression has no classes
    return counts(column, classes)


def _rows(columns: Mapping[str, Any]) -> int | None:
    lengths = {name: len(value) for name, value in columns.items() if value.ndim > 0}
    if len(set(lengths.values())) > 1:
        message = f"columns have different numbers of rows: {lengths}"
        raise ValueError(message)
    return next(iter(lengths.values()), None)


def _dtype(array: Any) -> str:
    return "text" if array.dtype.kind in "UST" else str(array.dtype.name)


def _digest(columns: Mapping[str, Any], files: Sequence[FileRecord]) -> str:
    if columns:
        return digest_tensors({name: _hashed(value) for name, value in columns.items()})
    lines = "".join(f"{file.name}\0{file.sha256}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def _hashed(array: Any) -> Tensor:
    """Text is hashed as UTF-8 with a NUL after each, so that padding to a common width is not."""
    if array.dtype.kind not in "UST":
        return tensor(array)
    joined = "".join(f"{item}\0" for item in array.ravel().tolist())
    return Tensor("text", array.shape, joined.encode("utf-8", "surrogatepass"))
