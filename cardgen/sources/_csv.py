"""Read a tracker's CSV by the names of its columns, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cardgen.errors import InputError
from cardgen.sources._foreign import text_lines


class Row(NamedTuple):
    """One row of a CSV by column."""

    line: int
    cells: dict[str, str] | None
    """None where the row has another number of fields than the header: which is which is unknown."""


def header(path: Path, name: str) -> list[str]:
    """Names of the columns; none in an empty file.

    Raises:
        InputError: The file cannot be read as a CSV, or two columns have one name.
    """
    columns = next(_records(path, name), (1, []))[1]
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise InputError([f"{name}:1: the column {twice[:40]!r} stands there twice"])
    return columns


def table(path: Path, name: str) -> Iterator[Row]:
    """The rows below the header.

    Raises:
        InputError: The file cannot be read as a CSV.
    """
    columns = header(path, name)
    records = _records(path, name)
    next(records, None)
    for line, fields in records:
        if fields != []:
            whole = len(fields) == len(columns)
            yield Row(line, dict(zip(columns, fields, strict=True)) if whole else None)


def _records(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text_lines(path, name), strict=True)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError([f"{name}:{reader.line_num}: not CSV: {error}"]) from error
        yield reader.line_num, fields
