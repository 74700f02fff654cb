"""Steps 2 to 4 over a whole project: read it and its run, measure, and fill every document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from cardgen.cache import NO_CACHE, Cache
from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile, read_answers
from cardgen.documents._base import Document, Head
from cardgen.documents._translations import with_translation
from cardgen.documents._types import Text
from cardgen.errors import CardgenError, InputError
from cardgen.evaluation.settings import Evaluation
from cardgen.facts import (
    doubts_of_results,
    facts_of_files,
    facts_of_inference,
    facts_of_life,
    facts_of_results,
    facts_of_run,
)
from cardgen.fill import Shared, divided, fill, project_facts, unmatched
from cardgen.findings import PROJECT_FILE, Finding, project_warning
from cardgen.inferring import doubts, inferring_run, without_inference
from cardgen.language import language_of
from cardgen.project import (
    PROJECT_SCHEMA,
    DocumentEntry,
    Project,
    RunsEntry,
    read_project,
)
from cardgen.run import Run
from cardgen.sources import read_run
from cardgen.sources._choice import Choice, choose_run
from cardgen.stated import (
    Statements,
    name_places,
    of_main,
    of_nobody,
    of_others,
    with_statements,
)
from cardgen.values import Audience, Evidence, Fact, Method, Scalar

Progress = Callable[..., None]
_OF_A_FILE = Project(
    schema=f"{PROJECT_SCHEMA}/1",
    model="Unnamed model",
    documents=(DocumentEntry(type=Text("model_card")),),
)
"""What a tracker's file alone fills: a model card whose energy part has figures."""


def silent(*_: object) -> None:
    """Progress for callers that want none."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One document of a project, with the answers it was filled from."""

    entry: DocumentEntry
    stem: str
    document: Document
    answers: AnswerFile


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project with its run and facts, after steps 2 to 4."""

    project: Project
    cache: Cache
    """What earlier builds of the project worked out."""
    runs: Path
    """Folder in which runs were looked for."""
    run: Run | None
    documents: tuple[Filled, ...]
    about_runs: tuple[Finding, ...] = ()
    """Runs that cannot be read, where another was taken; why there is no run; what names nothing."""
    aside: tuple[Fact, ...] = ()
    """Outcomes of single examples that no document holds."""

    @property
    def findings(self) -> list[Finding]:
        """What reading the project, its answers and its run found."""
        found = [*self.project.findings, *self.about_runs, *self._strangers()]
        for filled in self.documents:
            found.extend(filled.answers.findings)
        return found if self.run is None else [*found, *self.run.findings]

    def _strangers(self) -> Iterable[Finding]:
        """Data that the run recorded under a name that the project does not know."""
        recorded = () if self.run is None else (record.name for record in self.run.record.data)
        known = self.project.data
        for name in dict.fromkeys(recorded):
            if known != {} and name not in known:
                listed = ", ".join(known)
                yield project_warning(
                    code="D101",
                    where=f"data:{name}",
                    message=f"The run recorded data '{name}'; the project names {listed}.",
                    advice="Give both the same name, or the data's documents show nothing of the run.",
                )


def load(
    folder: Path,
    run: str | None = None,
    *,
    audience: Audience = "public",
    language: str | None = None,
    progress: Progress = silent,
) -> Loaded:
    """Read the project and its run, measure, and fill every document (steps 2 to 4)."""
    project, choice, cache = _opened(folder, run)
    progress("read")
    statements: tuple[Statements, ...] = ()
    if choice.run is not None:
        sure = len(choice.all) == 1 or run is not None or project.runs.main is not None
        statements = tuple(_statements(choice.all, choice.run, project, sure=sure))
        choice = _with(choice, statements)
    read = _read_all(folder, project, _edition(project, audience, language))
    progress("measure")
    of_project = () if project is _OF_A_FILE else tuple(project_facts(folder))

    def facts_by(settings: Evaluation) -> tuple[Fact, ...]:
        measured = _measured(folder, project, settings, choice, cache)
        named = name_places(measured, statements, project.energy)
        return (*of_project, *_first_start(choice.first), *named)

    stated, documents = project.evaluation, [one.shared for one in read]
    public = divided(facts_by(stated), documents, stated, project.internal)
    facts = public.facts
    if stated.showing != stated:
        facts = public.within(facts_by(stated.showing))
    progress("fill")
    try:
        filled = tuple(_fill_all(read, project, choice.run, facts, public.facts))
    except InputError as error:
        if choice.run is not None:
            raise
        raise InputError([_no_run(project.runs.path), *error.problems]) from error
    if choice.run is None:
        suspect = [*choice.findings, *_suspect(folder, project.runs.path)]
    else:
        found = [finding for one in statements for finding in one.findings]
        found += of_nobody(choice.all, project.energy)
        found += doubts(choice.all, choice.run, project.runs.inference)
        found += doubts_of_results(choice.all, choice.run, project)
        suspect = [*choice.findings, *found, *_unmatched([*facts, *public.aside], project)]
    runs = folder / project.runs.path
    return Loaded(project, cache, runs, choice.run, filled, tuple(suspect), public.aside)


def _opened(folder: Path, run: str | None) -> tuple[Project, Choice, Cache]:
    """The project in *folder* and its run; for a tracker's file where no project is, a card of it."""
    if run is not None and not (folder / PROJECT_FILE).exists():
        if Path(run).is_file():
            alone = read_run(Path(run))
            return _OF_A_FILE, Choice(alone, first=None, all=(alone,), findings=()), NO_CACHE
        if folder.is_dir() and not Path(run).exists():
            what = f"there is no such file, and no {PROJECT_FILE} whose run it could be"
            raise InputError([f"{run}: {what}; give a tracker's file, or --project"])
    project = read_project(folder)
    choice = choose_run(folder, project.runs.path, named=run, pinned=project.runs.main)
    return project, choice, Cache(folder)


