"""Write the files of a project: all of them or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from cardgen._files import UnwrittenError, replace_all
from cardgen.errors import CardgenError


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* (names relative to *folder*) in place of what is there.

    Raises:
        CardgenError: Something stands in a file's way, or it cannot be written.
    """
    # A person's link stays one.
    targets = {name: Path(os.path.realpath(folder / name)) for name in files}
    _refuse_obstacles(Path(os.path.realpath(folder)), targets.values())
    try:
        replace_all({path: files[name] for name, path in targets.items()})
    except UnwrittenError as error:
        message = f"{error}; mend it and try again, or give another folder"
        raise CardgenError(message) from error


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
