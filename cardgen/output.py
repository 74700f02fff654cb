"""Write a build's files: all of them or none, and never over what a person edited."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from cardgen.errors import CardgenError
from cardgen.formats import is_ours


def write_all(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write *files* (names relative to *folder*, forward slashes) and return their paths.

    Everything is written beside its place first and moved there at the end, and what was there is
    kept until the last file is in place, so that a failure on the way leaves the folder as it was.

    Raises:
        CardgenError: A file there was edited or not written by cardgen, or cannot be written.
    """
    targets = {folder / name: content for name, content in files.items()}
    _refuse_foreign(targets)
    path = folder
    with ExitStack() as undo:
        try:
            _make_folder(folder, undo)
            staging = Path(tempfile.mkdtemp(prefix=".cardgen-", dir=folder))
            undo.callback(shutil.rmtree, staging, ignore_errors=True)
            staged = {path: staging / str(index) for index, path in enumerate(targets)}
            for path, content in targets.items():
                staged[path].write_bytes(content)
            for path, new in staged.items():
                _make_folder(path.parent, undo)
                _replace(path, new, undo)
        except OSError as error:
            message = (
                f"{path}: cannot be written ({error.strerror}), so nothing was changed; "
                "mend it, or choose another folder with --out"
            )
            raise CardgenError(message) from error
        undo.pop_all()
    shutil.rmtree(staging, ignore_errors=True)
    return tuple(targets)


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
        new.replace(path)
        undo.callback(old.replace, path)
    else:
        new.replace(path)
        undo.callback(path.unlink)


def _refuse_foreign(targets: Mapping[Path, bytes]) -> None:
    problems = []
    for path, content in targets.items():
        file = next((above for above in path.parents if above.is_file()), None)
        if file is not None:
            problems.append(
                f"{file}: is a file where a folder is needed; move it away, "
                "or choose another folder with --out"
            )
        elif path.is_dir():
            problems.append(f"{path}: is a folder; remove it, or choose another folder with --out")
        elif (
            path.exists()
            and path.read_bytes() != content
            and not is_ours(path.name, path.read_bytes())
        ):
            problems.append(
                f"{path}: was edited or not written by cardgen, so it is not replaced; "
                "move it away, or choose another folder with --out"
            )
    if problems != []:
        raise CardgenError("\n".join(dict.fromkeys(problems)))
