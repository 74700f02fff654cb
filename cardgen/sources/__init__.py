"""Step 2: read run folders. One module per format; `join` makes one `Run` of what they read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from cardgen import _plugins
from cardgen.errors import InputError
from cardgen.findings import Finding, Severity, finding
from cardgen.run import FinishedRecord, Outcome, Part, Run

PACKAGE = "cardgen.sources"
OWN = "cardgen"
_NO_FOLDER = (
    "no run in this folder (no run.json); give a folder that cardgen.track wrote, such as runs/<id>"
)
_NO_FILE = (
    "no file of a tracker that cardgen reads; give a run folder, or a file such as "
    "CodeCarbon's emissions.csv"
)


class Source(Protocol):
    """What a module of this package offers; its file name is its id."""

    def matches(self, path: Path) -> bool:
        """Whether *path* is a folder with files of this format, or one such file."""

    def read(self, path: Path) -> Part:
        """What the folder, or the one file, says of a run.

        Raises:
            InputError: All that is wrong with its files.
        """


def read_run(path: Path) -> Run:
    """Read a run folder with every source whose format is in it, or one file of a tracker's.

    Raises:
        InputError: There is no such folder or file, it holds no run, or its files are broken.
    """
    if not path.exists():
        message = f"{path.name}: there is no such folder; give a run folder, such as runs/<id>"
        raise InputError([message])
    sources = [source for source in _sources() if source.matches(path)]
    if not sources:
        raise InputError([f"{path.name}: {_NO_FOLDER if path.is_dir() else _NO_FILE}"])
    parts = [sources[0].read(path), *(_beside(source, path) for source in sources[1:])]
    return join(path if path.is_dir() else path.parent, parts)


def _beside(source: Source, path: Path) -> Part:
    """What another tool's files say beside a run that has been read: broken ones do not spoil it."""
    try:
        return source.read(path)
    except InputError as error:
        message = f"A file beside the run was left out: {error.problems[0]}."
        where = f"run:{path.name}#/energy"
        return Part(
            findings=(finding("S113", Severity.WARNING, where, message, "Mend or remove it."),)
        )


def find_runs(folder: Path) -> list[Path]:
    """Run folders directly below *folder*, by name; empty when it does not exist."""
    if not folder.is_dir():
        return []
    sources = _sources()
    below = sorted(path for path in folder.iterdir() if path.is_dir())
    return [path for path in below if any(source.matches(path) for source in sources)]


def join(folder: Path, parts: list[Part]) -> Run:
    """One `Run` of what several sources read; the first that has a thing gives it.

    Raises:
        InputError: No part has the run's record.
    """
    owner = next((part for part in parts if part.record is not None), None)
    if owner is None or owner.record is None:
        raise InputError([f"{folder.name}: no file here describes the run (run.json is missing)"])
    # Another tool's end says when that tool was stopped, not how the run went.
    finished = owner.finished
    metrics = {name: points for part in reversed(parts) for name, points in part.metrics.items()}
    return Run(
        folder=folder,
        record=owner.record,
        outcome=_outcome(finished),
        finished=finished,
        metrics=dict(sorted(metrics.items())),
        energy=next((part.energy for part in parts if part.energy), ()),
        findings=(
            *(finding for part in parts for finding in part.findings),
            *_left_out(folder, [part for part in parts if part.energy]),
        ),
    )


def _left_out(folder: Path, parts: list[Part]) -> Iterator[Finding]:
    """Records of trackers beside the one that is used: each may have seen the whole computer."""
    for part in parts[1:]:
        tracker = part.energy[0].tracker
        message = f"What {tracker} recorded is not used: the run has another record of its energy."
        where, advice = f"run:{folder.name}#/energy", "Keep one tracker a computer."
        yield finding("S114", Severity.WARNING, where, message, advice)


def _outcome(finished: FinishedRecord | None) -> Outcome:
    return Outcome.INTERRUPTED if finished is None else Outcome(finished.outcome)


def _sources() -> list[Source]:
    """All sources, cardgen's own first: what it recorded goes before what others did."""
    names = sorted(_plugins.names(PACKAGE), key=lambda name: (name != OWN, name))
    return [cast("Source", _plugins.load(PACKAGE, name)) for name in names]
