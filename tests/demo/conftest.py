"""One run of the demo, trained and built once for all tests that read its project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cardgen.build import Built
from cardgen.demo.project import demo


@dataclass(frozen=True)
class DemoProject:
    """The demo's project folder, what its build said, and the progress that it showed."""

    folder: Path
    built: Built
    progress: list[tuple[object, ...]] = field(default_factory=list)


@pytest.fixture(scope="session")
def demo_project(tmp_path_factory: pytest.TempPathFactory) -> DemoProject:
    """A finished demo; tests may read it and must not change it."""
    folder = tmp_path_factory.mktemp("demo") / "project"
    progress: list[tuple[object, ...]] = []
    built = demo(folder, progress=lambda *step: progress.append(step))
    return DemoProject(folder, built, progress)
