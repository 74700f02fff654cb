"""Run a demo's script in a process of its own, where its libraries' messages stay."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cardgen.errors import CardgenError

_EPOCH = re.compile(r"epoch (\d+) of (\d+)")


def train(script: str, out: Path, progress: Callable[..., None]) -> None:
    """Run the module *script* in the folder *out*; lines such as "epoch 3 of 14" are progress.

    Raises:
        CardgenError: It ended with another code than 0; the text quotes its last line.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", script],
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
            f" `python -m {script}` in that folder"
        )
        raise CardgenError(message)


def _environment() -> dict[str, str]:
    """This process's environment, with this very cardgen found first."""
    here = str(Path(__file__).parents[2])
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
