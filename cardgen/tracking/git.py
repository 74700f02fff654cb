"""The code's state: commit, remote without credentials, and a digest of what is not committed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from cardgen.run import GitState
from cardgen.tracking.redaction import strip_credentials

TIMEOUT_S = 10


def code_folder() -> Path:
    """Folder of the running script; the working directory in a notebook or a shell."""
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    return Path.cwd() if script is None else Path(script).resolve().parent


def git_state(folder: Path) -> GitState | None:
    """Git's state in *folder*; None outside a repository or without a commit."""
    commit = _git(folder, "rev-parse", "--verify", "HEAD")
    if commit is None:
        return None
    diff = _git(folder, "diff", "HEAD", "--binary", "--no-ext-diff", "--no-textconv", "--no-color")
    # As `git describe --dirty`: untracked files do not count, or every run folder would.
    status = _git(folder, "status", "--porcelain", "--untracked-files=no")
    return GitState(
        commit=commit.decode().strip(),
        remote=_remote(folder),
        dirty=status is None or status.strip() != b"",
        diff_sha256=hashlib.sha256(diff).hexdigest() if diff is not None and diff != b"" else None,
    )


def _remote(folder: Path) -> str | None:
    """URL of `origin`, else of the first remote, without credentials; None where there is none."""
    names = (_git(folder, "remote") or b"").decode().split()
    name = "origin" if "origin" in names else next(iter(names), None)
    url = None if name is None else _git(folder, "config", "--get", f"remote.{name}.url")
    known = "" if url is None else strip_credentials(url.decode().strip())
    return known if known != "" else None


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints in *folder*, None when it fails or is not there."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", *arguments],  # noqa: S607 - the user's own git
            cwd=folder,
            capture_output=True,
            check=True,
            timeout=TIMEOUT_S,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