def _statements(
    runs: Sequence[Run], main: Run, project: Project, *, sure: bool
) -> Iterator[Statements]:
    """The main run with what people state of it, then another that they state something of."""
    yield with_statements(main, of_main(main, project.energy, project.runs), sure=sure)
    yield from of_others(runs, main, project.energy)


def _with(choice: Choice, statements: Sequence[Statements]) -> Choice:
    """*choice* with the runs of *statements* in place of those that were read."""
    by_id = {one.run.id: one.run for one in statements}
    every = tuple(by_id.get(run.id, run) for run in choice.all)
    main = None if choice.run is None else by_id.get(choice.run.id, choice.run)
    return replace(choice, run=main, all=every)


def _no_run(runs: str) -> str:
    return f"no run was read from {runs}/: train one with cardgen.track, or name its folder"


def _suspect(folder: Path, runs: str) -> Iterable[Finding]:
    """Why no run was found, unless the project is only planned and so has no folder of runs yet."""
    where = folder / runs
    if where.is_dir():
        if not any(path.is_dir() and not path.name.startswith(".") for path in where.iterdir()):
            return
        message = f"No folder in {runs}/ holds a run (no run.json)."
    elif runs != RunsEntry().path:
        message = f"There is no folder {runs}/."
    else:
        return
    yield project_warning(
        code="S106",
        where="runs.path",
        message=message,
        advice="Mend `runs.path`, or train a run with cardgen.track.",
    )


def _unmatched(facts: Sequence[Fact], project: Project) -> Iterable[Finding]:
    """What the project withholds by a name that nothing has: it may be public under another."""
    for key in unmatched(facts, project.internal):
        yield project_warning(
            code="D102",
            where=f"internal.{key}",
            message=f"Nothing is withheld for internal.{key}: no figure has that name.",
            advice="Mend the name, or what you mean to withhold is published under its own.",
        )


