"""Write a build's files: all of them or none, and never over what a person edited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cardgen._files import UnwrittenError, replace_all
from cardgen.errors import CardgenError
from cardgen.formats import is_ours


def write_all(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write *files* (names relative to *folder*, forward slashes) and return their paths.

    Raises:
        CardgenError: A file there was edited or not written by cardgen, or cannot be written.
    """
    targets = {folder / name: content for name, content in files.items()}
    _refuse_foreign(targets)
    try:
        replace_all(targets)
    except UnwrittenError as error:
        message = f"{error}, so nothing was changed; mend it, or choose another folder with --out"
        raise CardgenError(message) from error
    return tuple(targets)


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
