"""What a reader must know of a run that was taken up with other code, software or devices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from cardgen.run import Device, GitState, JaxState, RunRecord

COMPUTER = ("python", "implementation", "os", "cpu_model", "cpu_logical", "cpu_physical")
MOST_PACKAGES = 20


def moved(earlier: RunRecord, now: RunRecord) -> Iterator[str]:
    """How the start of this segment differs from that of the run, a sentence each."""
    yield from _code(earlier.git, now.git)
    if earlier.command != now.command:
        given = "a notebook" if now.command is None else " ".join(now.command)
        yield f"resumed with another command: {given}"
    yield from _differences(earlier.environment, now.environment, COMPUTER)
    packages = list(_packages(earlier.environment.packages, now.environment.packages))
    if packages:
        more = len(packages) - MOST_PACKAGES
        listed = packages[:MOST_PACKAGES] + ([f"and {more} more"] if more > 0 else [])
        yield f"resumed with other packages: {'; '.join(listed)}"


def moved_devices(earlier: JaxState, now: JaxState) -> Iterator[str]:
    """How what JAX runs on differs from what the run started on, a sentence each."""
    yield from _differences(earlier, now, tuple(JaxState.model_fields))


def _code(earlier: GitState | None, now: GitState | None) -> Iterator[str]:
    before = earlier.commit if earlier is not None else None
    after = now.commit if now is not None else None
    if before != after:
        yield f"resumed at another commit: {after}, not {before}"
    elif earlier is not None and now is not None and earlier.diff_sha256 != now.diff_sha256:
        yield "resumed with other changes that are not committed"


def _differences(earlier: BaseModel, now: BaseModel, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        before, after = getattr(earlier, name), getattr(now, name)
        if before != after:
            what = name.replace("_", " ")
            yield f"resumed with another {what}: {_text(after)}, not {_text(before)}"


def _packages(earlier: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(earlier.keys() | now.keys()):
        if earlier.get(name) != now.get(name):
            yield f"{name} {now.get(name)}, not {earlier.get(name)}"


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value)
    return f"{value.count} {value.kind}" if isinstance(value, Device) else str(value)
