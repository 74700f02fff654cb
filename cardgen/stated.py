"""Put what people state in the project file into a run, and name it as what figures rest on.

A statement fills what the run did not record, and never replaces what it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardgen.findings import Finding, Severity
from cardgen.project import PROJECT_FILE
from cardgen.run_energy import EnergyRecord

if TYPE_CHECKING:
    from cardgen.project import EnergyEntry
    from cardgen.run import Run
    from cardgen.run_energy import Stated
    from cardgen.values import Fact

COUNTRY = f"{PROJECT_FILE}#/energy/country"
STATED = f"{PROJECT_FILE}#/energy/stated"


@dataclass(frozen=True, slots=True)
class Statements:
    """A run with what was stated of it."""

    run: Run | None
    country: bool = False
    """Whether the country is a statement."""
    energy: bool = False
    """Whether the records of energy hold a statement."""
    findings: tuple[Finding, ...] = ()
    """Statements that were not used."""


NOTHING_STATED = Statements(None)


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
        if not sure and energy.stated.cpus_busy is not None:
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


def _other_country(recorded: str, said: str) -> Finding:
    return Finding(
        code="D103",
        severity=Severity.WARNING,
        where="energy.country",
        message=f"The run recorded {recorded} as its country, the project file states {said}.",
        advice="The run's own is used; mend `energy.country` if it is wrong.",
        file=PROJECT_FILE,
    )


def _several_hosts() -> Finding:
    return Finding(
        code="D104",
        severity=Severity.WARNING,
        where="energy.stated",
        message="The run's energy was recorded on several hosts; a statement speaks of one computer.",
        advice="Nothing of `energy.stated` was used; remove it.",
        file=PROJECT_FILE,
    )


def _which_run(run: Run) -> Finding:
    return Finding(
        code="D105",
        severity=Severity.WARNING,
        where="energy.stated",
        message=f"The statement of busy CPUs was taken for run {run.id}, the newest of several.",
        advice="Name the run that it speaks of as `runs.main`.",
        file=PROJECT_FILE,
    )


def name_places(facts: Iterable[Fact], stated: Statements) -> Iterator[Fact]:
    """The facts, with the project file among the origins of those that rest on a statement."""
    for fact in facts:
        sources = fact.evidence.derived_from
        places = tuple(_places(sources, stated))
        if places == sources:
            yield fact
        else:
            evidence = fact.evidence.model_copy(update={"derived_from": places})
            yield fact.model_copy(update={"evidence": evidence})


def _places(sources: tuple[str, ...], stated: Statements) -> Iterator[str]:
    for source in sources:
        _, _, pointer = source.partition("#")
        run = stated.run is not None and source.startswith(f"run:{stated.run.id}#")
        if run and stated.country and pointer == "/record/country":
            yield COUNTRY
            continue
        yield source
        if run and stated.energy and pointer == "/energy":
            yield STATED
