"""`run.json` while the run goes on: one record, written whole each time something is added."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from cardgen.run import RUN_FILE, RunRecord
from cardgen.tracking.moved import moved
from cardgen.tracking.rowfile import write_whole


class RecordFile:
    """The run's record in memory and, when this process owns it, on disk."""

    def __init__(self, folder: Path, record: RunRecord) -> None:
        self.path = folder / RUN_FILE
        self.record = record
        self._lock = threading.RLock()
        self._owned = False
        self._touched: set[str] = set()

    def own(self) -> None:
        """This process is process 0: write the record now and whenever it changes."""
        with self._lock:
            self._owned = True
            self._write()

    def adopt(self, earlier: RunRecord) -> None:
        """Continue an *earlier* record: it stands, with what this process has added so far."""
        with self._lock:
            now = self.record
            # Command, code and computer stay those of the first start.
            added = self._touched - {"environment", "command", "git", "problems"}
            fields: dict[str, Any] = {name: getattr(now, name) for name in added}
            fields["seeds"] = {**earlier.seeds, **now.seeds}
            fields["config"] = {**earlier.config, **now.config}
            fields["data"] = _joined(earlier.data, now.data, lambda d: (d.name, d.split))
            fields["evaluations"] = _joined(
                earlier.evaluations, now.evaluations, lambda e: (e.data, e.split, e.system)
            )
            fields["selections"] = tuple(dict.fromkeys((*earlier.selections, *now.selections)))
            fields["resumed"] = (*earlier.resumed, now.started)
            fields["problems"] = tuple(dict.fromkeys((*earlier.problems, *moved(earlier, now))))
            fields["country"] = now.country if now.country is not None else earlier.country
            self.record = earlier.model_copy(update=fields)

    def offer(self) -> None:
        """Write the record only where there is none: which process owns it is not known yet."""
        with self._lock:
            temporary = self.path.with_name(f"{RUN_FILE}.{os.getpid()}.tmp")
            temporary.write_bytes(as_bytes(self.record))
            try:
                os.link(temporary, self.path)
            except FileExistsError:
                pass
            except OSError:  # a file system without hard links
                if not self.path.exists():
                    write_whole(self.path, as_bytes(self.record))
            temporary.unlink()

    def update(self, **fields: Any) -> None:
        """Set fields of the record and write it.

        Raises:
            ValueError: A value is one that JSON cannot hold or no reader would take; the record
                stays as it was.
        """
        with self._lock:
            candidate = self.record.model_copy(update=fields)
            # One bad value must cost only itself, not every later version of the record.
            RunRecord.model_validate_json(as_bytes(candidate))
            self._touched |= fields.keys()
            self.record = candidate
            self._write()

    def add_problems(self, texts: Iterable[str]) -> None:
        """Add those of *texts* that the record does not have."""
        known = self.record.problems
        problems = tuple(dict.fromkeys((*known, *texts)))
        if problems != known:
            self.update(problems=problems)

    def _write(self) -> None:
        if self._owned:
            write_whole(self.path, as_bytes(self.record))


T = TypeVar("T")


def _joined(
    earlier: Iterable[T], now: Iterable[T], key: Callable[[T], tuple[str, ...]]
) -> tuple[T, ...]:
    """Entries of both; a new one replaces the earlier one of the same key."""
    return tuple({key(entry): entry for entry in (*earlier, *now)}.values())


def as_bytes(record: Any) -> bytes:
    """A record as the JSON text of its file."""
    value = record.model_dump(mode="json", by_alias=True, warnings=False)
    text = json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    # Names of files may hold half a character, which UTF-8 and so the record cannot.
    return text.encode("utf-8", "replace")
