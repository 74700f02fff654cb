"""Plain facts about data files, for a project without a run: names, bytes, digests, row counts.

Rows are counted for CSV (with one header line), TSV and JSON Lines, by streaming; the content is
not looked at further.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os.path import realpath
from pathlib import Path

from cardgen.errors import CardgenError
from cardgen.measure import Function, fact_of_files, inside, sha256_of
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 1
DELIMITERS = {".csv": ",", ".tsv": "\t"}
JSON_LINES = frozenset({".jsonl", ".ndjson"})
MAX_FIELD = 1 << 27
"""Characters of the longest CSV field that is read; long texts pass the standard limit of 128 KiB."""


def file_facts(
    folder: Path, data_name: str, paths: Sequence[str], splits: Mapping[str, str] | None = None
) -> Iterator[Fact]:
    """Facts of the data set *data_name* from its files.

    *paths*, and those of *splits* by name, are paths, folders or patterns (`data/*.csv`) relative to
    the project *folder*. Files outside the folder are left out, since evidence cannot name them;
    rows are counted in total only if every file is inside and can be counted.

    Raises:
        CardgenError: A named file is missing, or is no sound CSV or JSON Lines.
    """
    named = {name: _expand(folder, path) for name, path in (splits or {}).items()}
    wanted = [path for given in paths for path in _expand(folder, given)]
    every = sorted({*wanted, *(path for split in named.values() for path in split)})
    own = tuple(path for path in every if _is_inside(folder, path))
    if own == ():
        return
    yield _fact(files, folder, data_name, "ds.files", own)
    yield _fact(checksums, folder, data_name, "ds.checksum", own)
    if own == tuple(every) and all(_countable(path) for path in own):
        yield _fact(n_instances, folder, data_name, "ds.n_instances", own)
    for name, split in named.items():
        if split != [] and all(path in own and _countable(path) for path in split):
            yield _fact(n_instances, folder, data_name, "ds.n_per_split", tuple(split), split=name)


def _expand(folder: Path, path: str) -> list[str]:
    """Files that a path, a folder or a pattern means, relative to *folder*, sorted."""
    if any(sign in path for sign in "*?["):
        try:
            # A plain str: pathlib before 3.12 cannot take a pattern of a class derived from it.
            found = [item for item in folder.glob(str(path)) if item.is_file()]
        except ValueError as error:
            message = f"{path}: is no pattern of files ({error}); write one such as data/*.csv"
            raise CardgenError(message) from error
    elif (folder / path).is_dir():
        found = [item for item in (folder / path).rglob("*") if item.is_file()]
    else:
        return [path]
    return sorted(item.relative_to(folder).as_posix() for item in found)


def _is_inside(folder: Path, path: str) -> bool:
    # `Path.resolve` fails on links in a circle; whoever opens the file then says so.
    return Path(realpath(folder / path)).is_relative_to(realpath(folder))


def _fact(
    function: Function,
    folder: Path,
    data_name: str,
    fact_id: str,
    paths: tuple[str, ...],
    **where: str,
) -> Fact:
    return fact_of_files(
        function,
        folder,
        paths,
        id=fact_id,
        subject=f"data:{data_name}",
        where=where,
        method=Method.COMPUTED,
        parameters={"paths": [*paths]},
    )


def files(folder: Path, *, paths: Sequence[str]) -> Table:
    """Every file with its size in bytes."""
    rows = tuple((path, _size(folder, path)) for path in paths)
    return Table(columns=("file", "bytes"), rows=rows)


def _size(folder: Path, path: str) -> int:
    try:
        return inside(folder, path).stat().st_size
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); put the file back or mend its path"
        raise CardgenError(message) from error


def checksums(folder: Path, *, paths: Sequence[str]) -> Table:
    """SHA-256 of every file."""
    rows = tuple((path, sha256_of(inside(folder, path))) for path in paths)
    return Table(columns=("what", "sha256"), rows=rows)


def n_instances(folder: Path, *, paths: Sequence[str]) -> Quantity:
    """Rows of all files together."""
    return Quantity(value=sum(rows(folder, path) for path in paths), unit="instances")


def _countable(path: str) -> bool:
    suffix = Path(path).suffix.lower()
    return suffix in DELIMITERS or suffix in JSON_LINES


def rows(folder: Path, path: str) -> int:
    """Rows of one file: records after the header line of CSV and TSV, non-empty lines of JSON Lines.

    Raises:
        CardgenError: The file cannot be read as what its name says.
    """
    suffix = Path(path).suffix.lower()
    try:
        with inside(folder, path).open(encoding="utf-8-sig", newline="") as file:
            if suffix in JSON_LINES:
                return sum(line.strip() != "" for line in file)
            if suffix in DELIMITERS:
                return _records(file, DELIMITERS[suffix])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path}: its rows cannot be counted ({error}); mend the file, or leave it out"
        raise CardgenError(message) from error
    message = f"{path}: rows are counted in .csv, .tsv, .jsonl and .ndjson only"
    raise CardgenError(message)


def _records(lines: Iterable[str], delimiter: str) -> int:
    before = csv.field_size_limit(MAX_FIELD)
    try:
        records = sum(record != [] for record in csv.reader(lines, delimiter=delimiter))
    finally:
        csv.field_size_limit(before)
    return max(0, records - 1)
