"""Step 3 over a whole project: every fact about its run and its data files.

Facts of a run, and of all runs together, are kept in the project's cache, by the content of all that
they are made of, and read back only where they are the very same, evidence included. Nobody's answers
are among them; a project that withholds figures gives no cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from cardgen.cache import NO_CACHE, Cache, versions
from cardgen.energy.accounting import NOTHING_STATED, Accounting
from cardgen.errors import CardgenError
from cardgen.evaluation.settings import NOTHING_STATED as NO_SETTINGS
from cardgen.evaluation.settings import Evaluation
from cardgen.measure import inside, sha256_of
from cardgen.values import Fact

if TYPE_CHECKING:
    from pathlib import Path

    from cardgen.findings import Finding
    from cardgen.project import DataEntry, DataName, Project
    from cardgen.run import Run


@cache
def _json() -> TypeAdapter[tuple[Fact, ...]]:
    return TypeAdapter(tuple[Fact, ...])


def facts_of_run(
    run: Run,
    cached: Cache,
    energy: Accounting = NOTHING_STATED,
    evaluation: Evaluation = NO_SETTINGS,
) -> tuple[Fact, ...]:
    """Every fact that *run* gives, measured now or the last time that it was the same run.

    *energy* and *evaluation* are what the project states of it.

    Raises:
        CardgenError: A file of the run is missing, was changed or is not sound.
    """
    return _kept(
        cached,
        f"facts of {run.id}",
        _key(run, energy, evaluation),
        lambda: tuple(_measured(run, energy, evaluation)),
    )


def _kept(
    cached: Cache, slot: str, key: str | None, measure: Callable[[], tuple[Fact, ...]]
) -> tuple[Fact, ...]:
    """What was kept in *slot* for *key*, or what *measure* gives, which is kept then."""
    kept = None if key is None else cached.recall(slot, key)
    if kept is not None:
        return _json().validate_json(kept)
    facts = measure()
    content = None if key is None else _content(facts)
    if key is not None and content is not None:
        cached.keep(slot, key, content)
    return facts


def _content(facts: tuple[Fact, ...]) -> bytes | None:
    """*facts* as JSON; None where they would not come back from it as they are."""
    try:
        content = _json().dump_json(facts)
    except ValueError:  # half a character
        return None
    return content if repr(_json().validate_json(content)) == repr(facts) else None


def facts_of_files(
    folder: Path, data: Mapping[DataName, DataEntry], recorded: set[str]
) -> Iterator[Fact]:
    """What the files of *data* say, but of data sets that the run *recorded*.

    The run's own record of its data is nearer to the model than the files as they are now.
    """
    for name, entry in data.items():
        if name not in recorded and (entry.paths or entry.splits):
            from cardgen import profiling

            yield from profiling.file_facts(folder, name, entry.paths, entry.splits)


def facts_of_inference(run: Run, energy: Accounting) -> Iterator[Fact]:
    """What inference takes by *run*, which measured it of a model that another run trained."""
    from cardgen.energy import facts_of_inference

    yield from facts_of_inference(run, energy)


def facts_of_life(
    runs: Sequence[Run], main: Run, inferring: Run, project: Project, cached: Cache = NO_CACHE
) -> tuple[Fact, ...]:
    """What all *runs* of the project used and cost together, by what each was for.

    Measured now, or the last time that they were the same runs with the same statements.
    """
    key = _life_key(runs, main, project)
    return _kept(cached, "facts of life", key, lambda: tuple(_life(runs, main, inferring, project)))


def _life(runs: Sequence[Run], main: Run, inferring: Run, project: Project) -> Iterator[Fact]:
    from cardgen import energy
    from cardgen.energy.life import stages

    named = project.runs
    of_stage = stages(
        runs,
        main.id,
        search=named.search,
        seeds=named.seeds,
        baselines=named.baselines,
        inference=named.inference,
    )
    yield from energy.facts_of_life(runs, of_stage, project.energy, inferring.id)


def facts_of_results(
    runs: Sequence[Run], main: Run, project: Project, cached: Cache = NO_CACHE
) -> tuple[Fact, ...]:
    """What the results of *runs* tell together: baselines, over seeds, and of the search.

    Measured now, or the last time that they were the same runs with the same statements.
    """
    named = project.runs

    def measure() -> tuple[Fact, ...]:
        from cardgen import evaluation

        found = evaluation.facts_of_runs(
            runs,
            main,
            repeated=named.seeds,
            searched=named.search,
            compared=named.baselines,
            stated=project.search,
            settings=project.evaluation,
        )
        return tuple(found)

    return _kept(cached, "facts of results", _results_key(runs, main, project), measure)


def doubts_of_results(runs: Sequence[Run], main: Run, project: Project) -> Iterator[Finding]:
    """Where the project names *runs* as what they are not."""
    from cardgen.evaluation import findings_of_runs

    repeated, stated, settings = project.runs.seeds, project.search, project.evaluation
    yield from findings_of_runs(runs, main, repeated=repeated, stated=stated, settings=settings)


def _measured(run: Run, stated: Accounting, settings: Evaluation) -> Iterator[Fact]:
    from cardgen import energy, evaluation, profiling, recorded

    yield from recorded.facts(run)
    yield from energy.facts(run, stated)
    yield from evaluation.facts(run, settings)
    yield from profiling.facts(run, evaluation.withheld_counts(run, settings))


def _life_key(runs: Sequence[Run], main: Run, project: Project) -> str | None:
    """Digest of everything that the facts of all runs depend on."""
    try:
        said = (main.id, project.runs.model_dump_json(), project.energy.model_dump_json())
        sha = sha256("\n".join([versions(), *said]).encode())
        for run in runs:
            sha.update(b"\n" + run.model_dump_json().encode())
    except ValueError:  # half a character has no place in JSON
        return None
    return sha.hexdigest()


def _results_key(runs: Sequence[Run], main: Run, project: Project) -> str | None:
    """Digest of everything that facts of several runs' results depend on, arrays included."""
    named = project.runs
    used = {main.id, *named.seeds, *named.search, *named.baselines}
    keys = [_key(run, NOTHING_STATED, NO_SETTINGS) for run in runs if run.id in used]
    known = [key for key in keys if key is not None]
    said = [main.id, named.model_dump_json(), project.search.model_dump_json()]
    said.append(project.evaluation.model_dump_json())
    whole = sha256("\n".join([*said, *known]).encode("utf-8", "surrogatepass"))
    return whole.hexdigest() if len(known) == len(keys) else None


def _key(run: Run, energy: Accounting, evaluation: Evaluation) -> str | None:
    """Digest of everything that the facts of *run* depend on; None where that cannot be read."""
    try:
        files = [sha256_of(inside(run.folder, one.file)) for one in run.record.evaluations]
        stated = f"{energy.model_dump_json()}\n{evaluation.model_dump_json()}"
        content = f"{stated}\n{run.model_dump_json()}".encode()
    except (CardgenError, ValueError):  # half a character has no place in JSON
        return None
    return sha256("\n".join([versions(), *files, ""]).encode() + content).hexdigest()
