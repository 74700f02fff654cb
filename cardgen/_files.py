"""Put several files in place: all of them, or everything stays as it was."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path


class UnwrittenError(Exception):
    """A file could not be written, so none was; says which and why."""


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Write *files*; a file that is there keeps who may read it.

    Everything is written beside its place first and moved there at the end, and what was there is
    kept until the last file is in place.

    Raises:
        UnwrittenError: One cannot be written; every file and folder is then as it was.
    """
    path = Path()
    with ExitStack() as leftovers, ExitStack() as undo:
        try:
            staged = {}
            for path, content in files.items():
                _make_folder(path.parent, undo)
                staging = Path(tempfile.mkdtemp(prefix=".cardgen-", dir=path.parent))
                leftovers.callback(shutil.rmtree, staging, ignore_errors=True)
                # Undone in reverse: before the folder that it lies in goes.
                undo.callback(shutil.rmtree, staging, ignore_errors=True)
                staged[path] = staging / "new"
                staged[path].write_bytes(content)
            for path, new in staged.items():
                _replace(path, new, undo)
        except OSError as error:
            message = f"{path}: cannot be written ({error.strerror})"
            raise UnwrittenError(message) from error
        undo.pop_all()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir()
        undo.callback(path.rmdir)


def _replace(path: Path, new: Path, undo: ExitStack) -> None:
    """Move the file *new* to *path*; *undo* brings back what was there."""
    if path.exists() or path.is_symlink():
        old = new.with_suffix(".old")
        # A copy, so that at every moment a whole file is in place.
        shutil.copy2(path, old, follow_symlinks=False)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
        undo.callback(old.replace, path)
    else:
        new.replace(path)
        undo.callback(path.unlink)
