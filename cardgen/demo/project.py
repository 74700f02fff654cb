"""The verb demo: write the demo's project, train its model on a recorded run, build its documents."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from cardgen.build import Built, build
from cardgen.errors import CardgenError, MissingDependencyError
from cardgen.project import PROJECT_FILE, read_project
from cardgen.scaffold import init

SCRIPT = "cardgen.demo.script"
MODEL, DATA = "Place-name locale network", "place-names"
NEEDED = ("babel", "codecarbon", "flax", "jax", "numpy", "optax")
_EPOCH = re.compile(r"epoch (\d+) of (\d+)")


def demo(out: Path, *, progress: Callable[..., None]) -> Built:
    """Train the demo's model in the project folder *out* and build its three documents.

    Files of the project that are there already stay as they are: a person may have edited them.

    Args:
        out: Project folder; made when it does not exist.
        progress: Called with the name of each step, and `done`, `total` where there are many.

    Raises:
        MissingDependencyError: A library for training is not installed; nothing was written.
        CardgenError: *out* holds something else than the demo's project, or training failed.
    """
    _refuse_missing()
    _write_project(out)
    _train(out, progress)
    return build(out, progress=progress)


def _refuse_missing() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing != []:
        message = (
            f'the demo needs {", ".join(missing)}; install with: pip install "cardgen-ml[demo]"'
        )
        raise MissingDependencyError(message)


def _write_project(out: Path) -> None:
    """The project's files where they are missing, then the schemas that they name."""
    try:
        others = sorted(path.name for path in out.iterdir()) if out.exists() else []
        if others != [] and PROJECT_FILE not in others:
            message = (
                f"{out}: the folder holds other things, such as {others[0]}, and no {PROJECT_FILE};"
                " give a new or an empty folder with --out"
            )
            raise CardgenError(message)
        if others != []:
            _refuse_another(out)
        out.mkdir(parents=True, exist_ok=True)
        for source in files("cardgen.demo").joinpath("answers").iterdir():
            target = out / source.name
            if not target.exists():
                target.write_bytes(source.read_bytes())
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror}); give another folder with --out"
        raise CardgenError(message) from error
    init(out, kinds=())


def _refuse_another(out: Path) -> None:
    project = read_project(out)
    if project.model != MODEL or DATA not in project.data:
        message = (
            f"{out}: is another project, which the demo must not fill; give a new folder with --out"
        )
        raise CardgenError(message)


def _train(out: Path, progress: Callable[..., None]) -> None:
    """Run the script in *out*, in a process of its own: its libraries' messages stay there."""
    process = subprocess.Popen(
        [sys.executable, "-m", SCRIPT],
        cwd=out,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    last = ""
    with process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        for line in process.stdout:
            epoch = _EPOCH.fullmatch(line.strip())
            if epoch is not None:
                progress("train", int(epoch[1]), int(epoch[2]))
            last = line.strip() or last
    if process.returncode != 0:
        message = (
            f"{out}: training ended with code {process.returncode}: {last}; to see all of it, run"
            f" `python -m {SCRIPT}` in that folder"
        )
        raise CardgenError(message)


def _environment() -> dict[str, str]:
    """This process's environment, with this very cardgen found first."""
    here = str(Path(__file__).parents[2])
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
