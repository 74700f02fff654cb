"""How a run ended, as `finished.json` has it."""

from __future__ import annotations

from pathlib import Path

from cardgen.run import FINISHED_SCHEMA, FinishedRecord, finished_file
from cardgen.tracking import environment
from cardgen.tracking.clock import iso
from cardgen.tracking.record import as_bytes
from cardgen.tracking.rowfile import write_whole


def write_end(
    folder: Path,
    process: int,
    *,
    ended_s: float,
    duration_s: float,
    error: BaseException | None,
    problems: tuple[str, ...],
) -> None:
    """Write the end of one process; *ended_s* is Unix time.

    Raises:
        OSError: The file cannot be written.
    """
    failure = None if error is None or _is_ordinary(error) else error
    ended = FinishedRecord(
        schema=FINISHED_SCHEMA,
        ended=iso(ended_s),
        duration_s=round(duration_s, 6),
        outcome="finished" if failure is None else "failed",
        exception_type=None if failure is None else _type_name(failure),
        peak_memory_bytes=environment.peak_memory(),
        peak_device_memory_bytes=environment.peak_device_memory(),
        process=process,
        problems=problems,
    )
    write_whole(folder / finished_file(process), as_bytes(ended))


def _is_ordinary(error: BaseException) -> bool:
    """Whether leaving by *error* is an ordinary end: `sys.exit()` without a code, or 0."""
    return isinstance(error, SystemExit) and error.code in (None, 0)


def _type_name(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{module}{kind.__qualname__}"
