"""Which run a build is about: the one named, the pinned one, or the newest that finished."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cardgen.errors import CardgenError, InputError
from cardgen.findings import Finding, Severity
from cardgen.run import Outcome, Run
from cardgen.sources import find_runs, read_run


@dataclass(frozen=True, slots=True)
class Choice:
    """The run to build from, among those that a project has."""

    run: Run | None
    first: Run | None
    """The run that started first."""
    findings: tuple[Finding, ...]
    """Runs that were passed over because they cannot be read."""


def choose_run(runs: Path, wanted: str | None) -> Choice:
    """The run to build from; none when none is named and *runs* holds none.

    Args:
        runs: Folder with one folder per run; it need not exist.
        wanted: A run's id below *runs*, or a path to its folder; the newest by its recorded end
            when None, unfinished ones only when no run finished.

    Raises:
        CardgenError: The run that was named is not there.
        InputError: The run that was named cannot be read, or none of several can.
    """
    folders = find_runs(runs) if runs.is_dir() else []
    chosen = None if wanted is None else _named(runs, wanted, folders)
    read: list[Run] = [] if chosen is None else [chosen]
    problems: list[InputError] = []
    for folder in folders:
        if chosen is not None and folder.resolve() == chosen.folder.resolve():
            continue
        try:
            read.append(read_run(folder))
        except InputError as error:
            problems.append(error)
    if read == [] and problems != []:
        raise problems[0]
    finished = [run for run in read if run.outcome is Outcome.FINISHED]
    return Choice(
        run=chosen if chosen is not None else max(finished or read, key=_recency, default=None),
        first=min(read, key=lambda run: run.record.started, default=None),
        findings=tuple(_passed_over(error) for error in problems),
    )


def _named(runs: Path, wanted: str, folders: list[Path]) -> Run:
    for folder in (runs / wanted, Path(wanted)):
        if folder.is_dir():
            return read_run(folder)
    if Path(wanted).is_file():
        message = f"{wanted}: is a file; give a run's folder or its id"
        raise InputError([message])
    known = ", ".join(folder.name for folder in folders)
    there = f"there are: {known}" if known != "" else "there is no run yet"
    message = f"{wanted}: no such run folder, and no run of that id in {runs.name}/; {there}"
    raise CardgenError(message)


def _recency(run: Run) -> tuple[str, str]:
    # ISO 8601 times in UTC sort as text; ids begin with the start time and settle a draw.
    return ("" if run.finished is None else run.finished.ended, run.id)


def _passed_over(error: InputError) -> Finding:
    return Finding(
        code="R107",
        severity=Severity.WARNING,
        where="runs",
        message=f"A run was passed over: {error.problems[0]}.",
        advice="Mend or remove it.",
    )
