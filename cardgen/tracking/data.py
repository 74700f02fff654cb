"""Describe one split of a data set as the run used it: rows, columns, counts, digest."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cardgen.run import ColumnRecord, DataRecord, FileRecord
from cardgen.tracking.arrays import as_array, missing, texts
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
    given = _given(arrays)
    columns = {name: as_array(value) for name, value in given.items()}
    file_records = tuple(file_record(Path(path)) for path in _paths(files))
    if not columns and not file_records:
        message = "give arrays or files"
        raise ValueError(message)
    group_texts = _groups(groups, given)
    rows = _rows({**columns, **group_texts})
    return DataRecord(
        name=name,
        split=split,
        rows=rows,
        columns=tuple(
            ColumnRecord(name=key, dtype=_dtype(value), shape=value.shape)
            for key, value in columns.items()
        ),
        label=label,
        class_counts=_class_counts(label, given, classes),
        group_counts={key: _counts(values) for key, values in group_texts.items()},
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


def _given(arrays: Mapping[str, Any] | Any) -> dict[str, Any]:
    if arrays is None:
        return {}
    if not isinstance(arrays, Mapping):
        arrays = {"x": arrays}
    return {str(name): value for name, value in arrays.items()}


def _paths(files: Iterable[str | Path] | str | Path | None) -> list[str | Path]:
    if files is None:
        return []
    return [files] if isinstance(files, (str, Path)) else list(files)


def _groups(
    groups: Mapping[str, Any] | Sequence[str] | None, given: Mapping[str, Any]
) -> dict[str, list[str]]:
    if groups is None:
        return {}
    if not isinstance(groups, Mapping):
        groups = {name: _column(name, given) for name in groups}
    return {str(name): texts(f"group {name}", value) for name, value in groups.items()}


def _column(name: str, given: Mapping[str, Any]) -> Any:
    if name not in given:
        message = f"there is no array {name!r}; there are {', '.join(given) or 'none'}"
        raise ValueError(message)
    return given[name]


def _counts(values: Sequence[str]) -> dict[str, int]:
    """How often each text occurs, numbers by their value before other text."""
    found = Counter(values)
    return {text: found[text] for text in sorted(found, key=_numbers_first)}


def _numbers_first(text: str) -> tuple[bool, float, str]:
    try:
        return False, float(text), text
    except ValueError:
        return True, 0.0, text


def _class_counts(
    label: str | None, given: Mapping[str, Any], classes: Sequence[Any] | None
) -> dict[str, int] | None:
    """How often each class occurs; integers are indices of *classes*; "" is no class."""
    import numpy as np

    if label is None or not given:
        return None
    value = _column(label, given)
    array, gone = as_array(value), missing(value)
    if array.ndim != 1 or array.dtype.kind == "f":
        return None  # a target of regression has no classes
    counts: Counter[str] = Counter()
    for item, number in zip(*np.unique(array[~gone], return_counts=True), strict=True):
        counts[_class_name(item.item(), classes)] += int(number)
    if gone.any():
        counts[""] += int(gone.sum())
    return dict(counts)


def _class_name(value: Any, classes: Sequence[Any] | None) -> str:
    inside = classes is not None and isinstance(value, int) and 0 <= value < len(classes)
    return str(classes[value]) if inside and classes is not None else str(value)


def _rows(columns: Mapping[str, Any]) -> int | None:
    lengths = {name: len(value) for name, value in columns.items() if getattr(value, "ndim", 1) > 0}
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
