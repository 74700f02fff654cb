"""Open a run's evaluation arrays with the distrust that a file from elsewhere deserves.

Nothing is unpickled; the path must stay inside the run folder; the file must be the recorded one;
sizes are looked at before anything is allocated.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from cardgen.errors import CardgenError
from cardgen.measure import file_pointer, inside
from cardgen.run import EvaluationRecord, Run
from cardgen.run_evaluation import GROUP as GROUP
from cardgen.run_evaluation import METRIC as METRIC
from cardgen.run_evaluation import RESAMPLES as RESAMPLES

Array = Any
"""A NumPy array; NumPy is loaded only when one is made."""

MAX_FILE_BYTES = 1 << 30
MAX_ARRAYS_BYTES = 4 << 30
MAX_ARRAYS = 1000
MISSING = "(missing)"
"""How a slice of the examples without a value in a group column is called."""


@dataclass(frozen=True)
class _Content:
    """A file's bytes, told apart by their digest, so that the cache hashes no megabytes twice."""

    digest: str
    data: bytes = field(compare=False)


def pointers(run: Run, index: int) -> tuple[str, str]:
    """What evidence names as inputs: the evaluation's record, and its file (below the run folder)."""
    record = run.record.evaluations[index]
    return f"/record/evaluations/{index}", file_pointer(record.file, record.sha256)


def version(run: Run, index: int) -> tuple[Path, tuple[int, ...]] | None:
    """What differs when the file of the run's evaluation is another or was written since; None: no file."""
    path = inside(run.folder, run.record.evaluations[index].file)
    try:
        return path, _state(path.stat())
    except OSError:
        return None


def load(run: Run, index: int) -> Mapping[str, Array]:
    """The arrays of the run's evaluation *index* by name, each with n rows; read-only.

    Raises:
        CardgenError: The file is missing, changed, too large, or not what the record says.
    """
    record = run.record.evaluations[index]
    path = inside(run.folder, record.file)
    try:
        found = path.stat()
        if found.st_size > MAX_FILE_BYTES:
            message = (
                f"{record.file}: is larger than {MAX_FILE_BYTES >> 30} GiB, so it is not opened"
            )
            raise CardgenError(message)
        content = _read(path, _state(found))
    except OSError as error:
        message = (
            f"{record.file}: cannot be read ({error.strerror}); put the file back in the run folder"
        )
        raise CardgenError(message) from error
    if content.digest != record.sha256:
        message = (
            f"{record.file}: was changed after the run recorded it "
            f"(sha256 {content.digest[:12]}, recorded {record.sha256[:12]}); restore the file or evaluate again"
        )
        raise CardgenError(message)
    try:
        arrays = _parse(content)
    # zipfile and NumPy raise many kinds on broken files; none of them is a fault of cardgen.
    except (OSError, ValueError, KeyError, EOFError, MemoryError, zipfile.BadZipFile, RuntimeError,
            NotImplementedError, SyntaxError, TypeError) as error:  # fmt: skip
        message = f"{record.file}: is not a sound .npz file ({error}); evaluate again"
        raise CardgenError(message) from error
    _check(record, arrays)
    return arrays


def _state(found: os.stat_result) -> tuple[int, ...]:
    """What differs when a file is another one, or was written since."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@lru_cache(maxsize=8)
def _read(path: Path, state: tuple[int, ...]) -> _Content:  # noqa: ARG001 - a part of the key
    # Every fact opens its arrays; a file of megabytes is read and hashed once for all of them.
    data = path.read_bytes()
    return _Content(hashlib.sha256(data).hexdigest(), data)


@lru_cache(maxsize=8)
def _parse(content: _Content) -> Mapping[str, Array]:
    import numpy as np

    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        members = archive.infolist()
        if len(members) > MAX_ARRAYS or sum(m.file_size for m in members) > MAX_ARRAYS_BYTES:
            message = "its arrays are too large or too many"
            raise ValueError(message)
        for member in members:
            _check_header(archive, member)
    with np.load(io.BytesIO(content.data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _check_header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse an array that claims more bytes than its member holds, before it is allocated."""
    from math import prod

    from numpy.lib import format as npy

    with archive.open(member) as file:
        version = npy.read_magic(file)
        read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}.get(version)
        if read is None:
            message = f"{member.filename}: unknown version of the .npy format"
            raise ValueError(message)
        shape, _, dtype = read(file)
    if dtype.hasobject or prod(shape) * dtype.itemsize > member.file_size:
        message = f"{member.filename}: holds Python objects, or fewer bytes than it claims"
        raise ValueError(message)


def _check(record: EvaluationRecord, arrays: Mapping[str, Array]) -> None:
    problems = []
    for name, array in arrays.items():
        rows = len(array) if array.ndim > 0 else 0
        if array.ndim == 0 or (rows != record.n and not name.startswith(RESAMPLES)):
            problems.append(f"{record.file}: {name} has {rows} rows; the record says {record.n}")
        if name.startswith((METRIC, RESAMPLES)) and array.dtype.kind not in "fiub":
            problems.append(f"{record.file}: {name} holds no numbers")
        if name.startswith((GROUP, METRIC, RESAMPLES, "weight", "query")) and array.ndim > 1:
            problems.append(f"{record.file}: {name} has more than one value an example")
        if name == "weight" and not _weighs(array):
            problems.append(f"{record.file}: weight holds something else than numbers from 0 up")
    if problems != []:
        raise CardgenError("\n".join(problems))


def _weighs(array: Array) -> bool:
    import numpy as np

    return array.dtype.kind in "fiub" and bool(np.all(np.isfinite(array) & (array >= 0)))


def texts(array: Array) -> list[str]:
    """Values of a one-dimensional array as text."""
    return [
        item.decode(errors="replace") if isinstance(item, bytes) else str(item)
        for item in array.tolist()
    ]


def groups(arrays: Mapping[str, Array]) -> list[str]:
    """Names of the group columns, sorted."""
    return sorted(name.removeprefix(GROUP) for name in arrays if name.startswith(GROUP))


def ordered(values: Iterable[str]) -> list[str]:
    """Distinct *values* sorted, numbers in text by value."""
    return sorted(set(values), key=_by_numbers)


def _by_numbers(text: str) -> tuple[list[tuple[int, int, str]], str]:
    """A sort key that puts "6-10" before "11-20"."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+|[0-9]+", text)
    key = [
        (0, int(p), "") if p.isascii() and p.isdigit() and len(p) < 19 else (1, 0, p) for p in parts
    ]
    return key, text
