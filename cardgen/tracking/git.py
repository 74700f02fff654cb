"""The code's state: commit, remote without credentials, and a digest of what is not committed."""

from __future__ import annotations

import hashlib
import os
import subprocess

from cardgen.run import GitState
from cardgen.tracking.redaction import strip_credentials

TIMEOUT_S = 10


def git_state() -> GitState | None:
    """Git's state in the working directory; None outside a repository or without a commit."""
    commit = _git("rev-parse", "--verify", "HEAD")
    if commit is None:
        return None
    diff = _git("diff", "HEAD", "--binary", "--no-ext-diff", "--no-textconv", "--no-color")
    # As `git describe --dirty`: untracked files do not count, or every run folder would.
    status = _git("status", "--porcelain", "--untracked-files=no")
    return GitState(
        commit=commit.decode().strip(),
        remote=_remote(),
        dirty=status is None or status.strip() != b"",
        diff_sha256=hashlib.sha256(diff).hexdigest() if diff is not None and diff != b"" else None,
    )


def _remote() -> str | None:
    """URL of `origin`, else of the first remote, without credentials; None where there is none."""
    names = (_git("remote") or b"").decode().split()
    name = "origin" if "origin" in names else next(iter(names), None)
    url = None if name is None else _git("config", "--get", f"remote.{name}.url")
    return None if url is None else strip_credentials(url.decode().strip())


def _git(*arguments: str) -> bytes | None:
    """What git prints, None when it fails or is not there."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", *arguments],  # noqa: S607 - the user's own git
            capture_output=True,
            check=True,
            timeout=TIMEOUT_S,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
