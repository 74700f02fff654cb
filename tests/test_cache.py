"""A cache saves time and changes nothing: no entry that is not its own is believed."""

import shutil
from pathlib import Path

import pytest

from cardgen import cache as cache_module
from cardgen.cache import FOLDER, LARGEST, MOST_ENTRIES, NO_CACHE, SECRET_BYTES, Cache, user_cache


def entries(project: Path) -> list[Path]:
    return [p for p in (project / FOLDER).iterdir() if p.name != ".gitignore"]


def kept(project: Path, slot: str = "slot", content: bytes = b"figures") -> Path:
    """The file of a new entry."""
    before = set(entries(project)) if (project / FOLDER).exists() else set()
    Cache(project).keep(slot, "key", content)
    (new,) = set(entries(project)) - before
    return new


@pytest.mark.parametrize("content", [b"", b"0", b"\xff" * 100], ids=repr)
def test_what_was_kept_is_recalled(tmp_path: Path, content: bytes) -> None:
    kept(tmp_path, content=content)
    assert Cache(tmp_path).recall("slot", "key") == content


def test_nothing_is_recalled_for_other_inputs(tmp_path: Path) -> None:
    kept(tmp_path)
    found = [Cache(tmp_path).recall(*at) for at in (("slot", "other"), ("other", "key"))]
    assert [*found, NO_CACHE.recall("slot", "key")] == [None, None, None]


def test_a_slot_holds_what_was_kept_last(tmp_path: Path) -> None:
    for key in ("first", "second"):
        Cache(tmp_path).keep("slot", key, key.encode())
    found = [Cache(tmp_path).recall("slot", key) for key in ("first", "second")]
    assert (found, len(entries(tmp_path))) == ([None, b"second"], 1)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b"0",
        lambda data: data[:-7] + b"FIGURES",
        lambda data: bytes(32) + data[32:],
    ],
    ids=["empty", "torn", "longer", "another content", "another code"],
)
def test_a_changed_entry_is_none(tmp_path: Path, damage) -> None:
    path = kept(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert Cache(tmp_path).recall("slot", "key") is None


def test_an_entry_of_another_slot_is_none(tmp_path: Path) -> None:
    first, second = kept(tmp_path, "slot", b"0.5"), kept(tmp_path, "better", b"0.9")
    shutil.copy(second, first)
    assert Cache(tmp_path).recall("slot", "key") is None


def test_an_entry_made_with_another_users_secret_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_secret", lambda: b"s" * 32)
    kept(tmp_path)
    monkeypatch.undo()
    assert Cache(tmp_path).recall("slot", "key") is None


def test_a_secret_is_made_once_for_its_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first, second = (cache_module._secret.__wrapped__() for _ in range(2))
    mode = (tmp_path / "cardgen" / "secret").stat().st_mode & 0o777
    assert (len(first), first == second, mode) == (32, True, 0o600)


@pytest.mark.parametrize("home", ["a file", "half a secret", "open to others"])
def test_without_a_secret_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    if home == "a file":
        (tmp_path / "cardgen").write_text("")
    else:
        (tmp_path / "cardgen").mkdir()
        secret = tmp_path / "cardgen" / "secret"
        secret.write_bytes(b"half" if home == "half a secret" else bytes(SECRET_BYTES))
        secret.chmod(0o644 if home == "open to others" else 0o600)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache_module, "_secret", cache_module._secret.__wrapped__)
    project = Cache(tmp_path / "project")
    project.keep("slot", "key", b"0")
    assert (project.recall("slot", "key"), (tmp_path / "project").exists()) == (None, False)


def test_a_users_own_cache_lies_in_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(cache_module, "_secret", cache_module._secret.__wrapped__)
    for named in ("cache", str(tmp_path / "named")):
        monkeypatch.setenv("XDG_CACHE_HOME", named)
        user_cache("code").keep("slot", "key", b"0")
    folders = sorted(path.parent for path in tmp_path.rglob("secret"))
    assert folders == [tmp_path / "home" / ".cache" / "cardgen", tmp_path / "named" / "cardgen"]


@pytest.mark.parametrize("obstacle", ["cache is a file", "entry is a folder", "no such project"])
def test_a_folder_that_cannot_be_used_is_passed_over(tmp_path: Path, obstacle: str) -> None:
    project = tmp_path / "project"
    if obstacle == "cache is a file":
        project.mkdir()
        (project / ".cardgen").write_text("mine")
    elif obstacle == "entry is a folder":
        path = kept(project)
        path.unlink()
        (path / "mine").mkdir(parents=True)
    else:
        (tmp_path / "project").symlink_to(tmp_path / "project")
    Cache(project).keep("slot", "key", b"0")
    assert Cache(project).recall("slot", "key") is None


def test_the_cache_is_bounded_and_keeps_what_this_build_used(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    for number in range(MOST_ENTRIES):
        (tmp_path / FOLDER / f"old{number}").write_text("")
    project = Cache(tmp_path)
    project.keep("first", "key", b"1")
    project.keep("second", "key", b"2")
    project.keep("huge", "key", bytes(LARGEST))
    found = [project.recall(slot, "key") for slot in ("first", "second", "huge")]
    assert (found, len(entries(tmp_path))) == ([b"1", b"2", None], 2)


def test_version_control_ignores_the_cache(tmp_path: Path) -> None:
    kept(tmp_path)
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"
