"""The verb demo: write a demo's project, train its model on a recorded run, build its documents."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from cardgen.build import Built, build
from cardgen.demo import needs
from cardgen.demo.training import train
from cardgen.errors import CardgenError
from cardgen.findings import PROJECT_FILE
from cardgen.project import read_project
from cardgen.scaffold import init


def demo(out: Path, data: str = "place-names", *, progress: Callable[..., None]) -> Built:
    """Train the model of the demo on *data* in the project folder *out* and build its documents.

    Files of the project that are there already stay as they are: a person may have edited them.

    Args:
        out: Project folder; made when it does not exist.
        data: Which demo, by the name of its data.
        progress: Called with the name of each step, and `done`, `total` where there are many.

    Raises:
        MissingDependencyError: A library or the data are not installed; nothing was written.
        CardgenError: There is no such demo, *out* holds something else than its project, or
            training failed.
    """
    package = needs.package(data)
    needs.refuse_missing(data)
    _write_project(out, package)
    train(f"{package}.script", out, progress)
    return build(out, progress=progress)


def _write_project(out: Path, package: str) -> None:
    """The project's files where they are missing, then the schemas that they name."""
    try:
        others = sorted(path.name for path in out.iterdir()) if out.exists() else []
        if others != [] and PROJECT_FILE not in others:
            message = (
                f"{out}: the folder holds other things, such as {others[0]}, and no {PROJECT_FILE};"
                " give a new or an empty folder with --out"
            )
            raise CardgenError(message)
        with as_file(files(package).joinpath("answers")) as answers:
            if others != []:
                _refuse_another(out, answers)
            out.mkdir(parents=True, exist_ok=True)
            for source in answers.iterdir():
                target = out / source.name
                if not target.exists():
                    target.write_bytes(source.read_bytes())
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror}); give another folder with --out"
        raise CardgenError(message) from error
    init(out, kinds=())


def _refuse_another(out: Path, answers: Path) -> None:
    """Raise unless *out* is about the model and the data of the project in *answers*."""
    theirs, ours = read_project(out), read_project(answers)
    if theirs.model != ours.model or not ours.data.keys() <= theirs.data.keys():
        message = (
            f"{out}: is another project ({theirs.model}), which the demo must not fill; give a new"
            " folder with --out"
        )
        raise CardgenError(message)
