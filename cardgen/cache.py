"""What a build worked out, kept in the project's `.cardgen/cache/` for the next one.

A cache only saves time: the result with it is the result without it. Whatever is not in order (a
read-only folder, a broken, foreign or old entry) is worked out anew without a word.

Entries are believed only when they carry a message authentication code (HMAC-SHA256) over their
slot, the key of their inputs and their content, made with a secret that lies in the user's own
cache folder and not in the project. So an entry that somebody else put there, or that came with a
copied project or from another place of this cache, is no entry at all, and no figure gets on a card
this way. What can read that secret can forge entries: whoever acts as this user, who could as well
change cardgen itself. Entries are not encrypted, so callers keep nothing in it that readers of the
public documents may not see, and no words of people.

A slot holds one entry: what was worked out for it before is overwritten and does not pile up.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FOLDER = ".cardgen/cache"
MOST_ENTRIES = 256
LARGEST = 1 << 24
"""Bytes of the largest entry."""
SECRET_BYTES = 32
CODE_BYTES = hashlib.sha256().digest_size


class Cache:
    """The cache of one project, or another one in *folder* below; `NO_CACHE` remembers nothing."""

    def __init__(self, project: Path | None, folder: str = FOLDER) -> None:
        self._folder = None if project is None else project / folder
        self._used = {".gitignore"}

    def recall(self, slot: str, key: str) -> bytes | None:
        """What was kept in *slot* for inputs with the digest *key*; None when there is nothing."""
        secret = _secret()
        if self._folder is None or secret is None:
            return None
        path = self._path(self._folder, slot)
        try:
            entry = path.read_bytes() if path.is_file() and _is_small(path) else b""
        except OSError:
            return None
        code, content = entry[:CODE_BYTES], entry[CODE_BYTES:]
        return content if hmac.compare_digest(code, _code(secret, slot, key, content)) else None

    def keep(self, slot: str, key: str, content: bytes) -> None:
        """Put *content* into *slot*, where that is possible."""
        secret = _secret()
        if self._folder is None or secret is None or len(content) > LARGEST - CODE_BYTES:
            return
        with contextlib.suppress(OSError):
            _make(self._folder)
            path = self._path(self._folder, slot)
            _write(path, _code(secret, slot, key, content) + content)
            if len(list(self._folder.iterdir())) > MOST_ENTRIES:
                self.drop_unused()

    def drop_unused(self) -> None:
        """Remove all entries that were neither kept nor asked for here."""
        if self._folder is None or not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.name not in self._used:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, folder: Path, slot: str) -> Path:
        name = hashlib.sha256(slot.encode("utf-8", "backslashreplace")).hexdigest()[:32]
        self._used.add(name)
        return folder / name


NO_CACHE = Cache(None)


def user_cache(folder: str) -> Cache:
    """The cache *folder* of this user, which no project brings along: what is run may lie there."""
    return Cache(_home(), folder)


@cache
def versions() -> str:
    """Digest of Python, of cardgen's own code and data, and of the installed libraries' versions."""
    sha = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parent
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".csv", ".json"}:
            sha.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for library in ("numpy", "pydantic", "matplotlib", "jinja2"):
        spec = find_spec(library)
        if spec is not None and spec.origin is not None:
            # Their names hold the versions; reading them from metadata would cost as much as a build.
            beside = Path(spec.origin).parents[1].glob("*-info")
            sha.update("\n".join(sorted(path.name for path in beside)).encode())
    return sha.hexdigest()


def _code(secret: bytes, slot: str, key: str, content: bytes) -> bytes:
    about = hashlib.sha256(slot.encode("utf-8", "backslashreplace")).digest() + key.encode()
    return hmac.digest(secret, about + b"\0" + content, "sha256")


def _is_small(path: Path) -> bool:
    return path.stat().st_size <= LARGEST


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".gitignore").exists():
        _write(folder / ".gitignore", b"*\n")


def _write(path: Path, content: bytes) -> None:
    with _staged(path.parent) as new:
        new.write_bytes(content)
        new.replace(path)


@contextlib.contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _home() -> Path | None:
    """This user's own folder; None where there is none."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        # By the standard a relative path counts for nothing: it would lead into a project.
        return (named if named.is_absolute() else Path.home() / ".cache") / "cardgen"
    except RuntimeError:
        return None


@cache
def _secret() -> bytes | None:
    """This user's secret; made when there is none, None where it cannot be kept."""
    home = _home()
    if home is None:
        return None
    path = home / "secret"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Readable by this user alone, and never over another process's.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(SECRET_BYTES))
        found = path.read_bytes() if _is_private(path.stat()) else b""
    except OSError:
        return None
    return found if len(found) == SECRET_BYTES else None


def _is_private(found: os.stat_result) -> bool:
    """Whether a file is this user's and nobody else's, where the system can say so."""
    if os.name != "posix":
        return True
    return found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o077 == 0
