"""Write the files of a project: all of them or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from cardgen.errors import CardgenError


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* (names relative to *folder*) in place of what is there.

    Everything is written beside its place first and moved there at the end, so that a failure on
    the way leaves every file as it was.

    Raises:
        CardgenError: Something stands in a file's way, or it cannot be written.
    """
    # A person's link stays one, and a file that others may not read stays so.
    targets = {name: Path(os.path.realpath(folder / name)) for name in files}
    _refuse_obstacles(Path(os.path.realpath(folder)), targets.values())
    beside = {name: path.with_name(f".{path.name}.new") for name, path in targets.items()}
    name = ""
    try:
        for name, path in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[name].write_bytes(files[name])
            if path.exists():
                shutil.copymode(path, beside[name])
        for name, path in targets.items():
            beside[name].replace(path)
    except OSError as error:
        _remove(beside.values())
        message = (
            f"{folder / name}: cannot be written ({error.strerror}); "
            "mend it and try again, or give another folder"
        )
        raise CardgenError(message) from error


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_file():
            path.unlink()


def _refuse_obstacles(root: Path, paths: Iterable[Path]) -> None:
    problems = []
    for path in paths:
        file = next((above for above in path.parents if above.is_file()), None)
        if file is not None:
            problems.append(f"{_named(file, root)}: is a file, not a folder; move it away")
        elif path.is_dir():
            problems.append(f"{_named(path, root)}: is a folder, not a file; move it away")
    if problems != []:
        raise CardgenError("\n".join(dict.fromkeys(problems)))


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
