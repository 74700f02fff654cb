"""Read the run folder that `cardgen.track` writes (docs/run-record.md)."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cardgen.errors import CardgenError, InputError
from cardgen.findings import Finding, Severity
from cardgen.measure import inside
from cardgen.run import (
    EVALUATION_FOLDER,
    FINISHED_FILE,
    FINISHED_SCHEMA,
    RUN_FILE,
    RUN_SCHEMA,
    FinishedRecord,
    Part,
    RunRecord,
)
from cardgen.sources._energy import read_energy
from cardgen.sources._lines import problems_of, read_document, unknown_keys
from cardgen.sources._metrics import read_metrics
from cardgen.sources._reading import Reading, check_schema

M = TypeVar("M", bound=BaseModel)


def matches(folder: Path) -> bool:
    """Whether the folder has any of the record's files (a run without run.json is half a run)."""
    return (folder / RUN_FILE).is_file() or any(folder.glob("metrics.p*.jsonl"))


def read(folder: Path) -> Part:
    """Read record, metrics of all processes, energy of all hosts, and the end.

    Raises:
        InputError: run.json is missing, a file has another major schema version, or is broken
            anywhere but in a torn last line.
    """
    reading = Reading(folder)
    record = _record(reading)
    problems = _evaluation_problems(record, reading)
    metrics = reading.collect(lambda: read_metrics(reading, record.id))
    energy = reading.collect(lambda: read_energy(reading, record.id))
    ends = reading.collect(lambda: _ends(reading))
    if problems or metrics is None or energy is None or ends is None:
        raise InputError([*problems, *reading.problems])
    return Part(
        record=record,
        finished=_end(ends, reading, record),
        metrics=metrics,
        energy=energy,
        findings=tuple(reading.findings),
    )


def _record(reading: Reading) -> RunRecord:
    path = reading.folder / RUN_FILE
    name = reading.name(RUN_FILE)
    if not path.exists():
        message = f"{name}: missing; without it the rows beside it cannot be attributed to a run"
        raise InputError([message])
    return _model(path, RunRecord, RUN_SCHEMA, reading)


def _model(path: Path, model: type[M], schema: str, reading: Reading) -> M:
    name = reading.name(path.name)
    value = read_document(path, name)
    check_schema(value, schema, name)
    for pointer in unknown_keys(value, model):
        reading.findings.append(_unknown_key(reading, path.name, pointer))
    try:
        return model.model_validate_json(_as_text(value))
    except ValidationError as error:
        raise InputError(problems_of(error, name)) from error


def _as_text(value: dict[str, Any]) -> str:
    return json.dumps(value)


def _unknown_key(reading: Reading, file: str, pointer: str) -> Finding:
    return Finding(
        code="S102",
        severity=Severity.WARNING,
        where=f"run:{reading.folder.name}#{pointer}",
        message=f"{file} has a key that this version of cardgen does not know: {pointer}.",
        advice="Install a newer cardgen if the key matters; it was left out.",
        file=reading.name(file),
    )


def _evaluation_problems(record: RunRecord, reading: Reading) -> list[str]:
    """Evaluations whose file lies outside the run folder, by its path or through a link."""
    problems = []
    for evaluation in record.evaluations:
        path = PurePosixPath(evaluation.file)
        below = path.parts[:1] == (EVALUATION_FOLDER,) and ".." not in path.parts
        if not below or "\\" in evaluation.file or not _is_inside(reading.folder, evaluation.file):
            problems.append(
                f"{reading.name(RUN_FILE)}: evaluations: {evaluation.file!r}: expected a file "
                f"below {EVALUATION_FOLDER}/ of the run folder"
            )
    return problems


def _is_inside(folder: Path, file: str) -> bool:
    try:
        inside(folder, file)
    except CardgenError:
        return False
    return True


def _ends(reading: Reading) -> list[FinishedRecord]:
    paths = sorted(reading.folder.glob("finished*.json"))
    return [_model(path, FinishedRecord, FINISHED_SCHEMA, reading) for path in paths]


def _end(ends: list[FinishedRecord], reading: Reading, record: RunRecord) -> FinishedRecord | None:
    """The run's end: process 0's, but when and as the last process ended, failed when any failed.

    None when process 0 recorded none.
    """
    for end in ends:
        for problem in end.problems:
            reading.findings.append(_process_problem(reading, end.process, problem))
    own = next((end for end in ends if end.process == 0), ends[0] if _own_folder(ends) else None)
    if own is None:
        return None
    jax = record.environment.jax
    expected = jax.process_count if jax is not None else 1
    if len(ends) < expected and not _own_folder(ends):
        reading.findings.append(_missing_end(reading, len(ends), expected))
    last = max(ends, key=lambda end: end.duration_s)
    update: dict[str, Any] = {"ended": last.ended, "duration_s": last.duration_s}
    failed = next((end for end in ends if end.outcome == "failed"), None)
    if own.outcome != "failed" and failed is not None:
        update |= {"outcome": failed.outcome, "exception_type": failed.exception_type}
    return own.model_copy(update=update)


def _own_folder(ends: list[FinishedRecord]) -> bool:
    """Whether the folder holds the end of one process alone, and not of process 0."""
    return len(ends) == 1 and ends[0].process != 0


def _process_problem(reading: Reading, process: int, problem: str) -> Finding:
    return Finding(
        code="S104",
        severity=Severity.WARNING,
        where=f"run:{reading.folder.name}#/problems",
        message=f"Process {process} could not record: {problem}",
        advice="Mend what it names before the next run.",
        file=reading.name(FINISHED_FILE),
    )


def _missing_end(reading: Reading, found: int, expected: int) -> Finding:
    return Finding(
        code="S103",
        severity=Severity.WARNING,
        where=f"run:{reading.folder.name}#/finished",
        message=f"{found} of {expected} processes recorded their end.",
        advice="Copy the files of every host into the run folder, or treat the run as incomplete.",
    )
