"""Step 2: read run folders. One module per format; `join` makes one `Run` of what they read."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, cast

from cardgen import _plugins
from cardgen.errors import InputError
from cardgen.run import FinishedRecord, Outcome, Part, Run

PACKAGE = "cardgen.sources"


class Source(Protocol):
    """What a module of this package offers; its file name is its id."""

    def matches(self, folder: Path) -> bool:
        """Whether *folder* holds files of this format."""

    def read(self, folder: Path) -> Part:
        """What the folder says of a run.

        Raises:
            InputError: All that is wrong with its files.
        """


def read_run(folder: Path) -> Run:
    """Read a run folder with every source whose format is in it.

    Raises:
        InputError: It is no folder, holds no run, or its files are broken.
    """
    if not folder.is_dir():
        kind = "a file, not a folder" if folder.exists() else "there is no such folder"
        raise InputError([f"{folder.name}: {kind}; give a run folder, such as runs/<id>"])
    sources = [source for source in _sources() if source.matches(folder)]
    if not sources:
        message = (
            f"{folder.name}: no run in this folder (no run.json); "
            "give a folder that cardgen.track wrote, such as runs/<id>"
        )
        raise InputError([message])
    return join(folder, [source.read(folder) for source in sources])


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
    record = next((part.record for part in parts if part.record is not None), None)
    if record is None:
        raise InputError([f"{folder.name}: no file here describes the run (run.json is missing)"])
    finished = next((part.finished for part in parts if part.finished is not None), None)
    metrics = {name: points for part in reversed(parts) for name, points in part.metrics.items()}
    return Run(
        folder=folder,
        record=record,
        outcome=_outcome(finished),
        finished=finished,
        metrics=dict(sorted(metrics.items())),
        energy=next((part.energy for part in parts if part.energy), ()),
        findings=tuple(finding for part in parts for finding in part.findings),
    )


def _outcome(finished: FinishedRecord | None) -> Outcome:
    return Outcome.INTERRUPTED if finished is None else Outcome(finished.outcome)


def _sources() -> list[Source]:
    return [cast("Source", _plugins.load(PACKAGE, name)) for name in _plugins.names(PACKAGE)]
