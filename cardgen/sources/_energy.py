"""Read the energy rows of each host's tracker."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from cardgen.errors import InputError
from cardgen.run_energy import (
    ENERGY_SCHEMA,
    EnergyHeader,
    EnergyRecord,
    EnergyRow,
    EnergySample,
    Phase,
    Reported,
)
from cardgen.sources._lines import problems_of, rows
from cardgen.sources._reading import Reading, check_schema

_HEADER_KEYS = frozenset(info.alias or name for name, info in EnergyHeader.model_fields.items())
_ROW_KEYS = frozenset(EnergyRow.model_fields)
_REPORTED_KEYS = frozenset(Reported.model_fields)


def read_energy(reading: Reading, run_id: str) -> tuple[EnergyRecord, ...]:
    """One record for each segment of each host, in order.

    Raises:
        InputError: A line other than a torn last one is broken.
    """
    paths = sorted(reading.folder.glob("energy.p*.jsonl"))
    return tuple(record for path in paths for record in _read_file(path, reading, run_id))


def _read_file(path: Path, reading: Reading, run_id: str) -> list[EnergyRecord]:
    name = reading.name(path.name)
    segments: list[_Segment] = []
    problems: list[str] = []
    for number, line in rows(path, name):
        if line is None:
            reading.torn(path.name, number)
            break
        where = f"{name}:{number}"
        try:
            row = from_json(line, allow_inf_nan=False)
            if not isinstance(row, dict):
                raise ValueError("expected an object")
            if "schema" in row:
                check_schema(row, ENERGY_SCHEMA, where)
                header = EnergyHeader.model_validate_json(_kept(line, row, _HEADER_KEYS))
                _check_run(header, run_id)
                segments.append(_Segment(header))
            elif segments == []:
                raise ValueError("no header line before it")
            else:
                segments[-1].add(EnergyRow.model_validate_json(_kept(line, row, _ROW_KEYS)))
        except ValidationError as error:
            problems += problems_of(error, where)
        except InputError as error:
            problems += error.problems
            break
        except ValueError as error:
            problems.append(f"{where}: not a row of energy: {error}")
    if problems:
        raise InputError(problems)
    return [segment.record(number) for number, segment in enumerate(segments, start=1)]


def _check_run(header: EnergyHeader, run_id: str) -> None:
    if header.run != run_id:
        message = f"energy of run {header.run!r} in the folder of run {run_id!r}"
        raise ValueError(message)


def _kept(line: bytes, row: dict[str, object], keys: frozenset[str]) -> bytes:
    """The line without keys that a newer writer has added."""
    told = row.get("reported")
    more = told.keys() - _REPORTED_KEYS if isinstance(told, dict) else frozenset[str]()
    if row.keys() <= keys and not more:
        return line
    from pydantic_core import to_json

    kept = {key: row[key] for key in row if key in keys}
    if isinstance(told, dict) and "reported" in kept:
        kept["reported"] = {key: told[key] for key in told if key not in more}
    return to_json(kept)


class _Segment:
    """Samples and phases of one host between a start, or resumption, of the run and its end."""

    def __init__(self, header: EnergyHeader) -> None:
        self._header = header
        self._samples: list[EnergySample] = []
        self._reported: Reported | None = None
        self._phases: list[Phase] = []

    def add(self, row: EnergyRow) -> None:
        header = self._header
        sample = EnergySample(
            time_s=header.before_s + row.t - header.t0,
            cpu_kwh=row.cpu_kwh,
            gpu_kwh=row.gpu_kwh,
            ram_kwh=row.ram_kwh,
            machine_kwh=row.machine_kwh,
            process_cpu_s=row.process_cpu_s,
            system_cpu_s=row.system_cpu_s,
            threads=row.threads,
        )
        self._samples.append(sample)
        self._reported = row.reported
        if row.phase is not None and row.mark == "begin":
            self._phases.append(Phase(name=row.phase, begin=sample))
        elif row.phase is not None:
            self._end(row.phase, sample, failed=row.mark == "failed")

    def _end(self, name: str, sample: EnergySample, *, failed: bool) -> None:
        for index in reversed(range(len(self._phases))):
            phase = self._phases[index]
            if phase.name == name and phase.end is None:
                called = f"{name} (failed)" if failed else name
                self._phases[index] = phase.model_copy(update={"end": sample, "name": called})
                return

    def record(self, number: int) -> EnergyRecord:
        header = self._header
        return EnergyRecord(
            host=header.process,
            segment=number,
            before_s=header.before_s,
            shares_host=header.shares_host,
            tracker=header.tracker,
            reason=header.reason,
            pue=header.pue,
            components=header.components,
            samples=tuple(self._samples),
            phases=tuple(self._phases),
            reported=self._reported,
            settings=header.settings,
            not_covered=header.not_covered,
        )