def _first_start(first: Run | None) -> Iterable[Fact]:
    """When the project's first run started: plans that are later came after training began."""
    # Not every tool writes when it started.
    if first is not None and first.record.started[:1].isdigit():
        source = f"run:{first.id}#/record/started"
        evidence = Evidence(method=Method.RECORDED, derived_from=(source,))
        value = Scalar(value=first.record.started)
        yield Fact(id="prj.first_start", subject="project", value=value, evidence=evidence)


def _read_all(folder: Path, project: Project, edition: _Edition) -> list[_Read]:
    """Every document's answers; the problems of all files at once."""
    read: list[_Read] = []
    problems: list[str] = []
    for entry in project.documents:
        try:
            read.append(_Read(folder, project, entry, edition))
        except InputError as error:
            problems.extend(error.problems)
    if problems != []:
        raise InputError(problems)
    return read


def _measured(
    folder: Path, project: Project, settings: Evaluation, choice: Choice, cache: Cache
) -> Iterable[Fact]:
    run = choice.run
    if run is not None:
        # What the project withholds must not lie in a cache either.
        cached = NO_CACHE if project.withholds else cache
        own = facts_of_run(run, cached, project.energy, settings)
        inferring = inferring_run(choice.all, run, project.runs.inference)
        yield from own if inferring is run else without_inference(own)
        if inferring is not run:
            yield from facts_of_inference(inferring, project.energy)
        yield from facts_of_life(choice.all, run, inferring, project, cached)
        yield from facts_of_results(choice.all, run, project, cached)
    of_run = set() if run is None else {record.name for record in run.record.data}
    yield from facts_of_files(folder, project.data, of_run)


def _fill_all(
    read: Sequence[_Read],
    project: Project,
    run: Run | None,
    facts: Sequence[Fact],
    public: Sequence[Fact],
) -> Iterable[Filled]:
    problems: list[str] = []
    for this in read:
        others = [other.shared for other in read if other is not this]
        try:
            document = fill(
                this.type, this.head(project, run), this.answers, facts, public=public,
                data=this.entry.data, others=others, internal=project.internal, written=project.language,
            )  # fmt: skip
        except InputError as error:
            problems.extend(error.problems)
        else:
            yield Filled(this.entry, this.stem, document, this.answers)
    if problems != []:
        raise InputError(problems)


class _Edition(NamedTuple):
    """What the documents of one build have in common."""

    audience: Audience
    language: str
    suffix: str
    """What its files' names have behind the stem, so that no edition replaces another."""


def _edition(project: Project, audience: Audience, language: str | None) -> _Edition:
    wanted = project.language if language is None else language
    try:
        language_of(wanted)
    except CardgenError as error:
        where = f"{PROJECT_FILE}: language" if language is None else "--language"
        message = f"{where}: {error}"
        raise CardgenError(message) from None
    inside = ".internal" if audience == "internal" else ""
    return _Edition(audience, wanted, inside + ("" if wanted == project.language else f".{wanted}"))


class _Read:
    """One entry of the project file with its answers, read before any document is filled."""

    def __init__(
        self, folder: Path, project: Project, entry: DocumentEntry, edition: _Edition
    ) -> None:
        self.entry = entry
        self.edition = edition
        self.name = project.named(entry)
        self.type = document_type(entry.type)
        self.stem = project.stem(entry) + edition.suffix
        answers = folder / project.answers_file(entry)
        if project is _OF_A_FILE:  # nobody was asked anything
            read = AnswerFile(answers.name, {}, {})
        else:
            read = read_answers(answers, self.type, project=folder)
        spoken = replace(read, language=read.language or project.language)
        self.answers = with_translation(spoken, folder, self.type, edition.language)

    @property
    def shared(self) -> Shared:
        return Shared(self.type, self.answers, self.entry.data, self.stem)

    def head(self, project: Project, run: Run | None) -> Head:
        entry = self.entry
        return Head(
            name=self.name,
            version=entry.version if entry.version is not None else project.version,
            date=entry.date if entry.date is not None else project.date,
            language=self.edition.language,
            run=None if run is None else run.id,
            outcome=None if run is None else run.outcome.value,
            audience=self.edition.audience,
        )
