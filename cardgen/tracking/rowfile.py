"""An append-only file of JSON lines: one `os.write` for a line, so that `kill -9` loses none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from pydantic_core import to_json

FILE_MODE = 0o644


class RowFile:
    """Lines of JSON, appended whole; a torn last line of an earlier writer is cut off first."""

    def __init__(self, path: Path, header: dict[str, Any]) -> None:
        cut_torn_tail(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(path, flags, FILE_MODE)
        self.append(header)

    def append(self, row: dict[str, Any]) -> None:
        """Write one line; non-finite numbers become their names.

        Raises:
            OSError: The disk is full or gone.
        """
        self._write(encoded(row))

    def append_all(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write a line for each of *rows*, all at once where there is room.

        Raises:
            OSError: The disk is full or gone; those lines that fit are written.
        """
        lines = [encoded(row) for row in rows]
        try:
            self._write(b"".join(lines))
        except OSError as error:
            failed = error
            for line in lines:
                with suppress(OSError):
                    self._write(line)
            raise failed from None

    def _write(self, lines: bytes) -> None:
        written = os.write(self._descriptor, lines)
        if written != len(lines):
            self._write_rest(lines, written)

    def _write_rest(self, lines: bytes, written: int) -> None:
        """A full disk makes a short write, then one that raises; what is torn is cut off."""
        try:
            while written < len(lines):
                written += os.write(self._descriptor, lines[written:])
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._descriptor, os.fstat(self._descriptor).st_size - written)
            raise

    def sync(self) -> None:
        """Wait until all lines are on the disk itself, against loss of power."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Sync and close."""
        self.sync()
        os.close(self._descriptor)


def encoded(row: dict[str, Any]) -> bytes:
    """*row* as one line of JSON; non-finite numbers become their names."""
    try:
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a whole number of more than 64 bits
        line = b":null"
    # orjson, twice as fast, has no word for numbers that are not finite: they become null.
    return line if line.find(b":null") < 0 else to_json(row, inf_nan_mode="strings") + b"\n"


def cut_torn_tail(path: Path) -> None:
    """Cut an existing file after its last whole line."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            begin = max(0, end - 65536)
            file.seek(begin)
            newline = file.read(end - begin).rfind(b"\n")
            if newline >= 0:
                file.truncate(begin + newline + 1)
                return
            end = begin
        file.truncate(0)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: temporary file, fsync, rename."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
