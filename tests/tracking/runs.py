"""What the tests of tracking share: record a run, read its rows, start a training script."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from cardgen.run import Run
from cardgen.sources import find_runs, read_run

ROOT = Path(__file__).parents[2]


def only_run(runs: Path) -> Run:
    """The one run below *runs*."""
    (folder,) = find_runs(runs)
    return read_run(folder)


def rows(folder: Path, process: int = 0) -> list[dict[str, Any]]:
    """Rows of a metrics file without headers."""
    lines = (folder / f"metrics.p{process:05d}.jsonl").read_text().splitlines()
    return [row for row in map(json.loads, lines) if "schema" not in row]


def start(script: str, runs: Path, **environment: str) -> subprocess.Popen[str]:
    """Start a Python script whose `runs` names a folder, in a process of its own."""
    code = f"from pathlib import Path\nruns = Path({str(runs)!r})\n{textwrap.dedent(script)}"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "JAX_PLATFORMS": "cpu", **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """What a script printed; fails with its error output when it failed."""
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out
