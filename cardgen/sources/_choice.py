"""Which run a build is about: the one named, the pinned one, or the newest that finished."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cardgen.errors import CardgenError, InputError
from cardgen.findings import Finding, Severity, finding
from cardgen.run import Outcome, Run
from cardgen.sources import find_runs, read_run


@dataclass(frozen=True, slots=True)
class Choice:
    """The run to build from, among those that a project has."""

    run: Run | None
    first: Run | None
    """The run that started first."""
    all: tuple[Run, ...]
    """Every run of the project that can be read, by id."""
    findings: tuple[Finding, ...]
    """Runs that were passed over because they cannot be read."""


def choose_run(project: Path, runs: str, *, named: str | None, pinned: str | None) -> Choice:
    """The run to build from; none when none is named or pinned and *runs* holds none.

    Args:
        project: The project's folder.
        runs: Folder with one folder per run, relative to *project*; it need not exist.
        named: The run that a person asks for now: its id below *runs*, or a path to its folder, or to
            a tracker's file, from the current folder or from *project*. It goes before *pinned*.
        pinned: The run that the project file names: its id below *runs*, or a path from *project*
            that stays inside it. When both are None, the newest by its recorded end is taken,
            unfinished ones only when no run finished.

    Raises:
        CardgenError: The run that was named or pinned is not there.
        InputError: *runs* is a file, the run that was named or pinned cannot be read, or none of
            several can.
    """
    if (project / runs).is_file():
        message = f"cardgen.yaml: runs.path: {runs} is a file; give the folder that holds the runs"
        raise InputError([message])
    folders = find_runs(project / runs)
    chosen = _chosen(project, runs, named, pinned, folders)
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
        all=tuple(sorted(read, key=lambda run: run.id)),
        findings=tuple(_passed_over(error) for error in problems),
    )


def _chosen(
    project: Path, runs: str, named: str | None, pinned: str | None, known: list[Path]
) -> Run | None:
    if named is not None:
        places = (project / runs / named, Path(named), project / named)
        return _at(places, named, (project / runs).as_posix(), known)
    if pinned is not None:
        said = f"cardgen.yaml: runs.main: {pinned}"
        return _at(_inside(project, runs, pinned), said, runs, known)
    return None


def _inside(project: Path, runs: str, pinned: str) -> tuple[Path, ...]:
    """Where a pin may lead, wherever the project lies and whoever builds it."""
    if Path(pinned).is_absolute() or ".." in Path(pinned).parts:
        message = (
            f"cardgen.yaml: runs.main: expected the id of a run in {runs}/, or a path inside the "
            f"project, found '{pinned}'"
        )
        raise InputError([message])
    return (project / runs / pinned, project / pinned)


def _at(places: tuple[Path, ...], said: str, runs: str, known: list[Path]) -> Run:
    """The run in the first of *places* that is there: a folder before a file."""
    found = [place for place in places if place.is_dir()] or [p for p in places if p.is_file()]
    if found != []:
        return read_run(found[0])
    names = ", ".join(folder.name for folder in known)
    there = f"there are: {names}" if names != "" else "there is no run yet"
    message = f"{said}: no such run folder, and no run of that id in {runs}/; {there}"
    raise CardgenError(message)


def _recency(run: Run) -> tuple[str, str]:
    # ISO 8601 times in UTC sort as text; ids begin with the start time and settle a draw.
    return ("" if run.finished is None else run.finished.ended, run.id)


def _passed_over(error: InputError) -> Finding:
    message = f"A run was passed over: {error.problems[0]}."
    return finding("S105", Severity.WARNING, "runs", message, "Mend or remove it.")
