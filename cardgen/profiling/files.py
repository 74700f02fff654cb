"""Plain facts about data files, for a project without a run: names, bytes, digests, row counts.

Rows are counted for CSV (with one header line), TSV and JSON Lines, by streaming; the content is
not looked at further.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os.path import realpath
from pathlib import Path

from cardgen import _yaml
from cardgen.errors import CardgenError, InputError
from cardgen.findings import PROJECT_FILE
from cardgen.measure import Function, fact_of_files, inside, sha256_of
from cardgen.values import Fact, Method, Quantity, Table

VERSION = 1
DELIMITERS = {".csv": ",", ".tsv": "\t"}
JSON_LINES = frozenset({".jsonl", ".ndjson"})
MAX_FIELD = 1 << 27
"""Characters of the longest CSV field that is read; long texts pass the standard limit of 128 KiB."""

Way = tuple[str | int, ...]
"""Keys and indices that lead to a value in the project file."""


def file_facts(
    folder: Path, data_name: str, paths: Sequence[str], splits: Mapping[str, str] | None = None
) -> Iterator[Fact]:
    """Facts of the data set *data_name* from its files.

    *paths*, and those of *splits* by name, are paths, folders or patterns (`data/*.csv`) relative to
    the project *folder*. Files outside the folder are left out, since evidence cannot name them;
    rows are counted in total only if every file is inside and can be counted.

    Raises:
        InputError: Paths that lead to no file, each with its place in the project file.
        CardgenError: A file cannot be read, or is no sound CSV or JSON Lines.
    """
    entry = ("data", data_name)
    of_split: dict[str, Way] = {name: (*entry, "splits", name) for name in splits or {}}
    places: dict[Way, str] = {(*entry, "paths", index): path for index, path in enumerate(paths)}
    places |= {of_split[name]: path for name, path in (splits or {}).items()}
    found = _expanded(folder, places)
    every = sorted({path for expanded in found.values() for path in expanded})
    own = tuple(path for path in every if _is_inside(folder, path))
    if own == ():
        return
    yield _fact(files, folder, data_name, "ds.files", own)
    yield _fact(checksums, folder, data_name, "ds.checksum", own)
    if own == tuple(every) and all(_countable(path) for path in own):
        yield _fact(n_instances, folder, data_name, "ds.n_instances", own)
    for name, way in of_split.items():
        split = tuple(found[way])
        if all(path in own and _countable(path) for path in split):
            yield _fact(n_instances, folder, data_name, "ds.n_per_split", split, split=name)


def _expanded(folder: Path, places: Mapping[Way, str]) -> dict[Way, list[str]]:
    """The files of every path; all paths without one are named at once."""
    found: dict[Way, list[str]] = {}
    problems: list[str] = []
    for way, path in places.items():
        try:
            found[way] = _expand(folder, path)
        except CardgenError as error:
            problems.append(f"{_place(folder, way)}: {error}")
    if problems != []:
        raise InputError(problems)
    return found


def _expand(folder: Path, path: str) -> list[str]:
    """Files that a path, a folder or a pattern means, relative to *folder*, sorted; never none."""
    if (folder / path).is_dir():
        found = [item for item in (folder / path).rglob("*") if item.is_file()]
        nothing = f"the folder '{path}' holds no files; put them there, or mend the path"
    elif (folder / path).exists():
        return [path]
    elif any(sign in path for sign in "*?["):
        found = _matching(folder, path)
        nothing = f"no file matches '{path}'; mend the pattern, or put the files there"
    else:
        found, nothing = [], f"there is no file '{path}'; put it there, or mend the path"
    if found == []:
        raise CardgenError(nothing)
    return sorted(item.relative_to(folder).as_posix() for item in found)


def _matching(folder: Path, pattern: str) -> list[Path]:
    try:
        # A plain str: pathlib before 3.12 cannot take a pattern of a class derived from it.
        return [item for item in folder.glob(str(pattern)) if item.is_file()]
    except ValueError as error:
        message = f"'{pattern}' is no pattern of files ({error}); write one such as data/*.csv"
        raise CardgenError(message) from error


def _place(folder: Path, way: Way) -> str:
    """Where the project file says a path: `cardgen.yaml:28: data.names.paths[0]`."""
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in way)[1:]
    line = _line(folder, way)
    return f"{PROJECT_FILE}: {path}" if line is None else f"{PROJECT_FILE}:{line}: {path}"


def _line(folder: Path, way: Way) -> int | None:
    try:
        node: _yaml.Node | None = _yaml.load((folder / PROJECT_FILE).read_bytes())[1]
    except (OSError, _yaml.YamlError):
        return None
    for key in way:
        if isinstance(node, _yaml.Mapping):
            node = node.get(str(key))
        elif isinstance(node, _yaml.Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            return None
    return None if node is None else node.line


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
