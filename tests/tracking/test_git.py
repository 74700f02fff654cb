"""The code's state."""

import subprocess
import sys
from pathlib import Path

import pytest

from cardgen.tracking.git import code_folder, git_state


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_outside_a_repository_there_is_none(repository: Path) -> None:
    assert git_state(repository) is None


def test_the_scripts_folder_is_asked_and_not_the_working_directory(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = repository / "elsewhere"
    elsewhere.mkdir()
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__file__", str(elsewhere / "train.py"), raising=False)
    with_script = code_folder()
    monkeypatch.delattr(main, "__file__")
    assert (with_script, code_folder()) == (elsewhere.resolve(), Path.cwd())


@pytest.mark.parametrize("url", ["", "https://[bad/r"])
def test_a_remote_without_a_usable_url_has_none(repository: Path, url: str) -> None:
    git("init")
    git("commit", "--allow-empty", "-m", "a")
    git("config", "remote.origin.url", url)
    state = git_state(repository)
    assert state is not None and state.remote is None


def test_a_repository_without_a_commit_has_none(repository: Path) -> None:
    git("init")
    assert git_state(repository) is None


def test_commit_remote_and_changes_are_recorded(repository: Path) -> None:
    git("init")
    (repository / "a").write_text("1")
    git("add", "a")
    git("commit", "-m", "a")
    git("remote", "add", "origin", "https://me:s3cr3t@example.org/a.git")
    clean = git_state(repository)
    (repository / "untracked").write_text("")
    (repository / "a").write_text("2")
    dirty = git_state(repository)
    assert clean is not None and dirty is not None
    assert (clean.remote, clean.dirty, clean.diff_sha256) == (
        "https://example.org/a.git",
        False,
        None,
    )
    assert (len(clean.commit), dirty.dirty, len(dirty.diff_sha256 or "")) == (40, True, 64)


def test_a_remote_of_another_name_is_recorded_too(repository: Path) -> None:
    git("init")
    git("commit", "--allow-empty", "-m", "a")
    git("remote", "add", "upstream", "https://example.org/b.git")
    state = git_state(repository)
    assert state is not None
    assert state.remote == "https://example.org/b.git"
