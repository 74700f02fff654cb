"""Put what people state in the project file into a run, and name it as what figures rest on.

A statement fills what the run did not record, and never replaces what it did. What is stated of a
run (`energy.stated`) holds for the one whose id it has, or else for the main run: never for another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cardgen.energy.case import Case
from cardgen.findings import PROJECT_FILE, Finding, project_warning
from cardgen.project import EnergyEntry
from cardgen.run_energy import EnergyRecord

if TYPE_CHECKING:
    from cardgen.project import RunsEntry
    from cardgen.run import Run
    from cardgen.run_energy import Stated
    from cardgen.values import Fact

NOTHING = EnergyEntry()
RESTS_ON = {
    "en.co2": ("pue",),
    "en.cost": ("price",),
    "en.embodied": ("hardware",),
    "en.idle": ("hardware",),
    "en.offset": ("instruments",),
    "en.pue": ("pue",),
    "en.sci": ("hardware", "functional_unit", "pue"),
    "en.water": ("water",),
}
"""Keys of the project file's `energy` that facts are worked out with, where they are given."""
NAMES = {"search": "search", "repetitions": "seeds", "baselines": "baselines"}
"""Keys of its `runs` that say which runs a stage of the model's life has."""
COUNTRY = f"{PROJECT_FILE}#/energy/country"
STATED = f"{PROJECT_FILE}#/energy/stated"


@dataclass(frozen=True, slots=True)
class Statements:
    """A run with what was stated of it."""

    run: Run
    country: bool = False
    """Whether the country is a statement."""
    energy: bool = False
    """Whether the records of energy hold a statement."""
    findings: tuple[Finding, ...] = ()
    """Statements that were not used."""


def of_main(run: Run, energy: EnergyEntry, runs: RunsEntry) -> EnergyEntry:
    """What *energy* states of *run*, which the documents are about.

    A statement without an id is of the pinned run; where none is pinned, of any but those that the
    project names as trials, repetitions and baselines.
    """
    if energy.stated is None:
        return energy
    if energy.stated.run is not None:
        speaks = energy.stated.run == run.id
    elif runs.main is not None:
        speaks = PurePosixPath(runs.main).name in {run.id, run.folder.name}
    else:
        speaks = run.id not in {*runs.search, *runs.seeds, *runs.baselines}
    return energy if speaks else energy.model_copy(update={"stated": None})


def of_others(runs: Iterable[Run], main: Run, energy: EnergyEntry) -> Iterator[Statements]:
    """Each of *runs* that is not *main* and that the statement names by its id."""
    said = energy.stated
    for run in runs:
        if said is not None and said.run == run.id != main.id:
            yield with_statements(run, EnergyEntry(stated=said))


def of_nobody(runs: Iterable[Run], energy: EnergyEntry) -> Iterator[Finding]:
    """Says so where the statement names a run that is not there."""
    said = energy.stated
    if said is not None and said.run is not None and said.run not in {run.id for run in runs}:
        yield project_warning(
            code="D106",
            where="energy.stated.run",
            message=f"There is no run {said.run}, so nothing of `energy.stated` was used.",
            advice="Give the id of one of the project's runs.",
        )


def with_statements(run: Run, energy: EnergyEntry, *, sure: bool = True) -> Statements:
    """*run* with the country and the statements of the project file's `energy` section.

    *sure* is whether the statements can be of this run alone: it is the only one, or was named.
    """
    findings: list[Finding] = []
    record, records = run.record, run.energy
    recorded, said = record.country, energy.country
    if said is not None and recorded is None:
        record = record.model_copy(update={"country": said})
    elif said is not None and recorded != said:
        findings.append(_other_country(str(recorded), said))
    if energy.stated is not None and len({r.host for r in records if not r.shares_host}) > 1:
        findings.append(_several_hosts())
    elif energy.stated is not None:
        records = _stating(records, energy.stated)
        if _are_too_many(run, records):
            findings.append(_too_many(energy.stated.cpus_busy))
            records = _stating(run.energy, energy.stated.model_copy(update={"cpus_busy": None}))
        if not sure and energy.stated.run is None and energy.stated.cpus_busy is not None:
            findings.append(_which_run(run))
    if record is not run.record or records is not run.energy:
        run = run.model_copy(update={"record": record, "energy": records})
    return Statements(
        run,
        country=said is not None and recorded is None,
        energy=any(r.stated is not None for r in records),
        findings=tuple(findings),
    )


def _stating(records: tuple[EnergyRecord, ...], stated: Stated) -> tuple[EnergyRecord, ...]:
    """The records of one host with the statement; one without figures where there is none."""
    if records == ():
        return (EnergyRecord(reason="no energy was recorded", stated=stated),)
    return tuple(r if r.shares_host else r.model_copy(update={"stated": stated}) for r in records)


def _are_too_many(run: Run, records: Iterable[EnergyRecord]) -> bool:
    """Whether more CPUs are stated to be busy than the computer is known to have."""
    for record in records:
        threads, stated = Case(run, record).threads(), record.stated
        busy = stated.cpus_busy if stated is not None else None
        if busy is not None and threads is not None and busy > threads:
            return True
    return False


def _other_country(recorded: str, said: str) -> Finding:
    return project_warning(
        code="D103",
        where="energy.country",
        message=f"The run recorded {recorded} as its country, the project file states {said}.",
        advice="The run's own is used; mend `energy.country` if it is wrong.",
    )


def _several_hosts() -> Finding:
    return project_warning(
        code="D104",
        where="energy.stated",
        message="The run's energy was recorded on several hosts; a statement speaks of one computer.",
        advice="Nothing of `energy.stated` was used; remove it.",
    )


def _too_many(cpus_busy: float | None) -> Finding:
    return project_warning(
        code="D109",
        where="energy.stated.cpus_busy",
        message=f"{cpus_busy:g} busy CPUs are more than the computer has; the number was not used.",
        advice="State 3.0 where `top` shows 300%.",
    )


def _which_run(run: Run) -> Finding:
    return project_warning(
        code="D105",
        where="energy.stated",
        message=f"The statement of busy CPUs was taken for run {run.id}, the newest of several.",
        advice="Name the run that it speaks of as `energy.stated.run`, or the main run as `runs.main`.",
    )


def name_places(
    facts: Iterable[Fact], statements: Sequence[Statements], energy: EnergyEntry
) -> Iterator[Fact]:
    """The facts, with the project file among the origins of those that rest on a statement."""
    for fact in facts:
        sources = fact.evidence.derived_from
        read = [place for source in sources for place in _places(source, statements)]
        places = tuple(dict.fromkeys([*read, *_keys(fact, energy)]))
        if places == sources:
            yield fact
        else:
            evidence = fact.evidence.model_copy(update={"derived_from": places})
            yield fact.model_copy(update={"evidence": evidence})


def _keys(fact: Fact, energy: EnergyEntry) -> Iterator[str]:
    for key in RESTS_ON.get(fact.id, ()):
        if getattr(energy, key) != getattr(NOTHING, key):
            yield f"{PROJECT_FILE}#/energy/{key}"
    stage = fact.where.get("stage")
    if stage in NAMES and fact.evidence.derived_from != ():
        yield f"{PROJECT_FILE}#/runs/{NAMES[stage]}"


def _places(source: str, statements: Sequence[Statements]) -> Iterator[str]:
    run, _, pointer = source.partition("#")
    of = next((one for one in statements if run == f"run:{one.run.id}"), None)
    if of is not None and of.country and pointer == "/record/country":
        yield COUNTRY
        return
    yield source
    if of is not None and of.energy and pointer == "/energy":
        yield STATED
