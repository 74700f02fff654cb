"""The verbs build and check: steps 2, 3, 4 and then 6 or 5 over a whole project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cardgen import _plugins
from cardgen.cache import NO_CACHE
from cardgen.errors import CardgenError, MissingDependencyError
from cardgen.findings import Finding
from cardgen.formats import Edition, render_edition
from cardgen.formats import names as format_names
from cardgen.formats._side import side_files
from cardgen.formats._templates import BUILT_IN, Templates, user_templates
from cardgen.loaded import Loaded, Progress, load, silent
from cardgen.output import write_all
from cardgen.run import Outcome
from cardgen.summary import summary_text
from cardgen.values import Audience

# An internal edition never lies where the public one does.
_FOLDERS: dict[Audience, str] = {"public": "", "internal": "-internal"}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, and what it could not."""

    folder: Path
    files: tuple[Path, ...]
    loaded: Loaded
    warnings: tuple[str, ...]
    missing: tuple[str, ...]
    """Formats that could not be written for want of a library."""

    def summary(self) -> str:
        """What was written, what filled it, and which questions are open."""
        documents = {filled.stem: filled.document for filled in self.loaded.documents}
        loaded = self.loaded
        return summary_text(self.folder, self.files, documents, loaded.run, loaded.runs)


def build(  # noqa: PLR0913 - what the command line offers
    folder: Path,
    run: str | None = None,
    *,
    formats: Sequence[str] = ("md", "html", "pdf", "json"),
    out: Path | None = None,
    audience: Audience = "public",
    language: str | None = None,
    templates: Path | None = None,
    progress: Progress = silent,
) -> Built:
    """Write the documents of the project in *folder*, all files or none.

    Args:
        folder: The project's folder, with its `cardgen.yaml`.
        run: A run's folder or id; the pinned or the newest finished one when None.
        formats: Ids of output formats.
        out: Output folder; the project file's `output` when None, and for the internal edition the
            folder beside it, `<output>-internal`.
        audience: Whom the edition is for. Files of the internal one are named `<stem>.internal.*`.
        language: Language of the edition; the project's own when None, else files are named
            `<stem>.<language>.*`.
        templates: Folder with templates and style sheets of your own (docs/templates.md); the project
            file's `templates` when None.
        progress: Called with the name of each step, and `done`, `total` where there are many.

    Raises:
        CardgenError: Something the user can mend; nothing was written then.
    """
    _refuse_unknown(formats)
    loaded = load(folder, run, audience=audience, language=language, progress=progress)
    laid_out_by = _templates(folder, templates, loaded.project.templates)
    files, missing, warnings = _render_all(loaded, formats, audience, laid_out_by, progress)
    if loaded.project.withholds:
        # It may have been public before.
        loaded.cache.drop_unused()
    target = out if out is not None else folder / f"{loaded.project.output}{_FOLDERS[audience]}"
    written = write_all(target, files)
    warnings.extend(f"{finding.message} {finding.advice}" for finding in loaded.findings)
    return Built(target, written, loaded, tuple(warnings), tuple(missing))


def check(
    folder: Path,
    run: str | None = None,
    *,
    audience: Audience = "public",
    language: str | None = None,
) -> list[Finding]:
    """Findings about every document of the project in *folder*, each with its file and line.

    Those of the public edition say nothing of what is internal.

    Raises:
        CardgenError: The project, its answers or its run cannot be read.
    """
    from cardgen.checks._project import Kept, check_project

    loaded = load(folder, run, audience=audience, language=language)
    kept = [Kept(filled.document, filled.answers, filled.entry.data) for filled in loaded.documents]
    return [*loaded.findings, *check_project(kept)]


def _refuse_unknown(formats: Sequence[str]) -> None:
    unknown = [name for name in formats if not _is_format(name)]
    if unknown != []:
        known = ", ".join(format_names())
        message = f"--to: there is no format {', '.join(unknown)}; choose from {known}"
        raise CardgenError(message)


def _is_format(name: str) -> bool:
    """Whether *name* is built in or a format that another distribution brings."""
    try:
        _plugins.load("cardgen.formats", name)
    except CardgenError:
        return False
    return True


def _templates(folder: Path, given: Path | None, named: str | None) -> Templates:
    """Those that the caller gives, or the project in *folder* names, or cardgen's own."""
    if given is None and named is None:
        return BUILT_IN
    return user_templates(given if given is not None else folder / str(named))


def _render_all(
    loaded: Loaded,
    formats: Sequence[str],
    audience: Audience,
    templates: Templates,
    progress: Progress,
) -> tuple[dict[str, bytes], list[str], list[str]]:
    """All files by name, the formats that a missing library prevents, and what to say of them."""
    files: dict[str, bytes] = {}
    missing: list[str] = []
    warnings: list[str] = []
    if loaded.run is not None and loaded.run.outcome is not Outcome.FINISHED:
        warnings.append(f"run {loaded.run.id} {loaded.run.outcome.value}: its documents say so")
    # Drawings of an internal edition are for its readers.
    cache = loaded.cache if audience == "public" else NO_CACHE
    editions = [
        Edition(filled.document, filled.stem, cache, templates) for filled in loaded.documents
    ]
    work = [(name, edition) for name in formats for edition in editions]
    for done, (name, edition) in enumerate(work):
        progress("render", done, len(work))
        if name in missing:
            continue
        try:
            files |= render_edition(edition, name)
        except MissingDependencyError as error:
            missing.append(name)
            warnings.append(str(error))
    if audience == "internal":
        files |= side_files(editions, loaded.aside)
    progress("render", len(work), len(work))
    return files, missing, warnings
